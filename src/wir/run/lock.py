"""One build at a time: the second `make` in a folder waits for the first and says so.

``python -m wir.run.lock command …`` runs a command while the lock is held. It needs nothing but
Python, since the Makefile sets up the environment with it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from wir.config import BUILD_LOCK
from wir.run.errors import RunError

LONGEST = 3600.0
"""Seconds after which waiting is given up: a whole build from nothing takes minutes."""


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


@contextmanager
def only_one(
    path: Path,
    *,
    what: str = "build",
    longest: float = LONGEST,
    say: Callable[[str], None] = _say,
) -> Iterator[None]:
    """Hold the lock `path` for the length of the block; wait while another process has it.

    The system gives a lock back when its process ends, however it ends: nothing is left behind
    that would have to be removed. Where the system has no such locks, nothing is locked.

    Parameters
    ----------
    path
        File that is locked; it holds the number of the process that has it and stays.
    what
        What is locked, for the messages.
    longest
        Seconds to wait at most.
    say
        Called once with a message if there is something to wait for.

    Raises
    ------
    RunError
        If the other process still has the lock after `longest` seconds.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        end, told = time.monotonic() + longest, False
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                file.seek(0)
                number = file.read().strip()
                other = f"Another {what} of this folder is running"
                other += f" (process {number})" if number else ""
                if time.monotonic() > end:
                    raise RunError(f"{other}. Run this again when it has ended.") from None
                if not told:
                    say(f"{other}: waiting for it to end. Ctrl-C stops waiting.")
                    told = True
                time.sleep(min(0.2, max(longest, 0.01)))
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def main(command: Sequence[str]) -> int:
    """Run a command while no other build of this folder runs; return its exit code."""
    try:
        with only_one(BUILD_LOCK):
            # A `make -j` hands its jobs on through open files.
            return subprocess.run(command, check=False, close_fds=False).returncode
    except RunError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
