"""Made-up coded interviews with known structure; see `wir.success.synthetic` for the survey.

Everything is planted: which alliances raise which theme, how two coders err, which themes go
together. People, towns and organisations in the texts are invented placeholders. Nothing here says
anything about a real alliance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from wir.success.interviews.material import CODES, SEGMENTS, Interviews
from wir.success.interviews.reliability import true_alpha

TYPES = ("Type 1", "Type 2", "Type 3")
FOLDERS = {
    "cooperation": "Working together",
    "steering": "Steering",
    "conditions": "Conditions",
}


@dataclass(frozen=True)
class Theme:
    """A planted theme.

    `shares` are the shares of alliances, by type, that raise it; `hit` and `false_alarm` the
    probabilities that a coder marks a passage with and without it.
    """

    key: str
    folder: str
    name: str
    shares: tuple[float, float, float]
    sentences: tuple[str, ...]
    hit: float = 0.92
    false_alarm: float = 0.004


THEMES = (
    Theme("trust", "cooperation", "Trust between partners", (0.65, 0.65, 0.65), (
        "Without trust nobody puts a half-finished idea on the table.",
        "It took us a year to trust each other enough to share what does not work.",
        "What helped was that people met again and again, and kept their word.")),
    Theme("newcomers", "cooperation", "Bringing in newcomers", (0.85, 0.45, 0.25), (
        "Small firms that had never applied for money needed a hand with the first form.",
        "We ask every new member who else should be at the table.",
        "New partners come when somebody they know tells them that it is worth the time.")),
    Theme("society", "cooperation", "Role of civil society", (0.25, 0.45, 0.80), (
        "Citizens come to the open evenings, but they do not stay for the projects.",
        "The associations knew what people need long before we asked them.",
        "We learned to explain what we do to people who do not work in research.")),
    Theme("distance", "cooperation", "Distance and travel", (0.40, 0.40, 0.40), (
        "An hour by car to every meeting is what keeps the small ones away.",
        "Since we meet online every second time, more people from the edge of the region come.")),
    Theme("strategy", "steering", "Shared goal", (0.70, 0.70, 0.70), (
        "Everybody could say in one sentence what the region should be known for in ten years.",
        "We have too many goals, and nobody dares to drop one.")),
    Theme("coordination", "steering", "Coordination office", (0.60, 0.60, 0.60), (
        "The office keeps the threads together and knows who is good at what.",
        "When the manager left, half a year of contacts left with her.",
        "Somebody has to call people, again and again, and that is a job of its own.")),
    Theme("learning", "steering", "Learning from mistakes", (0.45, 0.45, 0.45), (
        "We talk about what went wrong once a year, and we should do it more often.",
        "A project that we stopped taught us more than two that went well."),
        hit=0.62, false_alarm=0.03),
    Theme("money", "conditions", "Rules of funding", (0.70, 0.70, 0.70), (
        "The rules are written for universities, not for a workshop with nine people.",
        "Between the idea and the first euro lay fourteen months, and two firms gave up.")),
    Theme("skills", "conditions", "Skilled people", (0.75, 0.50, 0.35), (
        "We find the machines, but not the people who can run them.",
        "Young people go away to study, and few of them come back.")),
    Theme("after", "conditions", "After the funding", (0.50, 0.50, 0.50), (
        "What remains when the money ends is the question that nobody likes to ask.",
        "Two of the projects have customers now and will go on by themselves.")),
)  # fmt: skip
TOGETHER = ("trust", "coordination")
"""A planted pair: where the first is raised, the second often follows in the same answer."""
TOGETHER_SHARE = 0.6
FILLER = (
    "That is how I would put it, though others may see it in a different way.",
    "You would have to ask the others about the early days.",
    "We meet four times a year, and in between people call each other.",
    "I came to this from a different field, which is sometimes a help.",
    "There were good months and bad months, as everywhere.",
)
PEOPLE = ("Frau Beispiel", "Herr Mustermann", "Dr. Platzhalter")
TOWNS = ("Musterstadt", "Beispielhausen", "Neu Platzhalter")
FIRMS = ("Muster Maschinen GmbH", "Beispiel Institut")
ANSWERS = 24
"""Passages per interview."""


@dataclass(frozen=True)
class SyntheticInterviews:
    """Made-up interviews and what was planted.

    Attributes
    ----------
    interviews
        The interviews, as `wir.success.interviews` reads real ones.
    themes
        Index: theme; ``differs`` (the planted shares differ between types), ``alpha`` (planted
        agreement of the coders, given how often the theme is in the passages drawn), and the
        planted shares, a column per type.
    together
        The pair of themes that go together.
    """

    interviews: Interviews
    themes: pd.DataFrame
    together: tuple[str, str]


def synthetic_interviews(
    seed: int = 0, *, alliances: int = 44, per_alliance: int = 2, effects: float = 1.0
) -> SyntheticInterviews:
    """Return made-up coded interviews with known structure.

    Parameters
    ----------
    seed
        The same seed gives the same interviews.
    alliances
        How many; keys A01, A02, … as in the synthetic survey, and none of the real ones.
    per_alliance
        Interviews per alliance.
    effects
        Size of the differences between types: 0 for none, 1 as planted.

    Raises
    ------
    ValueError
        If there are fewer alliances than types, or no interview.
    """
    if alliances < len(TYPES) or per_alliance < 1 or not 0 <= effects <= 1:
        raise ValueError(
            f"{alliances} alliances, {per_alliance} interviews each, effects {effects}: expected "
            f"{len(TYPES)} or more, one or more, and 0 to 1."
        )
    rng = np.random.default_rng(seed)
    shares = np.array([one.shares for one in THEMES])
    shares = shares.mean(axis=1, keepdims=True) + effects * (
        shares - shares.mean(axis=1, keepdims=True)
    )
    names = [f"A{number:0{max(2, len(str(alliances)))}d}" for number in range(1, alliances + 1)]
    kinds = rng.permutation(np.arange(alliances) % len(TYPES))
    documents, segments, texts = [], [], {}
    present = np.zeros(len(THEMES))
    total = 0
    for name, kind in zip(names, kinds, strict=True):
        raises = rng.random(len(THEMES)) < shares[:, kind]
        for number in range(1, per_alliance + 1):
            key = f"{name}-{number}"
            inside = _plan(rng, raises)
            present += inside.sum(axis=0)
            total += len(inside)
            text, spans = _write(rng, inside)
            texts[key] = text
            documents.append((key, name, TYPES[kind], bool(rng.random() < 0.6)))
            for coder in ("coder 1", "coder 2"):
                segments += _code(rng, key, coder, inside, spans)
    codes: list[tuple[str, str, str | None, bool]] = [
        (key, label, None, False) for key, label in FOLDERS.items()
    ]
    codes += [(one.key, one.name, one.folder, True) for one in THEMES]
    interviews = Interviews(
        pd.DataFrame(codes, columns=CODES),
        pd.DataFrame(documents, columns=["document", "alliance", "type", "consent"]),
        pd.DataFrame(segments, columns=SEGMENTS),
        texts,
        {"[person]": PEOPLE, "[town]": TOWNS, "[organisation]": FIRMS},
    )
    truth = pd.DataFrame(shares, index=[one.key for one in THEMES], columns=list(TYPES))
    truth.insert(0, "differs", [effects > 0 and len(set(one.shares)) > 1 for one in THEMES])
    truth.insert(
        1,
        "alpha",
        [
            true_alpha(share, one.hit, one.false_alarm)
            for one, share in zip(THEMES, present / total, strict=True)
        ],
    )
    return SyntheticInterviews(interviews, truth.rename_axis("theme"), TOGETHER)


def _plan(rng: np.random.Generator, raises: np.ndarray) -> np.ndarray:
    """Return which theme is in which passage of an interview (passages × themes)."""
    inside = np.zeros((ANSWERS, len(THEMES)), dtype=bool)
    for theme in np.flatnonzero(raises):
        if rng.random() < 0.95:
            inside[rng.choice(ANSWERS, size=rng.integers(1, 4), replace=False), theme] = True
    keys = [one.key for one in THEMES]
    first, second = (keys.index(one) for one in TOGETHER)
    if raises[second]:
        inside[:, second] |= inside[:, first] & (rng.random(ANSWERS) < TOGETHER_SHARE)
    return inside


def _write(rng: np.random.Generator, inside: np.ndarray) -> tuple[str, list[tuple[int, int]]]:
    """Return the text of an interview and where its passages are."""
    spans, parts, at = [], [], 0
    for row in inside:
        sentences = [str(rng.choice(THEMES[t].sentences)) for t in np.flatnonzero(row)]
        if not sentences or rng.random() < 0.3:
            sentences.append(str(rng.choice(FILLER)))
        if rng.random() < 0.2:
            sentences.append(
                f"{rng.choice(PEOPLE)} from {rng.choice(FIRMS)} in {rng.choice(TOWNS)} said the "
                "same."
            )
        passage = " ".join(sentences)
        spans.append((at, at + len(passage)))
        parts.append(passage)
        at += len(passage) + 1
    return "\n".join(parts), spans


def _code(
    rng: np.random.Generator,
    key: str,
    coder: str,
    inside: np.ndarray,
    spans: list[tuple[int, int]],
) -> list[tuple[str, str, str, int, int, str]]:
    """Return the segments that one coder marks."""
    rows = []
    for place, (start, end) in enumerate(spans):
        for number, theme in enumerate(THEMES):
            chance = theme.hit if inside[place, number] else theme.false_alarm
            if rng.random() < chance:
                trim = int(rng.integers(0, max(1, (end - start) // 6)))
                rows.append((key, theme.key, coder, start, end - trim, ""))
    return rows
