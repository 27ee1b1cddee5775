"""Compare the numbers that were just computed with those that are committed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wir import config
from wir.files import replacing
from wir.run.errors import RunError

COMPUTED = config.EXECUTED / "numbers.json"
"""All numbers of the latest runs; the task ``numbers`` writes it."""


def read_numbers(path: Path) -> dict[str, dict[str, Any]]:
    """Return the numbers in a file by key.

    Raises
    ------
    RunError
        If the file is missing or cannot be read; the message says which command makes it.
    """
    try:
        numbers: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        command = "make accept" if path == config.NUMBERS else "make"
        raise RunError(
            f"There is no {path.name} in {path.parent.name}/: run `{command}`."
        ) from None
    except ValueError as error:
        raise RunError(f"{path} is not readable ({error}): run `make` again.") from error
    return numbers


def differences() -> list[str]:
    """Return one line per number that differs from the committed one beyond its tolerance."""
    from wir.publish.numbers import compare

    committed = read_numbers(config.NUMBERS) if config.NUMBERS.is_file() else {}
    return compare(committed, read_numbers(COMPUTED))


def verify() -> int:
    """Print how the computed numbers compare with the committed ones; return how many differ."""
    total = len(read_numbers(COMPUTED))
    different = differences()
    for line in different:
        print(f"  {line}")
    print(
        f"{total} numbers computed, {len(different)} differ from book/numbers.json."
        if different
        else f"{total} numbers computed; all agree with book/numbers.json."
    )
    return len(different)


def accept() -> None:
    """Print what changed and make the computed numbers the committed ones."""
    different = differences()
    for line in different:
        print(f"  {line}")
    with replacing(config.NUMBERS) as temporary:
        temporary.write_bytes(COMPUTED.read_bytes())
    print(f"book/numbers.json is up to date; {len(different)} numbers changed.")
