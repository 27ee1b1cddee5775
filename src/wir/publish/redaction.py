"""Taking names out of what people said.

Four passes: addresses (e-mail, web, telephone, numbers of five and more digits); words on lists
(people, towns, organisations: from the data, from the project's tables, from the user); names
after a form of address (Frau Dr. …); and, since no list is complete, every word that no dictionary
knows and that too few alliances use.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

GAP = "[…]"
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("[address]", re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)),
    ("[address]", re.compile(r"\S+@\S+")),
    (
        "[address]",
        re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:de|com|org|net|eu|info)\b", re.IGNORECASE),
    ),
    ("[number]", re.compile(r"(?<!\w)\+?\d(?:[\s/().-]{0,2}\d){4,}")),
)
"""What replaces it, and what is replaced."""
ADDRESS = re.compile(
    r"\b(?:(?:Herrn?|Frau|Mr|Mrs|Ms|Mme|Familie)\b\.?|(?:Dr|Prof|Dipl|Ing)\.)"
    r"(?:[ -]*(?:Dr|Prof|Dipl|Ing|h|c|rer|nat|phil|pol)\.)*[ ]*"
    r"(?:(?:von|van|zu|de|der|den)[ ])*"
    r"[A-ZÄÖÜ][\w'’.-]*(?:[ ](?:(?:von|van|zu|de|der|den)[ ])*[A-ZÄÖÜ][\w'’-]+)?"
)
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\w*\d\w*")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")


@dataclass(frozen=True)
class Redaction:
    """What to take out of a text.

    Parameters
    ----------
    lists
        Replacement → words and names that it stands for, e.g. ``{"[person]": ["Erika Beispiel"]}``.
        Upper and lower case are the same; a name goes in its parts as well, from three letters on,
        and with endings (``Beispiels``).
    known
        Words that may stay although no dictionary has them: those that enough alliances use.
    dictionary
        Languages of the dictionaries; empty: no word is taken out for being unknown.
    """

    lists: Mapping[str, Collection[str]] = field(default_factory=dict)
    known: Collection[str] = frozenset()
    dictionary: tuple[str, ...] = ("de", "en")

    def apply(self, text: str) -> tuple[str, int]:
        """Return the text without names, and how many places were changed."""
        count = 0
        text = re.sub(r"\s+", " ", _BREAKS.sub(" ", text)).strip()
        for label, pattern in (*PATTERNS, ("[person]", ADDRESS)):
            text, times = pattern.subn(label, text)
            count += times
        for label, pattern in self._patterns():
            text, times = pattern.subn(label, text)
            count += times
        if self.dictionary:
            text, times = self._unknown(text)
            count += times
        return re.sub(rf"{re.escape(GAP)}(?:[\s-]*{re.escape(GAP)})+", GAP, text), count

    def _patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        """Return one pattern per list: whole names first, then their parts."""
        found = []
        for label, names in self.lists.items():
            terms: set[str] = set()
            for name in names:
                whole = " ".join(str(name).split())
                parts = [one for one in re.split(r"[\s,;/()]+", whole) if len(one) > 2]
                terms |= {whole} if len(whole) > 1 else set()
                if label == "[person]" or len(parts) == 1:
                    terms |= set(parts)
            if terms:
                ordered = sorted(terms, key=lambda one: (-len(one), one))
                inner = "|".join(re.escape(one).replace(r"\ ", r"[\s-]+") for one in ordered)
                found.append((label, re.compile(rf"(?<!\w)(?:{inner})(?:s|er|ern)?(?!\w)", re.I)))
        return found

    def _unknown(self, text: str) -> tuple[str, int]:
        import simplemma

        known = {one.casefold() for one in self.known}
        count = 0

        def keep(found: re.Match[str]) -> str:
            nonlocal count
            word = found.group()
            in_brackets = text[: found.start()].endswith("[")
            short = len(word) < 3 and word.islower()
            if in_brackets or short or word.casefold() in known or word.isdigit():
                return word
            if all(
                any(simplemma.is_known(part, lang) for lang in self.dictionary)
                for part in word.split("-")
                if part
            ) and not any(one.isdigit() for one in word):
                return word
            count += 1
            return GAP

        return WORD.sub(keep, text), count


def shared_words(texts: Iterable[tuple[str, str]], alliances: int) -> frozenset[str]:
    """Return the words, lower case, that at least so many alliances use.

    Parameters
    ----------
    texts
        Pairs of alliance and text.
    alliances
        How many alliances must use a word.
    """
    users: dict[str, set[str]] = {}
    for alliance, text in texts:
        for word in set(WORD.findall(text.casefold())):
            users.setdefault(word, set()).add(alliance)
    return frozenset(word for word, found in users.items() if len(found) >= alliances)
