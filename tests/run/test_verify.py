"""Computed numbers against committed ones."""

from __future__ import annotations

import json

import pytest

from wir import config
from wir.run import verify
from wir.run.__main__ import main
from wir.run.errors import RunError


def number(value: float) -> dict[str, object]:
    return {"value": value, "unit": "", "digits": 1, "tolerance": 0.05}


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Return a function that writes the committed and the computed numbers."""
    monkeypatch.setattr(config, "NUMBERS", tmp_path / "book" / "numbers.json")
    monkeypatch.setattr(verify, "COMPUTED", tmp_path / "executed" / "numbers.json")

    def files(committed, computed):
        for path, content in ((config.NUMBERS, committed), (verify.COMPUTED, computed)):
            path.parent.mkdir(exist_ok=True)
            path.write_text(
                content if isinstance(content, str) else json.dumps(content), encoding="utf-8"
            )

    return files


def test_equal_numbers_agree(write, capsys):
    write({"a": number(1.0)}, {"a": number(1.04)})
    assert main(["verify"]) == 0
    assert "1 numbers computed; all agree" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("committed", "computed", "named"),
    [
        ({"a": number(1.0)}, {"a": number(1.2)}, "a"),
        ({"a": number(1.0)}, {"a": number(1.0), "new": number(2.0)}, "new"),
        ({"a": number(1.0), "gone": number(2.0)}, {"a": number(1.0)}, "gone"),
    ],
)
def test_what_differs_is_named_and_fails(write, capsys, committed, computed, named):
    write(committed, computed)
    assert main(["verify"]) == 1
    output = capsys.readouterr().out
    assert f"  {named}" in output
    assert "1 differ from book/numbers.json" in output


def test_accepted_numbers_agree_afterwards(write, capsys):
    write({"a": number(1.0)}, {"a": number(2.0)})
    assert main(["accept"]) == 0
    assert "1 numbers changed" in capsys.readouterr().out
    assert verify.differences() == []
    assert [path.name for path in config.NUMBERS.parent.iterdir()] == ["numbers.json"]


def test_missing_and_broken_files_say_what_to_do(write, tmp_path):
    with pytest.raises(RunError, match="run `make`"):
        verify.read_numbers(tmp_path / "executed" / "numbers.json")
    with pytest.raises(RunError, match="run `make accept`"):
        verify.read_numbers(config.NUMBERS)
    write("{}", "{broken")
    with pytest.raises(RunError, match="is not readable"):
        verify.differences()
