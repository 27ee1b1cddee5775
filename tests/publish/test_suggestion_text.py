"""Words about suggested and stated fields follow from results, in every direction."""

import numpy as np
import pandas as pd
import pytest

from wir.publish import suggestion_text as text

NAMES = pd.Series({"111": "Landwirtschaft", "222": "Fahrzeugtechnik", "333": "Bäckerei & Söhne"})
REGIONS = pd.Series({"05315": "Köln", "14626": "Görlitz"})


@pytest.fixture
def suggestions():
    return pd.DataFrame(
        {
            "probability": [0.494, 0.2],
            "lower": [0.386, 0.1],
            "upper": [0.604, 0.3],
            "lq": [0.9, 0.4],
            "pci": [-1.0, 0.5],
            "short_of": [0.4, 1204.2],
            "returning": [True, False],
            "has": [["222", "333"], []],
            "has_share": [[82.4, 40.0], []],
            "lacks": [[], ["333"]],
            "lacks_share": [[], [7.0]],
            "stepped": [["05315", "14626"], []],
        },
        index=pd.Index(["111", "222"], name="activity"),
    )


def test_suggestions_with_their_reasons(suggestions):
    table = text.suggestion_table(suggestions, NAMES, REGIONS)
    assert table.to_dict("list") == {
        "Field": ["Landwirtschaft", "Fahrzeugtechnik"],
        "Probability": ["49 % (39–60)", "20 % (10–30)"],
        "Short of": ["under 1, return", "1,204"],
        "Why": [
            "Has Fahrzeugtechnik (82 %), Bäckerei & Söhne (40 %)",
            "Lacks Bäckerei & Söhne (7 %)",
        ],
        "Made the step": ["Köln, Görlitz", "no similar region"],
    }
    short = text.suggestion_table(suggestions, NAMES, REGIONS, count=1)
    assert short.loc[0, "Why"] == "Has Fahrzeugtechnik (82 %)"
    both = suggestions.assign(lacks=[["333"]] * 2, lacks_share=[[7.0]] * 2)
    assert text.suggestion_table(both, NAMES, REGIONS, count=1).loc[0, "Why"] == (
        "Has Fahrzeugtechnik (82 %). Lacks Bäckerei & Söhne (7 %)"
    )
    neither = suggestions.assign(has=[[], []], has_share=[[], []], lacks=[[], []])
    assert set(text.suggestion_table(neither, NAMES, REGIONS)["Why"]) == {"nothing related"}
    assert short.loc[0, "Made the step"] == "Köln"


def test_suggestions_read_back_from_a_file(suggestions, tmp_path):
    # lists come back as arrays
    suggestions.reset_index().to_parquet(tmp_path / "s.parquet")
    again = pd.read_parquet(tmp_path / "s.parquet").set_index("activity")
    assert isinstance(again["has"].iloc[0], np.ndarray)
    pd.testing.assert_frame_equal(
        text.suggestion_table(again, NAMES, REGIONS),
        text.suggestion_table(suggestions, NAMES, REGIONS),
    )


def test_no_suggestions_leave_the_headings(suggestions):
    table = text.suggestion_table(suggestions.iloc[:0], NAMES, REGIONS)
    assert list(table.columns) == [
        "Field", "Probability", "Short of", "Why", "Made the step",
    ]  # fmt: skip
    assert table.empty


def test_probability_without_an_interval():
    assert text.probability_text(0.494, 0.386, 0.604) == "49 % (39–60)"
    assert text.probability_text(0.494, float("nan"), float("nan")) == "49 %"


@pytest.fixture
def points():
    return pd.DataFrame(
        {"probability": [0.1, 0.4, 0.3], "lower": [0.05, 0.3, 0.2], "upper": [0.2, 0.5, 0.4],
         "lq": [0.1, 0.8, 0.7], "density": [10.0, 30.0, 50.0], "z": [0.0, 1.0, 2.0],
         "pci": [1.0, -0.5, 0.5], "growth": [1.0, 2.0, 3.0], "short_of": [30.0, 80.0, 20.0],
         "returning": [False, True, False]},
        index=["111", "222", "333"],
    )  # fmt: skip


def test_some_fields_by_probability(points):
    table = text.step_table(points[points["pci"] > 0], NAMES)
    assert list(table.columns) == [
        "Field", "Probability", "Short of", "Quotient", "Complexity", "Density", "Beyond chance",
        "Growth",
    ]  # fmt: skip
    assert table["Field"].tolist() == ["Bäckerei & Söhne", "Landwirtschaft"]
    assert table["Probability"].tolist() == ["30 % (20–40)", "10 % (5–20)"]
    assert table.iloc[0, 2:].tolist() == [20.0, 0.7, 0.5, 50.0, 2.0, 3.0]
    assert text.step_table(points, NAMES, 1)["Field"].tolist() == ["Fahrzeugtechnik"]
    none = text.step_table(points.iloc[:0], NAMES)
    assert none.empty
    assert list(none.columns) == list(table.columns)


