"""The front door: what a user gives to `make` reaches the commands as it was given."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is missing")


def make(*arguments: str, env: Path | None = None) -> str:
    """Run make without setting up an environment and return what it printed."""
    given = [f"ENV={env}", "-o", f"{env}/.installed"] if env else []
    variables = {k: v for k, v in os.environ.items() if not k.startswith(("WIR_", "MAKE"))}
    command = ["make", "--no-print-directory", *given, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=variables, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture
def echo(tmp_path):
    """An environment whose Python prints each argument that it gets."""
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text("#!/bin/sh\nprintf '<%s>\\n' \"$@\"\n", encoding="utf-8")
    python.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(
    "text",
    [
        "year=2019 draws=200",
        "weights={'Labour market': 2.0}",
        'regions=["Sachsen", "Thüringen"]',
        "name=`date`; echo it's me",
    ],
)
def test_parameters_keep_their_quotes(echo, text):
    output = make("notebook", "N=1-1-regional-potential", f"P={text}", env=echo)
    assert output.splitlines()[-1] == f"<--parameters={text}>"
    assert "<1-1-regional-potential>" in output


def test_names_with_blanks_and_quotes_are_one_argument(echo):
    assert "<it's\" me>" in make("dossier", "ALLIANCE=it's\" me", env=echo)
    assert "<../a mirror>" in make("data", "MIRROR=../a mirror", env=echo)
    assert "--mirror" not in make("data", env=echo)


def test_help_has_one_line_for_each_target():
    lines = make("help").splitlines()
    targets = [line.split()[1] for line in lines if line.startswith("  make ")]
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = [line.split()[1] for line in text.splitlines() if line.startswith(".PHONY:")]
    assert lines[0].split(maxsplit=1)[1].startswith("Set up the environment, run every notebook")
    assert targets[1:] == phony[1:]
    assert all(len(line) < 110 for line in lines)


def test_own_lists_are_handed_on_only_if_given(echo):
    assert "<--own=my lists>" in make("dossier", "ALLIANCE=plant3", "OWN=my lists", env=echo)
    assert "--own" not in make("dossier", "ALLIANCE=plant3", env=echo)
