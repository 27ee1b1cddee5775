"""German compounds and their parts: Holzverarbeitung speaks of Holz and of Verarbeitung."""

from __future__ import annotations

from collections.abc import Iterable

from simplemma import is_known, lemmatize

LINKS = ("", "s", "es", "n", "en", "er", "e")
"""What can stand between two parts, the most frequent first."""
WITH_S = ("heit", "keit", "ung", "schaft", "ion", "tät", "tum", "ling")
"""First parts with these endings are followed by an s: Gesundheits-amt, not Gesundheit-samt."""
MEANT = {"date": "daten", "werte": "wert"}
"""First parts that mean another word than the dictionary says."""
SHORTEST = 7
"""Shorter words are left whole."""
SHORT_HEADS = frozenset({"bau", "see", "gas"})
"""Last parts of three letters that make many compounds."""
SHORT_STEMS = frozenset({"bau", "bio", "öko", "gas", "elektro", "agrar"})
"""First parts that are short, or no words alone, and make many compounds."""
NOT_PARTS = frozenset(
    [
        "ab",
        "abend",
        "aber",
        "ableitung",
        "alter",
        "anders",
        "arten",
        "aufs",
        "ausgang",
        "aussen",
        "aus",
        "auf",
        "auch",
        "bahnen",
        "bein",
        "ben",
        "best",
        "beste",
        "dienst",
        "ding",
        "dung",
        "eben",
        "ehren",
        "ein",
        "einen",
        "enden",
        "ende",
        "ende",
        "erbe",
        "erst",
        "erste",
        "fach",
        "faches",
        "fall",
        "fälle",
        "falls",
        "fels",
        "form",
        "formen",
        "fort",
        "frei",
        "für",
        "ganz",
        "gang",
        "gänge",
        "gegen",
        "gend",
        "gleich",
        "grund",
        "haft",
        "halb",
        "halt",
        "haltige",
        "hand",
        "haus",
        "heit",
        "herr",
        "herum",
        "hin",
        "hinter",
        "hoch",
        "höchst",
        "inge",
        "ingen",
        "innen",
        "kein",
        "keit",
        "lang",
        "lich",
        "ling",
        "links",
        "los",
        "lose",
        "mal",
        "male",
        "mehr",
        "mit",
        "mitte",
        "mittel",
        "nach",
        "nahe",
        "neben",
        "nieder",
        "nisse",
        "nur",
        "ober",
        "ohne",
        "ort",
        "ost",
        "paar",
        "quer",
        "recht",
        "rechts",
        "rein",
        "rück",
        "rücken",
        "satz",
        "schaft",
        "schicht",
        "seit",
        "selbst",
        "sicht",
        "sinn",
        "solle",
        "stand",
        "statt",
        "stelle",
        "stellen",
        "stück",
        "stunde",
        "süd",
        "teil",
        "teile",
        "tier",
        "tion",
        "titel",
        "trag",
        "träge",
        "tum",
        "über",
        "um",
        "und",
        "ungen",
        "unter",
        "uns",
        "unser",
        "ver",
        "viel",
        "voll",
        "vollen",
        "vor",
        "wand",
        "weg",
        "weise",
        "weit",
        "weiter",
        "wenig",
        "werte",
        "wesen",
        "wert",
        "west",
        "wider",
        "wieder",
        "zahl",
        "zeit",
        "zeug",
        "zug",
        "zuge",
        "zwei",
        "zwischen",
        "arm",
        "art",
        "bund",
        "dank",
        "lage",
        "lager",
        "asse",
        "biom",
        "lyse",
        "tele",
        "formation",
        "isch",
        "ismus",
        "ismen",
        "regie",
        "ster",
        "stoff",
        "tektur",
        "tour",
        "werk",
        "wied",
        "mensch",
        "mut",
        "nach",
        "name",
        "nebel",
        "rat",
        "reich",
        "ring",
        "rung",
        "satzung",
        "schlag",
        "sein",
        "sicher",
        "stoffe",
        "tag",
        "ton",
    ]
)
"""Words that look like parts and seldom are (prefixes, suffixes), or say nothing alone."""


class Compounds:
    """Splits German compounds into two parts that both are words.

    A part is a word if it is one of `attested` (the words of the corpus) or known to the dictionary
    of simplemma as a noun in its basic form. Among the possible splits the one with most attested
    parts is taken, then the one that needs no linking letters, then the one with the longest last
    part. Kept small on purpose: a wrong split brings alliances together that have nothing in
    common, a missing one only leaves a word whole.

    Parameters
    ----------
    attested
        Words of the corpus, in lower case.
    """

    def __init__(self, attested: Iterable[str] = ()) -> None:
        self.attested = frozenset(attested) - NOT_PARTS
        self._known: dict[str, bool] = {}

    def split(self, word: str) -> tuple[str, str] | None:
        """Return the two parts of a lemma in lower case, or None if it is left whole.

        Examples
        --------
        >>> Compounds({"holz", "wasserstoff"}).split("wasserstofftankstelle")
        ('wasserstoff', 'tankstelle')
        """
        if len(word) < SHORTEST or not word.isalpha():
            return None
        best: tuple[tuple[int, int, int], tuple[str, str]] | None = None
        for place in range(3, len(word) - 1):
            head = word[place:]
            if len(head) < 4 and head not in SHORT_HEADS:
                break
            if not self._is_word(head):
                continue
            for number, link in enumerate(LINKS):
                stem = self._first(word[:place], link)
                if not stem:
                    continue
                attested = (stem in self.attested) + (head in self.attested)
                score = (attested, -number, len(head))
                if best is None or score > best[0]:
                    best = (score, (stem, head))
        return best[1] if best else None

    def parts(self, word: str) -> tuple[str, ...]:
        """Return all parts of a lemma, those of its parts included; empty if it is left whole."""
        found = self.split(word)
        if not found:
            return ()
        found = (MEANT.get(found[0], found[0]), found[1])
        deeper = [part for one in found if len(one) > 11 for part in self.parts(one)]
        return (*found, *deeper)

    def _first(self, text: str, link: str) -> str:
        """Return the first part without its linking letters, or an empty text."""
        if link and not text.endswith(link):
            return ""
        stem = text[: len(text) - len(link)] if link else text
        if not link and stem.endswith(WITH_S):
            return ""
        if stem in SHORT_STEMS or (len(stem) > 3 and self._is_word(stem)):
            return stem
        # Schul-haus: an e that fell away, only where the corpus has the word
        return f"{stem}e" if not link and f"{stem}e" in self.attested else ""

    def _is_word(self, part: str) -> bool:
        if part not in self._known:
            self._known[part] = part not in NOT_PARTS and (part in self.attested or _noun(part))
        return self._known[part]


def _noun(part: str) -> bool:
    noun = part.capitalize()
    return is_known(noun, lang="de") and lemmatize(noun, lang="de").replace("ß", "ss") == (
        noun.replace("ß", "ss")
    )