def test_real_steps_are_new_and_not_next_door(points):
    # 222 was there before, 333 lacks too few
    assert list(text.substantial(points).index) == ["111"]


def test_quadrant_in_words(points):
    assert text.quadrant_alt(points, NAMES, "Köln") == (
        "Scatter plot of 3 activities that Köln is not specialised in; 1 are related and complex. "
        "The most probable are Fahrzeugtechnik, Bäckerei & Söhne, Landwirtschaft."
    )
    assert text.quadrant_alt(points.iloc[:0], NAMES, "Köln") == (
        "Empty scatter plot: Köln is specialised in all activities."
    )


def test_where_a_region_stands_in_stated_fields(points):
    quotients = pd.Series({"111": 0.1, "222": 2.5})
    table = text.stated_table(points.drop("222"), quotients, ["222", "111"], NAMES)
    assert table["Field"].tolist() == ["Fahrzeugtechnik", "Landwirtschaft"]
    assert table["Today"].tolist() == ["specialised", "not specialised"]
    np.testing.assert_allclose(table["Quotient"], [2.5, 0.1])
    np.testing.assert_allclose(table["Density"], [np.nan, 10])
    np.testing.assert_allclose(table["Probability"], [np.nan, 10])
    none = text.stated_table(points, quotients, [], NAMES)
    assert list(none.columns) == ["Field", "Today", "Quotient", "Density", "Probability"]


def test_first_suggestions_of_each_region(suggestions):
    index = pd.MultiIndex.from_tuples(
        [("05315", "111"), ("05315", "222"), ("14626", "111")], names=["region", "activity"]
    )
    table = pd.concat([suggestions, suggestions.iloc[:1]]).set_axis(index)
    first = text.first_suggestions(table, NAMES, REGIONS, ["05315", "14626", "99999"])
    assert first["Region"].tolist() == ["Görlitz", "Köln"]
    assert first["Most probable"].tolist() == ["Landwirtschaft"] * 2
    assert first["%"].tolist() == [49, 49]
    assert first["Most probable real step"].tolist() == ["none", "Fahrzeugtechnik"]
    np.testing.assert_allclose(first["% "], [np.nan, 20])
    none = text.first_suggestions(table.iloc[:0], NAMES, REGIONS, ["05315"])
    assert none.empty
    assert list(none.columns) == list(first.columns)


def test_regions_to_choose_from():
    alliances = pd.Series({"b-alliance": "Ähre", "a-alliance": "Zucker"})
    table = text.region_list(
        ["14626", "05315", "b-alliance"], {"b-alliance": ["05315"]}, REGIONS, alliances
    )
    assert table["name"].to_dict() == {"b-alliance": "Ähre", "14626": "Görlitz", "05315": "Köln"}
    assert list(table.index) == ["b-alliance", "14626", "05315"]
    assert table["group"].tolist() == ["Regions of alliances", "Districts", "Districts"]
    own = text.region_list(["05315"], {}, REGIONS, alliances)
    assert own["group"].tolist() == ["Regions"]
    assert list(text.region_list([], {}, REGIONS, alliances).columns) == ["name", "group"]


CODINGS = ["pass 1", "pass 2", "union", "intersection"]


