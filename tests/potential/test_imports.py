"""A function and its module share the name shift_share: both ways to import it must work."""

import subprocess
import sys

import pytest

import wir.potential

STATEMENTS = [
    "from wir.potential.shift_share import shift_share",
    "from wir.potential import shift_share",
    "import wir.potential; shift_share = wir.potential.shift_share",
    "import wir.potential\nfrom wir.potential.shift_share import ShiftShare, shift_share",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_shift_share_is_the_function(statement: str) -> None:
    names: dict[str, object] = {}
    exec(statement, names)
    assert callable(names["shift_share"])
    assert names["shift_share"] is wir.potential.shift_share


def test_everything_that_is_announced_is_there() -> None:
    for name in wir.potential.__all__:
        assert callable(getattr(wir.potential, name))


def test_the_room_does_not_load_heavy_libraries_before_they_are_used() -> None:
    code = (
        "import sys, wir.potential; "
        "print([m for m in ('esda', 'libpysal', 'statsmodels', 'geopandas', 'matplotlib')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
