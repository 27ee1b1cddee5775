from collections.abc import Collection, Mapping
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kstest

from wir.potential.stated_priorities import (
    codings,
    field_ranks,
    further_coder,
    krippendorff_alpha,
    read_coding,
    resemblance_test,
    stability,
    stated_test,
)

FIELDS = [f"{number:03d}" for number in range(11, 51)]
ALLIANCES = [f"alliance-{number}" for number in range(25)]


def coded(rows: str, coder: int | str = 1) -> pd.DataFrame:
    """Return ``a:011,012 b:013`` as a table."""
    pairs = [(one, field) for part in rows.split() for one, fields in [part.split(":")]
             for field in fields.split(",")]  # fmt: skip
    return pd.DataFrame(pairs, columns=["alliance_id", "kldb3"]).assign(coder=coder)


def test_codings_by_pass_union_and_intersection() -> None:
    table = pd.concat(
        [coded("a:011,012 b:013"), coded("a:012,014 c:011", 2), coded("a:015", 7)],
        ignore_index=True,
    )
    assert codings(table) == {
        "pass 1": {"a": {"011", "012"}, "b": {"013"}},
        "pass 2": {"a": {"012", "014"}, "c": {"011"}},
        "coder 7": {"a": {"015"}},
        "union": {"a": {"011", "012", "014"}, "b": {"013"}, "c": {"011"}},
        "intersection": {"a": {"012"}},
    }


def random_fields(rng: np.random.Generator, each: int = 5) -> dict[str, set[str]]:
    return {one: set(rng.choice(FIELDS, each, replace=False)) for one in ALLIANCES}


@pytest.fixture
def ranks() -> pd.DataFrame:
    """Return ranks of activities in the regions of alliances; some are related to everything."""
    rng = np.random.default_rng(1)
    general = rng.normal(size=len(FIELDS))
    values = general + rng.normal(size=(len(ALLIANCES), len(FIELDS)))
    return field_ranks(pd.DataFrame(values, index=ALLIANCES, columns=FIELDS))


def test_ranks_run_from_lowest_to_highest_and_ties_share() -> None:
    measure = pd.DataFrame([[0.1, 0.3, 0.3, 9.0]], index=["a"], columns=list("wxyz"))
    np.testing.assert_allclose(field_ranks(measure), [[12.5, 50, 50, 87.5]])


def test_ranks_have_the_middle_as_their_mean(ranks: pd.DataFrame) -> None:
    np.testing.assert_allclose(ranks.mean(axis=1), 50)
    assert ranks.min().min() == pytest.approx(1.25)
    assert ranks.max().max() == pytest.approx(98.75)


def test_observed_and_expected_by_hand() -> None:
    table = pd.DataFrame(
        [[10.0, 20.0, 90.0], [80.0, 30.0, 10.0]], index=["a", "b"], columns=["011", "012", "013"]
    )
    fields = {"a": {"013"}, "b": {"011", "013"}, "elsewhere": {"011"}}
    own, tests = stated_test(table, fields, draws=4000)
    assert dict(own) == {"a": 90, "b": 45}
    assert (tests["observed"] == 67.5).all()
    assert (tests["alliances"] == 2).all()
    # at random 40 on average each; exchanged: a gets (10 + 90) / 2, b gets 10, half of the time
    assert tests.loc["random fields", "expected"] == pytest.approx(40, abs=1)
    assert tests.loc["other alliances", "expected"] == pytest.approx((67.5 + 30) / 2, abs=1)
    assert tests.loc["other alliances", "lower"] == 30
    assert tests.loc["other alliances", "upper"] == 67.5


def test_p_value_of_the_exchange_is_that_of_all_permutations(ranks: pd.DataFrame) -> None:
    rng = np.random.default_rng(5)
    names = ALLIANCES[:6]
    fields = {one: set(rng.choice(FIELDS, 4, replace=False)) for one in names}
    table = np.array(
        [[ranks.loc[region, sorted(fields[one])].mean() for one in names] for region in names]
    )
    every = np.array([table[range(6), list(order)].mean() for order in permutations(range(6))])
    exact = (np.abs(every - every.mean()) >= abs(every[0] - every.mean()) - 1e-9).mean()
    tests = stated_test(ranks, fields, draws=6000)[1].loc["other alliances"]
    assert tests["observed"] == pytest.approx(every[0])
    assert tests["expected"] == pytest.approx(every.mean(), abs=0.2)
    assert tests["p_value"] == pytest.approx(exact, abs=0.02)


