"""`make` on an unchanged tree, against pytask collecting the same tasks."""

import sys
from pathlib import Path

from measure import in_turn, report

PYTASK = str(Path(sys.executable).with_name("pytask"))

if __name__ == "__main__":
    report("noop", in_turn({"make": ["make"], "collect": [PYTASK, "collect"]}, runs=7))
