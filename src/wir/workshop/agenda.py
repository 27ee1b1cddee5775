"""The agenda of a workshop: sessions and breaks that fill the time there is, to the minute."""

from __future__ import annotations

from dataclasses import dataclass

from wir.workshop.topic import ORDER, Session, Topic

STEP = 5
SHORTEST, LONGEST = 60, 480
WITH_PEERS = 90
WITH_BREAK = 120
WITH_LUNCH = 300


@dataclass(frozen=True, slots=True)
class Slot:
    """A session with its times; ``start`` and ``end`` in minutes since midnight."""

    session: Session
    start: int
    minutes: int

    @property
    def end(self) -> int:
        """When it ends."""
        return self.start + self.minutes

    @property
    def is_break(self) -> bool:
        """Whether nothing is worked on."""
        return self.session.weight == 0

    @property
    def times(self) -> str:
        """The times as on a programme: ``09:00–09:10``."""
        return f"{clock(self.start)}\N{EN DASH}{clock(self.end)}"


def agenda(topic: Topic, minutes: int, start: str = "09:00") -> list[Slot]:
    """Return the sessions of a workshop with their times.

    Parameters
    ----------
    topic : Topic
        What the workshop is about.
    minutes : int
        All the time there is, a multiple of five from 60 to 480. Below 90 minutes the session with
        the peers' cards is left out; from 120 there is a break, from 300 a lunch as well.
    start : str
        Hour and minute, such as ``09:00``.

    Returns
    -------
    list of Slot
        Their minutes add up to `minutes`; each has at least what it needs, and the rest goes by
        weight, in steps of five.

    Raises
    ------
    ValueError
        If `minutes` or `start` cannot be used.
    """
    if minutes % STEP or not SHORTEST <= minutes <= LONGEST:
        raise ValueError(
            f"minutes = {minutes}; expected a multiple of {STEP} from {SHORTEST} to {LONGEST}"
        )
    names = _names(minutes)
    sessions = [topic.sessions[one] for one in names]
    lengths = _lengths(sessions, minutes)
    slots, now = [], parse_clock(start)
    for session, length in zip(sessions, lengths, strict=True):
        slots.append(Slot(session, now, length))
        now += length
    return slots


def clock(minute: int) -> str:
    """Return a time of day: 545 is ``09:05``."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def parse_clock(text: str) -> int:
    """Return the minutes since midnight of a time such as ``09:05``.

    Raises
    ------
    ValueError
        If it is no time of day.
    """
    hour, colon, minute = text.partition(":")
    digits = hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()
    if not (colon and digits and len(minute) == 2 and int(hour) < 24 and int(minute) < 60):
        raise ValueError(f"start = {text!r} is no time of day; expected for example '09:00'")
    return 60 * int(hour) + int(minute)


def _names(minutes: int) -> list[str]:
    names = [one for one in ORDER if one != "peers" or minutes >= WITH_PEERS]
    if minutes >= WITH_LUNCH:
        names.insert(names.index("peers"), "lunch")
        names.insert(names.index("decide"), "break")
    elif minutes >= WITH_BREAK:
        names.insert(names.index("peers"), "break")
    return names


def _lengths(sessions: list[Session], minutes: int) -> list[int]:
    """Give each session what it needs, and the rest in steps by weight.

    Each step goes to the highest weight per minute (Webster's divisors), so that more time never
    makes a session shorter.
    """
    lengths = [one.least for one in sessions]
    for _ in range((minutes - sum(lengths)) // STEP):
        claims = [
            one.weight / (length + STEP / 2) for one, length in zip(sessions, lengths, strict=True)
        ]
        lengths[claims.index(max(claims))] += STEP
    return lengths