def test_chosen_fields_are_found(ranks: pd.DataFrame) -> None:
    # each alliance takes what is high in its own region, and not so elsewhere
    own = ranks - ranks.mean()
    fields = {one: set(own.loc[one].nlargest(5).index) for one in ALLIANCES}
    rank, tests = stated_test(ranks, fields, draws=499)
    assert (tests["p_value"] == 1 / 500).all()
    assert (tests["observed"] > tests["upper"]).all()
    assert list(rank.index) == ALLIANCES
    assert tests.loc["random fields", "observed"] == pytest.approx(rank.mean())


def test_fields_of_a_low_rank_are_found_as_well(ranks: pd.DataFrame) -> None:
    fields = {one: set(ranks.loc[one].nsmallest(5).index) for one in ALLIANCES}
    tests = stated_test(ranks, fields, draws=499)[1]
    assert tests.loc["random fields", "p_value"] == 1 / 500
    assert (tests["observed"] < tests["lower"]).all()


def test_general_fields_do_not_speak_for_the_choice(ranks: pd.DataFrame) -> None:
    # all take from the fields that are related to everything everywhere
    rng = np.random.default_rng(8)
    general = ranks.mean().nlargest(12).index
    found = []
    for seed in range(20):
        fields = {one: set(rng.choice(general, 5, replace=False)) for one in ALLIANCES}
        tests = stated_test(ranks, fields, draws=199, seed=seed)[1]["p_value"]
        assert tests["random fields"] <= 0.01
        found.append(tests["other alliances"])
    assert np.mean(np.array(found) < 0.05) <= 0.2
    assert max(found) > 0.3


def test_fields_by_chance_are_not_found(ranks: pd.DataFrame) -> None:
    rng = np.random.default_rng(3)
    found = pd.DataFrame(
        [stated_test(ranks, random_fields(rng), draws=99, seed=n)[1]["p_value"] for n in range(80)]
    )
    for kind in ("random fields", "other alliances"):
        assert (found[kind] < 0.05).mean() < 0.15
        assert kstest(found[kind], "uniform").pvalue > 0.001


def test_alliances_without_a_region_and_unknown_fields_are_left_out(ranks: pd.DataFrame) -> None:
    fields = random_fields(np.random.default_rng(0))
    more: dict[str, Collection[str]] = {**fields, "nowhere": {"011"}, "alliance-3": {"999"}}
    more["alliance-4"] = {*fields["alliance-4"], "999"}
    own, tests = stated_test(ranks, more, draws=50, seed=2)
    assert "nowhere" not in own.index
    assert "alliance-3" not in own.index
    assert (tests["alliances"] == 24).all()
    assert own["alliance-4"] == stated_test(ranks, fields, draws=2)[0]["alliance-4"]
    with pytest.raises(ValueError, match="1 alliances with fields and a region"):
        stated_test(ranks.iloc[:1], fields, draws=5)


def test_reproducible(ranks: pd.DataFrame) -> None:
    fields = random_fields(np.random.default_rng(0))
    one, again, other = (stated_test(ranks, fields, draws=99, seed=s)[1] for s in (1, 1, 2))
    pd.testing.assert_frame_equal(one, again)
    assert not one.equals(other)


def test_stability_equals_scikit_learn() -> None:
    rng = np.random.default_rng(4)
    first = random_fields(rng)
    second = {one: {*list(named)[:3], *rng.choice(FIELDS, 2)} for one, named in first.items()}
    del second["alliance-9"]
    found = stability(first, second, FIELDS)
    cells = [
        [field in coding.get(one, ()) for one in ALLIANCES for field in FIELDS]
        for coding in (first, second)
    ]
    one, other = np.array(cells[0]), np.array(cells[1])
    agreed, p, q = (one == other).mean(), one.mean(), other.mean()
    chance = p * q + (1 - p) * (1 - q)
    assert found["kappa"] == pytest.approx((agreed - chance) / (1 - chance))
    a, b, c = (sum(x) for x in (cells[0], cells[1], [p and q for p, q in zip(*cells, strict=True)]))
    assert found["positive"] == pytest.approx(2 * c / (a + b))
    overlaps = [
        len(first[one] & second.get(one, set())) / len(first[one] | second.get(one, set()))
        for one in ALLIANCES
    ]
    assert found["jaccard"] == pytest.approx(np.mean(overlaps))
    assert found["jaccard_lowest"] == min(overlaps) == 0


