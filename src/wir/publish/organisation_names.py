"""Names of organisations that fit beside a dot: registers write them long and in capitals."""

from __future__ import annotations

import re

import pandas as pd

SMALL = {
    "zur", "der", "die", "das", "und", "für", "fur", "von", "in", "im", "an", "am", "des", "dem",
    "zu", "of", "for", "the", "and", "bei", "mit", "auf", "ev",
}  # fmt: skip
FORMS = {
    "gmbh": "GmbH", "ggmbh": "gGmbH", "mbh": "mbH", "ag": "AG", "kg": "KG", "se": "SE",
    "ev": "e. V.", "e.v": "e. V.", "e.v.": "e. V.", "kgaa": "KGaA", "ug": "UG",
    "co": "Co.", "co.": "Co.",
}  # fmt: skip
TOWNS = {
    "ulm",
    "bonn",
    "kiel",
    "jena",
    "gera",
    "suhl",
    "hof",
    "main",
    "oder",
    "see",
    "halle",
    "luft",
    "carl",
}
"""Short words that are no abbreviations."""
UMLAUTS = {
    "universitaet": "universität", "universitat": "universität", "muenchen": "münchen",
    "fuer": "für", "fur": "für", "tuebingen": "tübingen", "nuernberg": "nürnberg",
    "muenster": "münster", "goettingen": "göttingen", "koeln": "köln", "wuerzburg": "würzburg",
    "saarbruecken": "saarbrücken", "juelich": "jülich", "duesseldorf": "düsseldorf",
    "luebeck": "lübeck", "osnabrueck": "osnabrück", "lueneburg": "lüneburg", "charite": "charité",
    "foerderung": "förderung", "kuenstliche": "künstliche", "kunstliche": "künstliche",
    "universitaetsmedizin": "universitätsmedizin", "universitatsmedizin": "universitätsmedizin",
    "wuerttemberg": "württemberg", "thueringen": "thüringen", "suedwestfalen": "südwestfalen",
    "korperschaft": "körperschaft", "koerperschaft": "körperschaft",
    "offentlichen": "öffentlichen", "oeffentlichen": "öffentlichen",
}  # fmt: skip
"""Words that the register writes without umlauts."""
WELL_KNOWN = (
    (r"^fraunhofer[ -]gesell.*", "Fraunhofer-Gesellschaft"),
    (r"^max[ -]planck[ -]gesell.*", "Max-Planck-Gesellschaft"),
    (r"^deutsches zentrum f\w+ luft.*", "DLR"),
    (r"^forschungszentrum j\w+lich.*", "Forschungszentrum Jülich"),
    (r"^karlsruher institut f\w+ tech.*", "KIT"),
    (r"^(?:rheinisch-westf\w+|rwth).*aachen.*", "RWTH Aachen"),
    (r"^helmholtz[ -]zentrum (.+?)(?: gmbh)?$", r"Helmholtz-Zentrum \1"),
    (r"^technische universit\w+ (.+)$", r"TU \1"),
    (r"^universit\w+tsklinikum (.+)$", r"Uniklinik \1"),
    (r"^universit\w+t? (?:zu )?(.+)$", r"Uni \1"),
    (r"^.{16,}universit\w+ (?:zu |im )?(\w[\w -]{2,19})$", r"Uni \1"),
)
"""How the largest are called in everyday language; patterns on the lower-case name."""


def readable_name(name: str) -> str:
    """Return a name in mixed case where the register has it in capitals.

    Words of up to four letters stay as they are (they are mostly abbreviations), legal forms get
    their usual spelling.
    """
    text = re.sub(r"\s+", " ", str(name)).strip(" -*")
    if text.upper() != text:
        return text
    text = re.sub(r" - (?=UND )", "- ", text)
    text = re.sub(r"\w+", lambda one: UMLAUTS.get(one[0].lower(), one[0].lower()).upper(), text)
    words = []
    for place, word in enumerate(text.split(" ")):
        plain = word.lower().strip(",")
        if plain in FORMS:
            words.append(FORMS[plain])
        elif plain in SMALL and place:
            words.append(word.lower())
        elif (len(plain) <= 4 and plain not in TOWNS) or not plain[:1].isalpha():
            words.append(word)
        else:
            words.append("-".join(part.capitalize() for part in word.lower().split("-")))
    return " ".join(words)


def short_name(name: str, longest: int = 34) -> str:
    """Return a name for a figure: well-known short forms, else cut at a word."""
    low = re.sub(r"\s+", " ", str(name)).strip().lower()
    for pattern, short in WELL_KNOWN:
        found = re.match(pattern, low)
        if found:
            start, _, rest = found.expand(short).partition(" ")
            # The rest is not the beginning of a name: small words stay small.
            tail = rest if rest[:1].isupper() else readable_name(f"X {rest.upper()}")[2:]
            return _cut(f"{start} {tail}".strip(), longest)
    return _cut(readable_name(name), longest)


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    words, kept = text.split(" "), ""
    for word in words:
        if len(kept) + len(word) + 1 > longest - 1:
            break
        kept = f"{kept} {word}".strip()
    return f"{kept or text[: longest - 1]} …"


def unique_short_names(names: pd.Series, longest: int = 34) -> pd.Series:
    """Return short names; where two would be the same, the longer ones."""
    short = names.map(lambda one: short_name(one, longest))
    twice = short.duplicated(keep=False)
    return short.where(~twice, names.map(lambda one: _cut(readable_name(one), longest + 26)))
