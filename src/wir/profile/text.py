"""From texts to terms: words, lemmas, parts of compounds, and the weights of terms."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from simplemma import lemmatize

from wir.potential.checks import complete, non_negative, numeric_table
from wir.profile.compounds import Compounds
from wir.profile.stop_words import FILLER, STOP_WORDS

TOKEN = re.compile(r"\w+(?:-\w+)*")
"""Letters and digits, also with hyphens: Wasserstoff, 3D-Druck; those without a letter go later."""
LETTER = re.compile(r"[^\W\d_]")
LONGEST = 60
"""Longer tokens are no words."""


class Analyser:
    """Turns a text into terms: lemmas in lower case, with the parts of compounds beside them.

    Parameters
    ----------
    language
        ``de`` or ``en``.
    compounds
        Splits German compounds; None leaves them whole.
    filler
        Leave out words that every alliance uses (for running texts).
    """

    def __init__(
        self, language: str, compounds: Compounds | None = None, *, filler: bool = False
    ) -> None:
        if language not in STOP_WORDS:
            raise ValueError(f"language is {language!r}. Expected 'de' or 'en'.")
        self.language = language
        self.compounds = compounds if language == "de" else None
        self.stop = STOP_WORDS[language] | (FILLER[language] if filler else frozenset())
        self._terms: dict[str, tuple[str, ...]] = {}

    def terms_of(self, token: str) -> tuple[str, ...]:
        """Return the terms of one token; none for a stop word.

        Examples
        --------
        >>> Analyser("de").terms_of("Häuser"), Analyser("de").terms_of("und")
        (('haus',), ())
        """
        found = self._terms.get(token)
        if found is None:
            found = self._terms[token] = self._analysed(token)
        return found

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text in their order."""
        return [term for token in TOKEN.findall(text) for term in self.terms_of(token)]

    def _analysed(self, token: str) -> tuple[str, ...]:
        token = token.strip("_")
        if len(token) > LONGEST or token.lower() in self.stop or not LETTER.search(token):
            return ()
        lemma = _lemma(token, self.language)
        if len(lemma) < 2 or lemma in self.stop:
            return ()
        terms = [lemma]
        if "-" in token:
            terms += [term for part in token.split("-") for term in self.terms_of(part)]
        elif self.compounds and token[0].isupper():  # a noun
            terms += self.compounds.parts(lemma)
        return tuple(dict.fromkeys(one for one in terms if len(one) > 1))


def _lemma(token: str, language: str) -> str:
    if token.isupper() and len(token) > 1:
        return token.lower()  # an abbreviation
    if language == "de":
        return lemmatize(token, lang="de").lower()
    return lemmatize(token.lower(), lang="en").lower()


def attested_words(tokens: Iterable[str], language: str) -> set[str]:
    """Return the lemmas of tokens in lower case, for `Compounds`."""
    return {
        _lemma(token, language)
        for token in tokens
        if "-" not in token and 2 < len(token) <= LONGEST and LETTER.search(token)
    }


@dataclass(frozen=True)
class TermCounts:
    """How often each term is in each text.

    Attributes
    ----------
    matrix
        Texts × terms, sparse counts.
    terms
        The terms, sorted.
    """

    matrix: sparse.csr_array
    terms: pd.Index

    def by(self, groups: Sequence[str] | pd.Series) -> pd.DataFrame:
        """Return the sums by group: groups (sorted) × terms; terms that nobody has left out."""
        codes, labels = pd.factorize(np.asarray(groups, dtype=object), sort=True)
        if len(codes) != self.matrix.shape[0]:
            raise ValueError(f"{len(codes)} groups for {self.matrix.shape[0]} texts.")
        one = np.ones(len(codes))
        member = sparse.csr_array(
            (one, (codes, np.arange(len(codes)))), shape=(len(labels), len(codes))
        )
        total = (member @ self.matrix).toarray()
        there = total.sum(axis=0) > 0
        return pd.DataFrame(
            total[:, there], index=pd.Index(labels, name="group"), columns=self.terms[there]
        )


def count_tokens(texts: Iterable[str]) -> TermCounts:
    """Count tokens as they stand in texts, which may come one after the other from a file."""
    place: defaultdict[str, int] = defaultdict()
    place.default_factory = place.__len__
    columns: list[npt.NDArray[np.int32]] = []
    values: list[npt.NDArray[np.int32]] = []
    ends = [0]
    for text in texts:
        found = Counter(TOKEN.findall(text))
        columns.append(np.array([place[token] for token in found], dtype=np.int32))
        values.append(np.fromiter(found.values(), np.int32, len(found)))
        ends.append(ends[-1] + len(found))
    matrix = sparse.csr_array(
        (
            np.concatenate(values) if values else np.empty(0, np.int32),
            np.concatenate(columns) if columns else np.empty(0, np.int32),
            np.array(ends),
        ),
        shape=(len(ends) - 1, len(place)),
    )
    return TermCounts(matrix, pd.Index(list(place), name="token", dtype=object))