def test_stability_of_the_same_and_of_nothing() -> None:
    same = random_fields(np.random.default_rng(0))
    assert set(stability(same, same, FIELDS).values()) == {1.0}
    with pytest.raises(ValueError, match="name 0 and 2 fields of 40 possible"):
        stability({}, {"a": {"011", "012"}}, FIELDS)


def test_alpha_of_equal_and_of_unrelated_codings() -> None:
    rng = np.random.default_rng(6)
    first = random_fields(rng)
    assert krippendorff_alpha({"1": first, "3": first, "4": first}, FIELDS) == 1
    assert abs(krippendorff_alpha({"1": first, "3": random_fields(rng)}, FIELDS)) < 0.15
    # of two coders without missing values: α = 1 − (1 − κ of pooled margins)(1 − 1/2n)
    third = {one: {*list(named)[:3], *rng.choice(FIELDS, 2)} for one, named in first.items()}
    cells = np.array(
        [[f in coding[one] for one in ALLIANCES for f in FIELDS] for coding in (first, third)]
    )
    p, n = cells.mean(), cells.size
    wanted = 1 - (cells[0] != cells[1]).mean() / (2 * p * (1 - p) * n / (n - 1))
    assert krippendorff_alpha({"1": first, "3": third}, FIELDS) == pytest.approx(wanted)
    # alliances that only one has coded do not count
    assert krippendorff_alpha({"1": first, "3": {"alliance-1": first["alliance-1"]}}, FIELDS) == 1
    with pytest.raises(ValueError, match="at least two independent coders"):
        krippendorff_alpha({"1": first}, FIELDS)
    with pytest.raises(ValueError, match="no alliance that all of '1', '3' have coded"):
        krippendorff_alpha({"1": first, "3": {"other": {"011"}}}, FIELDS)


def test_a_further_coder_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "kldb3,alliance_id,coder,remark\n 011 ,alliance-1,3,ü\n012,alliance-1,3,\n"
        "011,alliance-1,3,twice\n",
        encoding="utf-8-sig",
    )
    known = pd.concat([coded("alliance-1:011"), coded("alliance-1:012", 2)])
    wanted = coded("alliance-1:011,012", 3)
    pd.testing.assert_frame_equal(read_coding(path, ALLIANCES, FIELDS, [1, 2]), wanted)
    both = further_coder("mine.csv", tmp_path, ALLIANCES, FIELDS, known)
    assert both is not None
    assert codings(both)["coder 3"] == {"alliance-1": {"011", "012"}}
    assert codings(both)["pass 1"] == {"alliance-1": {"011"}}
    assert further_coder("", tmp_path, ALLIANCES, FIELDS, known) is None


HEADER = "alliance_id,kldb3,coder\nalliance-1,011,3\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("alliance,kldb3,coder\n", r"no column 'alliance_id'. Did you mean 'alliance'"),
        ("alliance_id;kldb3;coder\na;b;c\n", r"mine.csv has no column 'alliance_id'.*Expected"),
        (HEADER + "alliance-99,012,3\n",
         r"row 3, column 'alliance_id': 'alliance-99' is not known. Did you mean 'alliance-"),
        (HEADER + "alliance-1,12,3\n",
         r"mine.csv, row 3, column 'kldb3': '12' is not known. Did you mean '012'.*leading zeros"),
        (HEADER + "alliance-1,,3\n", r"mine.csv, row 3: column 'kldb3' is empty"),
        (HEADER + "alliance-1, ,3\n", r"mine.csv, row 3: column 'kldb3' is empty"),
        (HEADER + "alliance-1,012,\n", r"mine.csv, row 3: column 'coder' is empty"),
        (HEADER + "alliance-1,012,2\n",
         r"mine.csv, row 3, column 'coder': '2'. Expected a whole number.* taken are 1, 2"),
        (HEADER + "alliance-1,012,me\n", r"mine.csv, row 3, column 'coder': 'me'. Expected"),
        (HEADER + "alliance-1,012,2.5\n", r"row 3, column 'coder': '2.5'. Expected a whole number"),
        (HEADER + "alliance-1,012,inf\n", r"row 3, column 'coder': 'inf'"),
        ("", r"mine.csv cannot be read as a table"),
    ],
)  # fmt: skip
def test_wrong_codings_are_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_coding(path, ALLIANCES, FIELDS, [1, 2])


