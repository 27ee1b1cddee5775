"""Which organisation of the register is meant by a name in somebody's list.

Names are compared after taking away what tells little (legal forms, umlauts, abbreviations). Every
match is shown with its score; it counts only when a person has said yes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from wir.files import replacing
from wir.partners.own_lists import NO, YES, OwnListError

LEGAL_FORMS = re.compile(
    r"\b(?:gemeinnutzige|gesellschaft mit beschrankter haftung|mit beschrankter haftung"
    r"|gesellschaft mbh|ges m b h|g gmbh|ggmbh|gmbh|mbh|aktiengesellschaft|ag|kgaa|kg"
    r"|kommanditgesellschaft|ohg|ug|haftungsbeschrankt|se|e g|eg|e v|ev|r v|eingetragener verein"
    r"|genossenschaft|und co|co|ltd|limited|inc|plc|korperschaft des offentlichen rechts"
    r"|stiftung (?:des )?offentlichen rechts|kdor|aor|k d o r|a o r)\b"
)
"""Legal forms without the second letter of ae, oe and ue."""
ABBREVIATIONS = {
    "tu": "technische universitaet",
    "th": "technische hochschule",
    "uni": "universitaet",
    "univ": "universitaet",
    "university": "universitaet",
    "fh": "hochschule",
    "fachhochschule": "hochschule",
    "hs": "hochschule",
    "htw": "hochschule fuer technik und wirtschaft",
    "htwk": "hochschule fuer technik wirtschaft und kultur",
    "haw": "hochschule fuer angewandte wissenschaften",
    "ph": "paedagogische hochschule",
    "rwth": "rheinisch westfaelische technische hochschule",
    "kit": "karlsruher institut fuer technologie",
    "dlr": "deutsches zentrum fuer luft und raumfahrt",
    "fhg": "fraunhofer gesellschaft",
    "mpg": "max planck gesellschaft",
    "dfki": "deutsches forschungszentrum fuer kuenstliche intelligenz",
    "ihk": "industrie und handelskammer",
    "hwk": "handwerkskammer",
    "lk": "landkreis",
    "inst": "institut",
    "institute": "institut",
    "technical": "technische",
    "ges": "gesellschaft",
}
"""Abbreviation or word in English → what registers write, after folding."""
PHRASES = {
    "university of applied sciences": "hochschule",
    "hochschule fuer angewandte wissenschaften": "hochschule",
    "institute of technology": "technische hochschule",
}
SMALL = {"fur", "und", "der", "die", "das", "des", "zu", "zur", "zum", "in", "im", "an", "am",
         "von", "of", "the", "and", "for", "e", "d"}  # fmt: skip
"""Words that say nothing about which organisation it is."""

EXACT, LIKELY, POSSIBLE = 100.0, 85.0, 65.0
"""Scores from which on a match is called exact, likely, possible."""
ONE_WORD = 95.0
"""Score of names that differ only in where words are parted."""
CONTAINED = 70.0
"""Least score of a name of two words or more that are all part of the other name."""
OTHER_TOWN = 15.0
"""Taken off the score where both towns are known and differ."""
MATCH_COLUMNS = [
    "row", "name", "city", "rank", "organisation_id", "matched_name", "matched_city", "score",
    "verdict", "decision",
]  # fmt: skip
CANDIDATES = 3


UMLAUTS = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}


def fold(text: str) -> str:
    """Return text in lower case without accents; ``ä`` becomes ``ae``, ``ß`` becomes ``ss``."""
    lower = text.lower().translate(UMLAUTS)
    plain = unicodedata.normalize("NFKD", lower)
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", " ", plain.replace("&", " und ")).strip()


def key_words(name: str) -> list[str]:
    """Return the words of a name that tell organisations apart, in their order.

    Legal forms and small words are taken away, abbreviations written out. Because registers write
    ``Universitat``, ``Universitaet`` and ``Universität``, the second letter of ae, oe and ue goes.
    """
    text = f" {fold(name)} "
    for phrase, short in PHRASES.items():
        text = text.replace(f" {phrase} ", f" {short} ")
    text = " ".join(ABBREVIATIONS.get(one, one) for one in text.split())
    words = [one for one in LEGAL_FORMS.sub(" ", _thin(text)).split() if one not in SMALL]
    return words or [_thin(one) for one in fold(name).split()]


def _thin(word: str) -> str:
    return re.sub(r"([aou])e", r"\1", word)


def match_names(
    names: pd.DataFrame, register: pd.DataFrame, *, candidates: int = CANDIDATES
) -> pd.DataFrame:
    """Return the most similar organisations of a register for each name.

    Parameters
    ----------
    names
        Columns ``row``, ``name`` and perhaps ``city``.
    register
        Columns ``organisation_id``, ``name``, ``city`` (may be missing).
    candidates
        Matches shown per name.

    Returns
    -------
    DataFrame
        `MATCH_COLUMNS`: per name up to `candidates` organisations with ``score`` (0–100) and
        ``verdict`` (exact, likely, possible); a name without any has one row with the verdict
        ``none``. ``decision`` is empty: a person fills it in.

    Raises
    ------
    ValueError
        Organisations that occur twice in the register.

    Notes
    -----
    The score is the mean of two: the similarity of the sorted words (rapidfuzz), and the share of
    words in common, rare words counting more (a word counts as common from a similarity of 88 on).
    A short name that is part of a longer one has at least `CONTAINED`.
    `OTHER_TOWN` is taken off where the towns differ.
    """
    from rapidfuzz import fuzz, process

    known = register.dropna(subset=["name"]).reset_index(drop=True)
    if known["organisation_id"].duplicated().any():
        twice = known["organisation_id"][known["organisation_id"].duplicated()].iloc[0]
        raise ValueError(f"The organisation {twice!r} is twice in the register. Drop one of them.")
    words = [key_words(one) for one in known["name"]]
    keys = [" ".join(sorted(one)) for one in words]
    weight = _weights(words)
    usual = max(weight.values(), default=1.0)
    rows = []
    wanted = names.dropna(subset=["name"]).drop_duplicates("name")
    for record in wanted.to_dict("records"):
        name, city = str(record["name"]), _text(record.get("city"))
        mine = key_words(name)
        key = " ".join(sorted(mine))
        near = {
            number
            for scorer in (fuzz.token_sort_ratio, fuzz.token_set_ratio)
            for _, _, number in process.extract(key, keys, scorer=scorer, limit=20)
        }
        scored = []
        for number in near:
            score = _score(mine, words[number], fuzz.ratio(key, keys[number]), weight, usual)
            town = _text(known["city"][number]) if "city" in known else ""
            if city and town and not _same_town(city, town):
                score -= OTHER_TOWN
            scored.append((round(score, 1), number, town))
        scored.sort(key=lambda one: (-one[0], one[1]))
        found = [one for one in scored if one[0] >= POSSIBLE][:candidates]
        base = {"row": record["row"], "name": name, "city": city}
        for rank, (score, number, town) in enumerate(found, 1):
            rows.append(
                base
                | {
                    "rank": rank,
                    "organisation_id": known["organisation_id"][number],
                    "matched_name": known["name"][number],
                    "matched_city": town,
                    "score": score,
                    "verdict": verdict(score),
                    "decision": "",
                }
            )
        if not found:
            rows.append(base | {"rank": 1, "verdict": "none", "decision": ""})
    return pd.DataFrame(rows, columns=MATCH_COLUMNS)


def verdict(score: float) -> str:
    """Return exact, likely, possible or none."""
    if score >= EXACT:
        return "exact"
    return "likely" if score >= LIKELY else "possible" if score >= POSSIBLE else "none"


def _weights(words: Iterable[Sequence[str]]) -> dict[str, float]:
    """Return how telling each word is: log(names / names with it), at least 0.1."""
    lists = [set(one) for one in words]
    counts = Counter(word for one in lists for word in one)
    return {word: max(float(np.log(len(lists) / n)), 0.1) for word, n in counts.items()}


def _score(
    mine: Sequence[str], other: Sequence[str], ratio: float, weight: Mapping[str, float],
    usual: float,
) -> float:  # fmt: skip
    from rapidfuzz import fuzz

    if sorted(mine) == sorted(other):
        return EXACT
    if "".join(mine) == "".join(other):
        return ONE_WORD
    left = list(dict.fromkeys(other))
    found = 0
    common = 0.0
    total = 0.0
    for word in dict.fromkeys(mine):
        ratios = [fuzz.ratio(word, one) for one in left]
        if ratios and max(ratios) >= 88:
            best = left[ratios.index(max(ratios))]
            left.remove(best)
            found += 1
            common += weight.get(best, usual)
            total += weight.get(best, usual)
        else:
            total += weight.get(word, usual)
    total += sum(weight.get(one, usual) for one in left)
    shared = 100 * common / total if total else 0.0
    score = 0.5 * ratio + 0.5 * shared
    if found == len(set(mine)) > 1:
        score = max(score, CONTAINED)
    return min(score, EXACT - 0.1)


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value).strip()


def _same_town(one: str, other: str) -> bool:
    first, second = ({_thin(word) for word in fold(town).split()} for town in (one, other))
    return bool(first & second)


def decided(matches: pd.DataFrame, earlier: pd.DataFrame | None) -> pd.DataFrame:
    """Return matches with the decisions taken earlier.

    Decisions on names or organisations that are no longer in the list are kept at the end, so that
    nothing a person has decided is lost.
    """
    if earlier is None or earlier.empty:
        return matches
    keys = ["name", "organisation_id"]
    taken = earlier[earlier["decision"].fillna("").str.strip() != ""]
    known = taken.set_index(keys)["decision"].to_dict()
    table = matches.copy()
    pairs = list(zip(table["name"], table["organisation_id"], strict=True))
    table["decision"] = [known.get(one, "") for one in pairs]
    gone = [
        one not in set(pairs) for one in zip(taken["name"], taken["organisation_id"], strict=True)
    ]
    rest = taken[gone]
    if rest.empty:
        return table
    return pd.concat([table, rest[MATCH_COLUMNS]], ignore_index=True)


def confirmed(matches: pd.DataFrame) -> pd.Series:
    """Return ``organisation_id`` by name for the matches that a person has said yes to.

    Raises
    ------
    OwnListError
        A decision that is neither yes nor no, two yes for one name, one organisation for two names.
        The message names them.
    """
    words = matches["decision"].fillna("").astype(str).str.strip().str.casefold()
    odd = matches[(words != "") & ~words.isin(YES | NO)]
    if len(odd):
        one = odd.iloc[0]
        raise OwnListError(
            f"matches: the decision on {one['name']!r} (row {one['row']} of the list) is "
            f"{one['decision']!r}. Expected yes (ja) or no (nein), or nothing."
        )
    chosen = matches[words.isin(YES) & matches["organisation_id"].notna()]
    chosen = chosen.drop_duplicates(["name", "organisation_id"])
    for column, what in (("name", "organisations"), ("organisation_id", "names")):
        twice = chosen[chosen[column].duplicated(keep=False)]
        if len(twice):
            other = "matched_name" if column == "name" else "name"
            raise OwnListError(
                f"matches: {twice[column].iloc[0]!r} is confirmed for two {what}: "
                f"{twice[other].iloc[0]!r} and {twice[other].iloc[1]!r}. Say yes to one of "
                "them; if two names mean the same, use one name in the list."
            )
    return chosen.set_index("name")["organisation_id"]


def write_matches(matches: pd.DataFrame, path: Path) -> None:
    """Write the matches for a person to decide: CSV (semicolons, UTF-8) or XLSX.

    Cells are text: what looks like a formula is not one.
    """
    table = matches[MATCH_COLUMNS]
    with replacing(path) as temporary:
        if path.suffix.lower() == ".csv":
            safe = table.map(lambda one: f"'{one}" if _formula(one) else one)
            safe.to_csv(temporary, sep=";", index=False, encoding="utf-8-sig")
        else:
            _write_xlsx(table, temporary)


def _formula(value: object) -> bool:
    return isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}


def _plain(value: object) -> object:
    """Take away the mark that keeps a cell from being a formula."""
    return (
        value[1:] if isinstance(value, str) and value[:1] == "'" and _formula(value[1:]) else value
    )


def _write_xlsx(table: pd.DataFrame, path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "matches"
    sheet.append(list(table.columns))
    records = table.astype(object).where(table.notna(), None).itertuples(index=False)
    for row, record in enumerate(records, 2):
        for number, value in enumerate(record, 1):
            cell = sheet.cell(row, number)
            if isinstance(value, str):
                cell.value = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value)
                cell.data_type = "s"
            elif value is not None:
                cell.value = float(value)
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHIJ", (6, 45, 18, 6, 14, 55, 18, 8, 10, 12), strict=True):
        sheet.column_dimensions[letter].width = width
    book.save(path)


def read_matches(path: Path) -> pd.DataFrame | None:
    """Return the matches with decisions that were written before, or None where there are none.

    Raises
    ------
    OwnListError
        If columns are missing.
    """
    if not path.is_file():
        return None
    if path.suffix.lower() == ".csv":
        text = path.read_text(encoding="utf-8-sig")
        separator = ";" if text.partition("\n")[0].count(";") else ","
        table = pd.read_csv(path, sep=separator, dtype=str, encoding="utf-8-sig")
        table = table.map(_plain)
    else:
        table = pd.read_excel(path, dtype=str)
    missing = [one for one in MATCH_COLUMNS if one not in table]
    if missing:
        raise OwnListError(
            f"{path.name} lacks the column {', '.join(missing)}. Delete the file to have it "
            "written anew, or put the column back."
        )
    return table[MATCH_COLUMNS].assign(decision=table["decision"].astype(object).fillna(""))