def to_terms(tokens: TermCounts, analyser: Analyser, *, least_texts: int = 1) -> TermCounts:
    """Turn counts of tokens into counts of terms: each token is analysed once.

    Parameters
    ----------
    tokens
        Result of `count_tokens`, of texts of one language.
    analyser
        What turns a token into terms.
    least_texts
        Terms in fewer texts are left out.

    Returns
    -------
    TermCounts
        Terms sorted, so that the result does not depend on the order of the texts.
    """
    place: dict[str, int] = {}
    rows, columns = [], []
    for row, token in enumerate(tokens.terms):
        for term in analyser.terms_of(token):
            rows.append(row)
            columns.append(place.setdefault(term, len(place)))
    shape = (len(tokens.terms), len(place))
    belongs = sparse.csr_array((np.ones(len(rows), np.int32), (rows, columns)), shape=shape)
    matrix = sparse.csr_array(tokens.matrix @ belongs)
    spread = np.bincount(matrix.indices, minlength=len(place))
    names = np.array(list(place), dtype=object)
    kept = np.flatnonzero(spread >= least_texts)
    order = kept[np.argsort(names[kept], kind="stable")] if len(kept) else kept
    position = np.full(len(place), -1)
    position[order] = np.arange(len(order))
    moved = position[matrix.indices]
    there = moved >= 0
    text = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))[there]
    ends = np.concatenate([[0], np.cumsum(np.bincount(text, minlength=matrix.shape[0]))])
    result = sparse.csr_array(
        (matrix.data[there], moved[there], ends), shape=(matrix.shape[0], len(order))
    )
    return TermCounts(result, pd.Index(names[order], name="term", dtype=object))


def count_terms(texts: Iterable[str], analyser: Analyser, *, least_texts: int = 1) -> TermCounts:
    """Count the terms of texts: `count_tokens`, then `to_terms`."""
    return to_terms(count_tokens(texts), analyser, least_texts=least_texts)


def tf_idf_matrix(counts: sparse.csr_array) -> sparse.csr_array:
    """Return the tf-idf weights of sparse counts, as `tf_idf`."""
    n, terms = counts.shape
    spread = np.bincount(counts.indices[counts.data > 0], minlength=terms)
    weight = np.log((1 + n) / (1 + spread)) + 1
    data = counts.data * weight[counts.indices]
    rows = np.repeat(np.arange(n), np.diff(counts.indptr))
    length = np.sqrt(np.bincount(rows, data**2, minlength=n))
    data /= np.where(length > 0, length, 1)[rows]
    return sparse.csr_array((data, counts.indices, counts.indptr), shape=counts.shape)


def tf_idf(counts: pd.DataFrame) -> pd.DataFrame:
    """Return counts × (ln((1 + N) / (1 + df)) + 1), rows of length one.

    N is the number of rows, df the number of rows that have the term. A row without terms stays
    zero.

    Parameters
    ----------
    counts
        Groups × terms, zero or more.

    Raises
    ------
    TypeError, ValueError
        Labels that occur twice; values that are negative, missing or no numbers.

    References
    ----------
    As scikit-learn's TfidfVectorizer with its defaults.
    """
    table = _counts(counts)
    weights = tf_idf_matrix(sparse.csr_array(table.to_numpy()))
    return pd.DataFrame(weights.toarray(), index=table.index, columns=table.columns)


def weighted_log_odds(counts: pd.DataFrame, observed_only: bool = False) -> pd.DataFrame:
    """Return how typical each term is of each group, in standard deviations.

    With the counts n of a group and the prior α of a term, its total over all groups: the log-odds
    of the term in the group, (n + α) against all else, minus those in all groups together, over
    the standard deviation √(1/(n + α) + 1/Σ(n + α)), the sum running over all groups. The prior
    keeps rare terms from looking typical by chance.

    Parameters
    ----------
    counts
        Groups × terms, zero or more.
    observed_only
        Give a group prior mass only for the terms that it has, as the R package tidylo does;
        a term that a group does not have is then missing. By default each group has its prior
        mass for every term.

    Returns
    -------
    DataFrame
        Groups × terms, z-scores: above 0 the group uses the term more than all do.

    Raises
    ------
    TypeError, ValueError
        Labels that occur twice; values that are negative, missing or no numbers; fewer than two
        groups or terms that occur; a group without terms.

    References
    ----------
    Monroe, Colaresi and Quinn (2008), Fightin' words, Political Analysis 16. As tidylo, and unlike
    the paper, a group is compared with all groups together, itself included.
    """
    table = _counts(counts)
    n = table.to_numpy()
    prior = n.sum(axis=0)
    empty = table.index[n.sum(axis=1) == 0]
    if len(empty) or len(n) < 2 or (prior > 0).sum() < 2:
        raise ValueError(
            f"{len(n)} groups, {int((prior > 0).sum())} terms that occur, groups without a term: "
            f"{', '.join(map(str, empty[:5])) or 'none'}. Expected two or more of each, and no "
            "group without a term; leave it out."
        )
    there = (n > 0) if observed_only else np.broadcast_to(prior > 0, n.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.where(there, n + prior, 0.0)
        of_group = inside.sum(axis=1, keepdims=True)
        of_term = inside.sum(axis=0, keepdims=True)
        total = inside.sum()
        odds = np.log(inside / (of_group - inside)) - np.log(of_term / (total - of_term))
        z = odds / np.sqrt(1 / inside + 1 / of_term)
    return pd.DataFrame(np.where(there, z, np.nan), index=table.index, columns=table.columns)


def _counts(counts: pd.DataFrame) -> pd.DataFrame:
    table = numeric_table(counts, "counts")
    complete(table, "counts")
    non_negative(table, "counts")
    return table
