"""Terms and their weights: compounds, lemmas, tf-idf, weighted log-odds."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wir.profile.compounds import Compounds
from wir.profile.text import Analyser, attested_words, count_terms, tf_idf, weighted_log_odds

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold" / "tidylo_logodds"

Counts = arrays(np.int64, (4, 6), elements=st.integers(0, 40)).filter(
    lambda x: (x.sum(axis=1) > 0).all() and (x.sum(axis=0) > 0).all()
)


def table(values: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(values, index=list("abcd")).add_prefix("t")


@pytest.mark.gold
@pytest.mark.parametrize("observed_only", [False, True])
def test_weighted_log_odds_are_those_of_tidylo(observed_only: bool) -> None:
    if not GOLD.is_dir():
        pytest.skip("the reference numbers ../shared/gold/tidylo_logodds are not here")
    counts = pd.read_csv(GOLD / "counts.csv").pivot(index="doc", columns="term", values="n")
    expected = json.loads((GOLD / "expected.json").read_text(encoding="utf-8"))
    theirs = pd.DataFrame(expected["weighted_log_odds_informative"]).pivot(
        index="doc", columns="term", values="log_odds_weighted"
    )
    ours = weighted_log_odds(counts, observed_only)
    np.testing.assert_allclose(ours, theirs.loc[ours.index, ours.columns], rtol=0, atol=1e-6)


def test_weighted_log_odds_by_hand_with_a_cell_that_is_empty() -> None:
    counts = pd.DataFrame({"x": [3, 0], "y": [1, 4]}, index=["a", "b"])
    # prior: x 3, y 5. Every group has it: a 6 and 6, b 3 and 9; together 9 and 15
    a_x = (np.log(6 / 6) - np.log(9 / 15)) / np.sqrt(1 / 6 + 1 / 9)
    b_x = (np.log(3 / 9) - np.log(9 / 15)) / np.sqrt(1 / 3 + 1 / 9)
    z = weighted_log_odds(counts)
    assert z.loc["a", "x"] == pytest.approx(a_x)
    assert z.loc["b", "x"] == pytest.approx(b_x)
    # only where observed: b has no mass for x, so that together there are 6 and 15
    a_x = (np.log(6 / 6) - np.log(6 / 15)) / np.sqrt(1 / 6 + 1 / 6)
    z = weighted_log_odds(counts, observed_only=True)
    assert z.loc["a", "x"] == pytest.approx(a_x)
    assert np.isnan(z.loc["b", "x"])


@settings(deadline=None, max_examples=40)
@given(Counts, st.permutations(range(4)), st.permutations(range(6)))
def test_weighted_log_odds_do_not_depend_on_the_order(values, rows, columns) -> None:
    counts = table(values)
    z = weighted_log_odds(counts)
    mixed = weighted_log_odds(counts.iloc[list(rows), list(columns)])
    pd.testing.assert_frame_equal(mixed.loc[z.index, z.columns], z)
    # the group that uses a term most in proportion has the highest value of all with that size
    assert np.isfinite(z.to_numpy()).all()


def test_a_term_that_all_use_alike_is_typical_of_nobody() -> None:
    counts = pd.DataFrame({"x": [2, 4], "y": [6, 12]}, index=["a", "b"])
    np.testing.assert_allclose(weighted_log_odds(counts), 0, atol=1e-12)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([[1, 2], [0, 0]], "groups without a term: b"),
        ([[1, 0], [2, 0]], "1 terms that occur"),
        ([[1, -2], [3, 4]], "negative"),
        ([[1, np.nan], [3, 4]], "missing"),
    ],
)
def test_counts_that_cannot_be_weighted(values, message) -> None:
    with pytest.raises(ValueError, match=message):
        weighted_log_odds(pd.DataFrame(values, index=["a", "b"], columns=["x", "y"]))


@settings(deadline=None, max_examples=40)
@given(Counts)
def test_tf_idf_is_that_of_scikit_learn(values) -> None:
    from sklearn.feature_extraction.text import TfidfTransformer

    theirs = TfidfTransformer().fit_transform(values).toarray()
    np.testing.assert_allclose(tf_idf(table(values)), theirs, atol=1e-12)


def test_counts_are_those_of_scikit_learn_where_words_stay_as_they_are() -> None:
    from sklearn.feature_extraction.text import CountVectorizer

    texts = ["moss peat moss", "peat clay zebra", "clay"]
    theirs = CountVectorizer().fit(texts)
    ours = count_terms(texts, Analyser("en"))
    assert list(ours.terms) == list(theirs.get_feature_names_out())
    np.testing.assert_array_equal(ours.matrix.toarray(), theirs.transform(texts).toarray())


def test_terms_are_lemmas_without_stop_words() -> None:
    german = Analyser("de")
    assert german.terms("Die Häuser und die neuen Wälder") == ["haus", "wald"]
    assert Analyser("en").terms("The houses were built by farmers") == ["house", "build", "farmer"]
    assert german.terms("KI-Labor, 3D-Druck, 2021") == ["ki-labor", "ki", "labor", "3d-druck",
                                                        "3d", "druck"]  # fmt: skip
    assert german.terms("<script>alert('x')</script>")[:1] == ["script"]
    with pytest.raises(ValueError, match="'de' or 'en'"):
        Analyser("fr")


def test_words_that_every_alliance_uses_can_be_left_out() -> None:
    assert Analyser("de", filler=True).terms("Das Bündnis baut Holz") == ["bauen", "holz"]
    assert Analyser("de").terms("Bündnis") == ["bündnis"]


SPLIT = {
    "obstwiese": ("obst", "wiese"),
    "windkraftanlage": ("windkraft", "anlage"),
    "solarenergie": ("solar", "energie"),
    "wollverarbeitung": ("wolle", "verarbeitung"),
    "ziegenkäse": ("ziege", "käse"),
    "brückenbau": ("brücke", "bau"),
    "wärmepumpe": ("wärme", "pumpe"),
    "gesundheitsamt": ("gesundheit", "amt"),
    "glasfaser": ("glas", "faser"),
    "papierindustrie": ("papier", "industrie"),
    "sprachtechnologie": ("sprache", "technologie"),
    "hafenwirtschaft": ("hafen", "wirtschaft"),
    "schulgarten": ("schule", "garten"),
    "biokraftstoff": ("bio", "kraftstoff"),
    "weidetierhaltung": ("weide", "tierhaltung"),
    "textilforschung": ("textil", "forschung"),
    "kinderarzt": ("kind", "arzt"),
    "pflegeroboter": ("pflege", "roboter"),
    "stahlwerk": None,
    "gründung": None,
    "beteiligung": None,
    "gesundheit": None,
    "landschaft": None,
    "tourismus": None,
    "transformation": None,
    "register": None,
    "architektur": None,
    "biomasse": ("bio", "masse"),
    "entwicklung": None,
    "verbindung": None,
    "mobilität": None,
    "werkstatt": None,
    "forschung": None,
    "erfahrung": None,
    "wirtschaft": None,
    "ausbildung": None,
}
"""Compounds and words that are none; written before the splitter saw them."""


def test_compounds_are_split_where_they_should_and_mostly_not_elsewhere() -> None:
    splitter = Compounds({"wolle", "schule", "sprache"})
    wrong = {
        word: splitter.split(word) for word, parts in SPLIT.items() if splitter.split(word) != parts
    }
    false = [word for word in wrong if SPLIT[word] is None]
    assert len(false) <= 1, wrong
    assert len(wrong) <= 3, wrong


def test_parts_of_the_corpus_are_preferred() -> None:
    assert Compounds({"musikinstrument", "bau"}).parts("musikinstrumentenbau") == (
        "musikinstrument", "bau", "musik", "instrument",
    )  # fmt: skip
    assert Compounds().parts("haus") == ()


def test_attested_words_are_lemmas() -> None:
    assert attested_words(["Wasserstoffe", "in", "Häusern"], "de") >= {"wasserstoff", "haus"}


def test_counts_by_group_conserve_the_total() -> None:
    counts = count_terms(["Holz Holz Lehm", "Lehm", ""], Analyser("de"))
    by = counts.by(pd.Series(["b", "a", "b"]))
    assert by.loc["b"].to_dict() == {"holz": 2, "lehm": 1}
    assert by.to_numpy().sum() == counts.matrix.sum() == 4
    with pytest.raises(ValueError, match="2 groups for 3 texts"):
        counts.by(["a", "b"])


def test_rare_terms_can_be_left_out() -> None:
    counts = count_terms(["Holz Lehm", "Lehm"], Analyser("de"), least_texts=2)
    assert list(counts.terms) == ["lehm"]
    assert count_terms([], Analyser("de")).matrix.shape == (0, 0)