def test_coding_that_is_not_there_or_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no file .*mine\.csv.*leave the parameter empty"):
        read_coding(tmp_path / "mine.csv", ALLIANCES, FIELDS, [1])
    (tmp_path / "mine.csv").write_bytes((HEADER + "ü").encode("latin-1"))
    with pytest.raises(ValueError, match=r"mine\.csv is not UTF-8 .byte"):
        read_coding(tmp_path / "mine.csv", ALLIANCES, FIELDS, [1])


SMALL: Mapping[str, set[str]] = {
    "a": {"1", "2", "3"}, "b": {"1", "2"}, "c": {"2", "3", "4"}, "d": {"5", "6"}, "e": {"5", "1"},
}  # fmt: skip
LAENDER = {"a": ["SN"], "b": ["SN", "TH"], "c": ["TH"], "d": ["MV"], "e": ["MV"]}


def test_resemblance_equals_the_enumeration_of_all_permutations() -> None:
    names = list(SMALL)
    pairs = [(i, j) for i in range(5) for j in range(i + 1, 5)]
    similar = {
        (i, j): len(SMALL[names[i]] & SMALL[names[j]]) / len(SMALL[names[i]] | SMALL[names[j]])
        for i, j in pairs
    }
    every = []
    for order in permutations(range(5)):
        together = [
            bool({*LAENDER[names[order[i]]]} & {*LAENDER[names[order[j]]]}) for i, j in pairs
        ]
        inside = [similar[p] for p, t in zip(pairs, together, strict=True) if t]
        outside = [similar[p] for p, t in zip(pairs, together, strict=True) if not t]
        every.append(np.mean(inside) - np.mean(outside))
    found = resemblance_test(SMALL, LAENDER, draws=6000)
    # a–b, b–c and d–e have a Land in common
    assert found["pairs"] == 3
    assert found["within"] == pytest.approx((2 / 3 + 1 / 4 + 1 / 3) / 3)
    assert found["difference"] == pytest.approx(every[0])
    assert found["difference"] == pytest.approx(found["within"] - found["between"])
    assert found["expected"] == pytest.approx(np.mean(every), abs=0.01)
    far = np.abs(np.array(every) - np.mean(every)) >= abs(every[0] - np.mean(every)) - 1e-9
    assert found["p_value"] == pytest.approx(far.mean(), abs=0.025)
    assert found["lower"] < found["expected"] < found["upper"]


def test_planted_resemblance_is_found_and_chance_is_not() -> None:
    rng = np.random.default_rng(2)
    land = {one: [str(number % 5)] for number, one in enumerate(ALLIANCES)}
    alike = {
        one: {*rng.choice(FIELDS[8 * int(land[one][0]) :][:8], 4, replace=False), "050"}
        for one in ALLIANCES
    }
    assert resemblance_test(alike, land, draws=199)["p_value"] == 1 / 200
    p = [
        resemblance_test(random_fields(rng), land, draws=99, seed=seed)["p_value"]
        for seed in range(30)
    ]
    assert np.mean(np.array(p) < 0.05) <= 0.2
    assert np.median(p) > 0.2


def test_resemblance_of_those_with_fields_and_a_land_only() -> None:
    more = {**SMALL, "f": set(), "g": {"1"}}
    assert resemblance_test(more, {**LAENDER, "f": ["SN"]}, draws=5)["alliances"] == 5
    with pytest.raises(ValueError, match="with and without a common group"):
        resemblance_test(SMALL, {one: ["SN"] for one in SMALL}, draws=5)
    with pytest.raises(ValueError, match="with and without a common group"):
        resemblance_test(SMALL, {one: [one] for one in SMALL}, draws=5)
