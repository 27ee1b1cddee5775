"""What was published before, so that two outputs cannot be compared to find a person.

The register holds, for each figure that passed the gate, the people (or alliances) it is about.
Two figures on the same variable must not differ by fewer people than the thresholds allow, and no
combination of sums may single such a group out: the register is looked at as a system of linear
equations, one per figure. It lies beside the confidential data and never leaves with the results;
people are kept as keyed hashes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from wir.data.errors import DataError
from wir.files import replacing

FOLDER = ".published"
"""Folder of the register, below the folder with the confidential data."""

Member = tuple[str, str]
"""Respondent and alliance, both hashed."""
Group = frozenset[Member]
TooSmall = Callable[[Group], bool]


@dataclass(frozen=True)
class Entry:
    """One figure: the output that shows it, the variable it is about, the people behind it."""

    output: str
    variable: str
    members: Group


@dataclass
class Register:
    """The figures published so far from one body of data.

    Parameters
    ----------
    folder
        Folder of the confidential data; None keeps the register in memory, for made-up data.
    run
        Which notebook this is; it has a file of its own.
    """

    folder: Path | None = None
    run: str = "run"
    entries: list[Entry] = field(default_factory=list)
    _key: bytes = b""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", self.run):
            raise ValueError(f"{self.run!r} cannot name a run: use letters, digits and hyphens")
        if self.folder is None:
            self._key = secrets.token_bytes(32)
            return
        place = self.folder / FOLDER
        key = place / "key"
        if not key.is_file():
            with replacing(key) as temporary:
                temporary.write_bytes(secrets.token_bytes(32))
        self._key = key.read_bytes()
        for path in sorted(place.glob("*.json")):
            self.entries += _read(path)

    def group(self, who: pd.Series) -> Group:
        """Return the people of a series respondent → alliance as they are kept."""
        return frozenset(
            (self._hash(f"r:{person}"), self._hash(f"a:{alliance}"))
            for person, alliance in who.items()
        )

    def _hash(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()[:20]

    def gives_away(self, variable: str, members: Group, too_small: TooSmall) -> bool:
        """Say whether a new figure, together with earlier ones, would be about too few people."""
        earlier = [one.members for one in self.entries if one.variable == variable]
        if members in earlier:
            return False
        if any(too_small(members ^ one) for one in earlier):
            return True
        return isolates([*dict.fromkeys(earlier), members], too_small)

    def add(self, output: str, variable: str, members: Group) -> None:
        """Note a figure that is published."""
        entry = Entry(output, variable, members)
        if entry not in self.entries:
            self.entries.append(entry)

    def save(self) -> None:
        """Write the register beside the data; in memory only where there is no folder."""
        if self.folder is None:
            return
        path = self.folder / FOLDER / f"{self.run}.json"
        rows = [
            {"output": one.output, "variable": one.variable, "members": sorted(one.members)}
            for one in self.entries
            if one.output.startswith(f"{self.run}/")
        ]
        with replacing(path) as temporary:
            temporary.write_text(json.dumps(rows, indent=0), encoding="utf-8")


def _read(path: Path) -> list[Entry]:
    try:
        return [
            Entry(
                row["output"],
                row["variable"],
                frozenset((str(person), str(alliance)) for person, alliance in row["members"]),
            )
            for row in json.loads(path.read_text(encoding="utf-8"))
        ]
    except (ValueError, KeyError, TypeError):
        raise DataError(
            f"The register {FOLDER}/{path.name} beside the data cannot be read. Restore it from a "
            "backup; delete it only if nothing made from these data has been passed on."
        ) from None


def isolates(groups: Iterable[Group], too_small: TooSmall) -> bool:
    """Say whether sums over these groups, added and subtracted, give the sum of too few people.

    People who are in the same groups are told apart by nothing; such cells of the partition, and
    pairs of them, are tested: their sum follows from the published ones if their indicator lies in
    the row space of the groups.
    """
    found = list(groups)
    everyone = sorted(set().union(*found))
    cells: dict[tuple[bool, ...], set[Member]] = {}
    for person in everyone:
        cells.setdefault(tuple(person in group for group in found), set()).add(person)
    patterns = list(cells)
    matrix = np.array(patterns, dtype=float).T
    projection = np.linalg.pinv(matrix) @ matrix
    small = [k for k, one in enumerate(patterns) if too_small(frozenset(cells[one]))]
    for size in (1, 2):
        for chosen in combinations(small, size):
            together = frozenset().union(*(cells[patterns[k]] for k in chosen))
            unit = np.zeros(len(patterns))
            unit[list(chosen)] = 1
            if too_small(together) and np.allclose(projection @ unit, unit, atol=1e-8):
                return True
    return False
