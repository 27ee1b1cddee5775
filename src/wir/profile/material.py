"""From a corpus to what is compared: counts of terms by text and by group, in one language."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from wir.profile.compounds import Compounds
from wir.profile.evidence import Evidence
from wir.profile.reference import LEAST_GROUPS, among_keywords
from wir.profile.text import Analyser, TermCounts, attested_words, count_tokens, to_terms

MANY = 60
"""From so many texts on, a term must be in two of them."""


@dataclass(frozen=True)
class Material:
    """What is compared.

    Attributes
    ----------
    texts
        Texts of the language, as `wir.profile.corpus.Corpus.texts`.
    counts
        Texts × terms.
    groups
        Groups × terms; if there are too few groups with texts, they stand among the keywords of
        the others (`wir.profile.reference.among_keywords`).
    own
        Groups whose own texts these are.
    """

    texts: pd.DataFrame
    counts: TermCounts
    groups: pd.DataFrame
    own: tuple[str, ...]

    @property
    def among_keywords(self) -> bool:
        """Whether keywords of others were added for comparison."""
        return len(self.groups) > len(self.own)

    def evidence(self) -> Evidence:
        """Return what leads from a term back to its texts."""
        return Evidence(self.counts, self.texts)


def prepare(
    texts: pd.DataFrame,
    language: str,
    keywords: pd.DataFrame | None = None,
    *,
    running: bool = False,
    split_compounds: bool = True,
) -> Material:
    """Count the terms of a corpus.

    Parameters
    ----------
    texts
        As `wir.profile.corpus.Corpus.texts`.
    language
        ``de`` or ``en``; texts in another language are left out.
    keywords
        Keywords as texts, for comparison if `texts` are of fewer than three groups.
    running
        Whether these are running texts: words that all alliances use are left out then.
    split_compounds
        Whether German compounds are split.

    Raises
    ------
    ValueError
        No text in this language, or no term in any of them.
    """
    chosen = texts[texts["language"] == language]
    if chosen.empty:
        found = ", ".join(sorted(set(texts["language"]))) or "none"
        raise ValueError(
            f"There is no text in the language {language!r} (found: {found}). Choose another "
            "text_language, or add texts."
        )
    own = tuple(sorted(set(chosen["group"].astype(str))))
    add = keywords is not None and len(own) < LEAST_GROUPS
    if add and keywords is not None:
        others = keywords[(keywords["language"] == language) & ~keywords["group"].isin(own)]
        chosen = pd.concat([chosen, others], ignore_index=True)
    chosen = chosen.reset_index(drop=True)
    tokens = count_tokens(chosen["text"])
    compounds = None
    if language == "de" and split_compounds:
        compounds = Compounds(attested_words(tokens.terms, "de"))
    analyser = Analyser(language, compounds, filler=running)
    least = 2 if running and len(chosen) >= MANY else 1
    counts = to_terms(tokens, analyser, least_texts=least)
    groups = counts.by(chosen["group"])
    if add:
        groups = among_keywords(groups.loc[list(own)], groups.drop(index=list(own)))
    if not groups.to_numpy().any():
        raise ValueError("No text holds a word that says anything; stop words alone are no theme.")
    return Material(chosen, counts, groups, own)
