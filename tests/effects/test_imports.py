"""What the room announces is there, and modules keep their names."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import wir.effects
import wir.effects.specification_curve
import wir.effects.synthetic_control


def test_everything_that_is_announced_is_there() -> None:
    for name in wir.effects.__all__:
        assert callable(getattr(wir.effects, name))


def test_modules_are_not_hidden_by_functions() -> None:
    for name in ("did", "power", "specification_curve", "synthetic_control"):
        assert isinstance(getattr(wir.effects, name), ModuleType)
    assert wir.effects.synthetic_control.synthetic_did is wir.effects.synthetic_did


def test_the_room_does_not_load_heavy_libraries_before_they_are_used() -> None:
    code = (
        "import sys, wir.effects; "
        "print([m for m in ('diff_diff', 'statsmodels', 'geopandas', 'matplotlib')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