def results(random, exchanged):
    """Return results of four codings: + clearly higher, - clearly lower, 0 not clear."""
    rows = [
        {"coding": coding, "chance": chance, "expected": 50.0, "alliances": 33,
         "observed": {"+": 56.0, "-": 44.0, "0": 51.0}[sign], "lower": 46.0, "upper": 54.0,
         "p_value": 0.4 if sign == "0" else 0.001}
        for chance, signs in (("random fields", random), ("other alliances", exchanged))
        for coding, sign in zip(CODINGS, signs, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


MORE = (
    "The fields that alliances work in are clearly more related to their own region than the "
    "fields of other alliances "
)
END = (
    " (The codings are two passes of one person, with what either and both name, so they are not "
    "independent.)"
)
LESS = "The fields that alliances work in are clearly less related to their region than "


@pytest.mark.parametrize(
    ("random", "exchanged", "sentence", "title"),
    [
        ("++++", "++++",
         MORE + "in all 4 codings, and than random fields in all 4 codings." + END,
         "Alliances choose fields that their own region is related to"),
        ("++++", "+000",
         MORE + "in 1 of 4 codings, and than random fields in all 4 codings." + END,
         "Stated fields are related to the region; whether more than to the regions of other "
         "alliances depends on the coding"),
        ("++++", "0000",
         MORE + "in none of 4 codings, and than random fields in all 4 codings." + END,
         "Stated fields are related to the region, not clearly more than to the regions of other "
         "alliances"),
        ("+0+0", "0000",
         MORE + "in none of 4 codings, and than random fields in 2 of 4 codings." + END,
         "Whether alliances choose fields related to their region is not clear"),
        ("0000", "0000",
         "Whether the fields that alliances work in are more related to their region than others "
         "is not clear in any of 4 codings.",
         "Whether alliances choose fields related to their region is not clear"),
        ("----", "0-00",
         LESS + "random fields in all 4 codings; than the fields of other alliances in 1 of 4 "
         "codings.", "Stated fields are less related to the region than random ones"),
        ("0000", "--00", LESS + "the fields of other alliances in 2 of 4 codings.",
         "Whether alliances choose fields related to their region is not clear"),
    ],
)  # fmt: skip
def test_stated_fields_in_each_direction(random, exchanged, sentence, title):
    found = results(random, exchanged)
    assert text.stated_sentence(found) == sentence
    assert text.stated_title(found) == title


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        ("+", "rank higher in"),
        ("-", "rank lower in"),
        ("0", "rank neither clearly higher nor lower in"),
    ],
)
def test_paragraph_says_what_the_quotients_say(sign, words):
    quotients = results("0000", sign * 4).drop_duplicates("chance").set_index("chance")
    paragraph = text.stated_paragraph(results("++++", "0000"), quotients)
    assert "pass 1: 56 (random fields p = 0.0010, other alliances' fields p = 0.400)" in paragraph
    assert f"the fields of an alliance {words} its own region than in those of other" in paragraph
    observed = {"+": 56, "-": 44, "0": 51}[sign]
    assert f"({observed} against 50, p = " in paragraph


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        ("+", "The fields are more complex than random ones (either pass: mean rank 56"),
        ("-", "The fields are less complex than random ones (either pass: mean rank 44"),
        ("0", "Whether the fields are more complex than random ones is not clear (either pass: "),
    ],
)
def test_complexity_of_stated_fields_in_each_direction(sign, words):
    result = results(sign * 4, "0000").drop_duplicates("chance").set_index("chance")
    assert text.complexity_sentence(result).startswith(words)


def test_codings_in_words_and_alternative_text():
    found = results("++++", "0000")
    named = text.name_codings(pd.concat([found, found.iloc[:1].assign(coding="coder 3")]))
    assert named["coding"].unique().tolist() == [
        "first pass", "second pass", "either pass", "both passes", "coder 3",
    ]  # fmt: skip
    alt = text.stated_alt(found.iloc[:1])
    assert alt == (
        "Mean ranks of the fields beside bars of chance. pass 1, against random fields: 56, by "
        "chance 46 to 54."
    )


def resemblance(signs):
    return {
        coding: {"within": 0.1, "between": 0.05, "expected": 0.01, "lower": -0.02, "upper": 0.03,
                 "difference": {"+": 0.05, "-": -0.05, "0": 0.02}[sign],
                 "p_value": 0.3 if sign == "0" else 0.01}
        for coding, sign in zip(CODINGS, signs, strict=True)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("signs", "title"),
    [
        ("0000", "Alliances of one Land do not clearly resemble each other more than others do"),
        ("++++", "Alliances of one Land resemble each other more than others do"),
        ("+00+", "Alliances of one Land resemble each other more than others do (2 of 4 codings)"),
        ("----", "Alliances of one Land resemble each other less than others do"),
        ("-000", "Alliances of one Land resemble each other less than others do (1 of 4 codings)"),
        ("+-00", "Whether alliances of one Land resemble each other more depends on the coding"),
    ],
)
def test_resemblance_in_each_direction(signs, title):
    assert text.resemblance_title(resemblance(signs)) == title


def test_table_of_resemblance():
    table = text.resemblance_table(resemblance("+000"))
    assert list(table.columns) == [
        "Coding", "Common Land", "No common Land", "Difference", "Chance from", "Chance to", "p",
    ]  # fmt: skip
    assert table["Coding"].tolist() == ["first pass", "second pass", "either pass", "both passes"]
    assert table.iloc[0, 1:].tolist() == [0.1, 0.05, 0.05, -0.02, 0.03, 0.01]


def test_table_of_quadrants_counts_and_names_the_best():
    index = pd.MultiIndex.from_tuples(
        [("05315", "111"), ("05315", "222"), ("05315", "333"), ("14626", "111")],
        names=["region", "activity"],
    )
    points = pd.DataFrame(
        {
            "quadrant": ["related and complex"] * 2 + ["far and simple"] * 2,
            "probability": [0.2, 0.316, 0.9, 0.5],
        },
        index=index,
    )
    table = text.quadrant_table(points, NAMES, REGIONS)
    assert list(table.columns) == [
        "Region", "Related and complex", "Complex, but far", "Related, but simple",
        "Far and simple", "Most probable that is both", "%",
    ]  # fmt: skip
    assert table["Region"].tolist() == ["Görlitz", "Köln"]
    assert table["Related and complex"].tolist() == [0, 2]
    assert table["Far and simple"].tolist() == [1, 1]
    assert table["Most probable that is both"].tolist() == ["none", "Fahrzeugtechnik"]
    assert table["%"].tolist()[1] == 32
    assert np.isnan(table["%"].tolist()[0])
