"""What may leave: thresholds, near unanimity, and attacks by comparing exports."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wir.exchange.errors import ExchangeError
from wir.exchange.guard import gate_of, small_part
from wir.exchange.make import Draft, draft, write
from wir.exchange.schema import Figure, read_export
from wir.own.alliance import OwnAlliance

DAY = date(2026, 1, 1)
FIGURE = Figure(key="gdp", label="GDP per worker (EUR)", value=70000.0, year=2021)
SPREAD = [1, 2, 3, 4, 5, 3, 2, 4, 5, 1]


def alliance(folder: Path, answers=None, members=None) -> OwnAlliance:
    return OwnAlliance(
        key="muster", name="Muster (erfunden)", language="de", districts=["14626"], keywords=[],
        fields=[], start_year=2020, folder=folder, answers=answers, members=members,
    )  # fmt: skip


def answered(values: list[float], first: int = 1, question: str = "Vertrauen") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": range(2, 2 + len(values)),
            "respondent": [str(first + n) for n in range(len(values))],
            "group": None,
            question: [float(one) for one in values],
        }
    )


def exported(folder: Path, answers: pd.DataFrame, day: int = 1) -> Draft:
    found = draft(alliance(folder, answers), [FIGURE], replace_day(day))
    write(found, folder, "muster")
    return found


def replace_day(day: int) -> date:
    return DAY.replace(day=day)


def test_an_export_holds_number_and_mean_and_no_answer(tmp_path):
    found = exported(tmp_path, answered(SPREAD))
    assert [(one.question, one.n, one.mean) for one in found.export.answers] == [
        ("Vertrauen", 10, 3.0)
    ]
    assert found.left_out == []


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ([1, 2, 3, 4], "few"),
        ([4] * 12, "unanimous"),
        ([4] * 12 + [1], "unanimous"),
        ([1.5, 2, 3, 4, 5, 1], "scale"),
        ([1, 2, 3, 4, 99, 1], "scale"),
    ],
)
def test_what_tells_too_much_stays(tmp_path, values, why):
    found = draft(alliance(tmp_path, answered(values)), [FIGURE], DAY)
    assert found.export.answers == []
    assert found.left_out == [("Vertrauen", why)]
    assert found.export.left_out == 1


def test_one_who_joined_between_two_exports_stays_hidden(tmp_path):
    before = exported(tmp_path, answered(SPREAD), 1)
    after = exported(tmp_path, answered([*SPREAD, 5]), 2)
    assert len(before.export.answers) == 1
    # else 11 · mean − 10 · mean would be the answer of the one who joined
    assert after.export.answers == []
    assert after.left_out == [("Vertrauen", "differencing")]


def test_numbering_questionnaires_anew_does_not_help(tmp_path):
    exported(tmp_path, answered(SPREAD), 1)
    after = exported(tmp_path, answered([*SPREAD, 5], first=500), 2)
    assert after.export.answers == []


def test_a_corrected_answer_stays_hidden(tmp_path):
    exported(tmp_path, answered(SPREAD), 1)
    changed = answered([5, *SPREAD[1:]])
    assert exported(tmp_path, changed, 2).export.answers == []


def test_one_who_left_and_one_who_came_stay_hidden(tmp_path):
    exported(tmp_path, answered(SPREAD), 1)
    swapped = answered(SPREAD)
    swapped.loc[0, ["respondent", "Vertrauen"]] = ["77", 4.0]
    assert exported(tmp_path, swapped, 2).export.answers == []


def test_enough_new_ones_may_be_seen_together(tmp_path):
    exported(tmp_path, answered(SPREAD), 1)
    after = exported(tmp_path, answered([*SPREAD, 1, 2, 3, 4, 5]), 2)
    assert [one.n for one in after.export.answers] == [15]


def test_new_ones_who_all_answer_the_same_stay_hidden(tmp_path):
    exported(tmp_path, answered(SPREAD), 1)
    after = exported(tmp_path, answered([*SPREAD, 5, 5, 5, 5, 5]), 2)
    assert after.left_out == [("Vertrauen", "differencing")]


def test_a_chain_of_exports_singles_nobody_out(tmp_path):
    exported(tmp_path, answered(SPREAD), 1)
    exported(tmp_path, answered([*SPREAD, 1, 2, 3, 4, 5]), 2)
    # far from the second export, but one more than the first
    assert exported(tmp_path, answered([*SPREAD, 4]), 3).export.answers == []


def test_the_same_again_is_no_harm(tmp_path):
    one = exported(tmp_path, answered(SPREAD), 1)
    other = exported(tmp_path, answered(list(reversed(SPREAD))), 2)
    assert one.export.answers == other.export.answers


def test_looking_is_not_exporting(tmp_path):
    draft(alliance(tmp_path, answered(SPREAD)), [FIGURE], DAY)
    assert not (tmp_path / "exports").exists()
    assert len(exported(tmp_path, answered([*SPREAD, 5])).export.answers) == 1


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=18), min_size=2, max_size=4))
def test_no_two_published_sums_differ_by_fewer_than_five(tmp_path_factory, rounds):
    folder = tmp_path_factory.mktemp("own")
    published: list[Counter[int]] = []
    for day, values in enumerate(rounds, start=1):
        if exported(folder, answered(values), day).export.answers:
            published.append(Counter(values))
    for number, one in enumerate(published):
        for other in published[number + 1 :]:
            for gone in (one - other, other - one):
                assert sum(gone.values()) == 0 or sum(gone.values()) >= 5
                assert len(gone) != 1


def test_parts_of_people_are_counted_over_all_exports():
    def group(*numbers):
        return frozenset((str(one), "a") for one in numbers)

    ten = group(*range(10))
    assert not small_part([ten], 5)
    assert small_part([ten, group(*range(9))], 5)
    assert not small_part([ten, group(*range(5))], 5)
    # two overlaps of enough that leave three in the middle
    assert small_part([group(*range(8)), group(*range(5, 15))], 5)
    assert not small_part([], 5)


def test_the_threshold_cannot_be_lowered():
    with pytest.raises(ValueError, match="Expected 5 or more"):
        gate_of(None, 4)


def members(**kinds: int) -> pd.DataFrame:
    rows = [(f"{kind} {n}", kind) for kind, count in kinds.items() for n in range(count)]
    return pd.DataFrame(rows, columns=["name", "kind"])


def test_small_kinds_of_members_go_together(tmp_path):
    found = draft(alliance(tmp_path, members=members(firm=7, university=3, chamber=2)), [], DAY)
    assert {one.kind: one.n for one in found.export.members} == {"firm": 7, "andere": 5}


def test_a_small_rest_is_left_out_and_no_total_gives_it_back(tmp_path):
    found = draft(alliance(tmp_path, members=members(firm=7, university=3)), [], DAY)
    assert {one.kind: one.n for one in found.export.members} == {"firm": 7}
    assert ("andere", "few") in found.left_out


def test_one_new_member_is_not_seen(tmp_path):
    write(draft(alliance(tmp_path, members=members(firm=7)), [FIGURE], DAY), tmp_path, "muster")
    found = draft(alliance(tmp_path, members=members(firm=8)), [FIGURE], DAY)
    assert found.export.members == []


def test_nothing_to_export_is_said(tmp_path):
    with pytest.raises(ExchangeError, match="Es bleibt nichts"):
        draft(alliance(tmp_path, answered([1, 2])), [], DAY)


def test_no_name_or_number_of_a_respondent_is_in_file_or_register(tmp_path):
    table = answered(SPREAD, first=90210)
    write(
        draft(alliance(tmp_path, table, members(Geheimfirma=6)), [FIGURE], DAY), tmp_path, "muster"
    )
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name != "key":
            text = path.read_text(encoding="utf-8")
            assert "9021" not in text
            assert "Geheimfirma 1" not in text


def test_hostile_headings_become_plain_lines(tmp_path):
    table = answered(SPREAD, question="<script>\x00=cmd()\u202e " + "x" * 300)
    found = exported(tmp_path, table)
    written = read_export(next((tmp_path / "exports").glob("*.json")))
    assert written == found.export
    assert len(written.answers[0].question) <= 200
    assert written.answers[0].question.isprintable()


def test_a_damaged_register_stops_the_export(tmp_path):
    exported(tmp_path, answered(SPREAD))
    next((tmp_path / ".published").glob("*.json")).write_text("{", encoding="utf-8")
    with pytest.raises(Exception, match="register"):
        draft(alliance(tmp_path, answered(SPREAD)), [FIGURE], DAY)


def test_a_link_instead_of_the_folder_is_refused(tmp_path):
    folder, elsewhere = tmp_path / "own", tmp_path / "elsewhere"
    folder.mkdir(), elsewhere.mkdir()
    (folder / "exports").symlink_to(elsewhere)
    with pytest.raises(ExchangeError, match="link"):
        exported(folder, answered(SPREAD))
    assert list(elsewhere.iterdir()) == []
