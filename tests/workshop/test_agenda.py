"""Agendas fill the time there is, to the minute, and give each session what it needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wir.workshop.agenda import agenda, clock, parse_clock
from wir.workshop.topic import TOPICS, topic

LENGTHS = st.integers(12, 96).map(lambda one: 5 * one)


@given(LENGTHS, st.sampled_from(TOPICS), st.sampled_from(["08:30", "09:00", "13:45"]))
def test_fits_the_time(minutes, key, start):
    slots = agenda(topic(key, "de"), minutes, start)
    assert sum(one.minutes for one in slots) == minutes
    assert all(one.minutes % 5 == 0 and one.minutes >= one.session.least for one in slots)
    assert [one.end for one in slots[:-1]] == [one.start for one in slots[1:]]
    assert slots[0].times.startswith(start)
    assert slots[0].session.key == "welcome"
    assert slots[-1].session.key == "close"


@given(LENGTHS, st.sampled_from(TOPICS))
def test_more_time_takes_from_nobody(minutes, key):
    def of(length):
        return {
            one.session.key: one.minutes
            for one in agenda(topic(key, "de"), length)
            if not one.is_break
        }

    longer = minutes + 5
    if longer > 480 or {60 <= minutes < edge <= longer for edge in (90, 120, 300)} & {True}:
        return
    before, after = of(minutes), of(longer)
    assert sum(after.values()) == sum(before.values()) + 5
    assert all(after[one] >= before[one] for one in before)


@pytest.mark.parametrize(
    ("minutes", "there", "missing"),
    [
        (60, {"exercise-a"}, {"peers", "break", "lunch"}),
        (90, {"peers"}, {"break", "lunch"}),
        (180, {"peers", "break"}, {"lunch"}),
        (360, {"peers", "break", "lunch"}, set()),
    ],
)
def test_what_is_left_out(minutes, there, missing):
    keys = {one.session.key for one in agenda(topic("ecosystem", "en"), minutes)}
    assert there <= keys
    assert not missing & keys


@pytest.mark.parametrize("minutes", [0, 55, 62, 485, -60])
def test_impossible_lengths(minutes):
    with pytest.raises(ValueError, match="from 60 to 480"):
        agenda(topic("ecosystem", "de"), minutes)


@pytest.mark.parametrize("start", ["", "9", "25:00", "09:60", "9:5", "neun", "-1:00", "٩:00"])
def test_impossible_starts(start):
    with pytest.raises(ValueError, match="no time of day"):
        agenda(topic("ecosystem", "de"), 60, start)


def test_clock():
    assert clock(parse_clock("09:05")) == "09:05"
    assert clock(24 * 60 + 10) == "00:10"
