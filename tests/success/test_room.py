"""What the room announces is there, and costs no heavy library before it is used."""

import subprocess
import sys

import wir.success
import wir.success.models
import wir.success.qca
import wir.success.scales


def test_everything_that_is_announced_is_there() -> None:
    for room in (wir.success, wir.success.models, wir.success.qca, wir.success.scales):
        assert sorted(room.__all__) == sorted(set(room.__all__))
        for name in room.__all__:
            assert hasattr(room, name)


def test_the_room_does_not_load_heavy_libraries_before_they_are_used() -> None:
    code = (
        "import sys, wir.success; "
        "print([m for m in ('semopy', 'statsmodels', 'sklearn', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
