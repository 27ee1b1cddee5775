"""What pytask prints: a line per finished task, one readable message per failure, and the verdict.

pytask shows a live table in a terminal. Where the output is a file or the log of a server, each
finished task gets a line of its own instead, so that progress can be followed there as well.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import Any

import _pytask.state
import pytask_parallel.execute
from pytask import (
    CollectionReport,
    ExecutionReport,
    Session,
    TaskOutcome,
    console,
    count_outcomes,
    hookimpl,
)
from rich.padding import Padding
from rich.text import Text

from wir.config import BUILD_LOCK
from wir.run.errors import RunError
from wir.run.lock import only_one
from wir.run.statements import remember

# pytask keeps its state in pytask.lock and, for older versions of itself, the same again in a
# database. Writing the latter for every unchanged task is a third of the time of an idle `make`.
_pytask.state.update_states_in_database = lambda *_: None


class _Poll:
    """How long the loop over running tasks waits before it looks again.

    pytask-parallel waits up to a second, also when nothing runs; looking again costs nothing.
    """

    def __init__(self) -> None:
        self.seconds = 0.0

    def reset(self) -> None:
        """Look again soon: a task has just begun."""
        self.seconds = 0.02

    def increment(self) -> None:
        """Nothing could begin: wait a little for what runs."""
        self.seconds = 0.05

    def sleep(self) -> None:
        """Wait."""
        time.sleep(self.seconds)


pytask_parallel.execute._Sleeper = _Poll  # type: ignore[assignment, misc]

_DONE = {
    TaskOutcome.SUCCESS: "done",
    TaskOutcome.FAIL: "FAILED",
    TaskOutcome.SKIP_PREVIOUS_FAILED: "left out, as a task before it failed",
}


def _label(report: ExecutionReport) -> str:
    """Return ``dossiers/reegion-now`` for ``…::task_run[dossiers/reegion-now]``."""
    name = str(report.task.name).rpartition("::")[2]
    return name.rpartition("[")[2].rstrip("]") or name.removeprefix("task_")


_held = ExitStack()
"""Holds the lock of the build, from before pytask reads its state until the session ends."""


@hookimpl(tryfirst=True)
def pytask_post_parse(config: dict[str, Any]) -> None:
    """Wait for another build of this folder: two at once would write the same files."""
    if config["command"] != "build":
        return
    try:
        _held.enter_context(only_one(BUILD_LOCK))
    except RunError as error:
        console.print(Text(str(error)))
        raise SystemExit(1) from None


@hookimpl(trylast=True)
def pytask_unconfigure() -> None:
    """Keep what was read from the code, and let the next build begin."""
    remember()
    _held.close()


@hookimpl(tryfirst=True)
def pytask_collect_log(reports: list[CollectionReport]) -> None:
    """Leave the traceback out where the message alone tells the user what to mend."""
    for report in reports:
        if report.exc_info and isinstance(report.exc_info[1], RunError):
            kind, error, _ = report.exc_info
            report.exc_info = (kind, error, None)


@hookimpl(tryfirst=True)
def pytask_execute_task_log_end(session: Session, report: ExecutionReport) -> bool | None:
    """Print a line for a finished task, unless a live table shows it already."""
    if console.is_terminal:
        return None
    if report.outcome not in _DONE:
        return True
    finished = [r for r in session.execution_reports if r.outcome in _DONE]
    seconds = time.time() - session.execution_start
    console.print(
        f" {seconds:6.0f} s  {len(finished) + 1:>3}  {_label(report)}: {_DONE[report.outcome]}",
        highlight=False,
        markup=False,
    )
    return True


@hookimpl(tryfirst=True)
def pytask_execute_log_end(reports: list[ExecutionReport]) -> None:
    """Print why tasks failed, and say so if there was nothing to do."""
    failed = [report for report in reports if report.outcome == TaskOutcome.FAIL]
    for report in failed:
        console.print()
        error = report.exc_info[1] if report.exc_info else None
        if isinstance(error, RunError):
            console.print(Text(_label(report), style="bold red"))
            console.print(Padding(Text(str(error)), (0, 0, 0, 2)))
        else:
            console.print(report)
    counts: dict[Any, int] = count_outcomes(reports, TaskOutcome)
    idle = {TaskOutcome.SKIP_UNCHANGED, TaskOutcome.SKIP}
    if reports and sum(counts[outcome] for outcome in idle) == len(reports):
        console.print("\nEverything is up to date.", style="green")
