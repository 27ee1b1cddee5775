"""Two builds of one folder: one after the other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wir.run.errors import RunError
from wir.run.lock import only_one

pytest.importorskip("fcntl", reason="this system has no locks on files")

HOLD = """
import pathlib, sys, time
from wir.run.lock import only_one
with only_one(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def hold(tmp_path):
    """Return a function that starts a process which holds the lock for some seconds."""
    started = []

    def start(seconds: float) -> tuple[Path, subprocess.Popen[str]]:
        path = tmp_path / "lock"
        command = [sys.executable, "-c", HOLD, str(path), str(seconds)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        return path, process

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_the_second_waits_and_says_for_whom(hold):
    path, process = hold(1)
    said: list[str] = []
    with only_one(path, say=said.append):
        assert process.wait(5) == 0, "the first had ended"
        assert path.read_text(encoding="utf-8") == f"{os.getpid()}\n"
    assert len(said) == 1
    assert f"process {process.pid}" in said[0]
    assert "waiting" in said[0]


def test_waiting_ends_with_one_clear_sentence(hold):
    path, _ = hold(30)
    refused = pytest.raises(RunError, match=r"Run this again when it has ended\.$")
    with refused, only_one(path, longest=0.3, say=lambda _: None):
        raise AssertionError("two held the lock")


def test_nothing_is_left_behind_by_a_process_that_was_killed(hold):
    path, process = hold(30)
    process.send_signal(signal.SIGKILL)
    process.wait()
    said: list[str] = []
    with only_one(path, say=said.append):
        assert said == []


def test_the_lock_is_given_back_after_an_error(tmp_path):
    path = tmp_path / "lock"
    with pytest.raises(KeyError), only_one(path):
        raise KeyError
    with only_one(path, longest=0):
        pass


COUNT = """
from pathlib import Path
import time
from typing import Annotated
from pytask import Product

def task_count(path: Annotated[Path, Product] = Path("out.txt")) -> None:
    with Path("log.txt").open("a") as log:
        log.write("begin\\n")
        log.flush()
        time.sleep(2)
        log.write("end\\n")
    path.write_text("done")
"""


@pytest.mark.slow
def test_two_pytask_sessions_run_one_after_the_other(tmp_path):
    """With the project's hooks: the second finds that everything is up to date."""
    hooks = Path(__file__).parents[2] / "src" / "wir" / "run" / "hooks.py"
    (tmp_path / "task_count.py").write_text(COUNT, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(
        f'[tool.pytask.ini_options]\npaths = ["."]\nhook_module = ["{hooks}"]\n', encoding="utf-8"
    )
    variables = {**os.environ, "WIR_ROOT": str(tmp_path)}
    command = [sys.executable, "-m", "pytask", "-v", "0"]
    sessions = []
    for _ in range(2):
        sessions.append(
            subprocess.Popen(
                command, cwd=tmp_path, env=variables, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )
        )  # fmt: skip
        time.sleep(0.2)
    outputs = [session.communicate(timeout=60)[0] for session in sessions]
    assert [session.returncode for session in sessions] == [0, 0], outputs
    assert (tmp_path / "log.txt").read_text(encoding="utf-8") == "begin\nend\n"
    assert sum("waiting for it to end" in output for output in outputs) == 1
    assert sum("Everything is up to date" in output for output in outputs) == 1
