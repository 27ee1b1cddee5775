"""A small project in a temporary folder: the real package, other notebooks and tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

Cell = tuple[str, Sequence[str]]
WriteNotebook = Callable[..., Path]


def write_notebook(path: Path, parameters: str, *cells: str) -> Path:
    """Write a notebook with one parameters cell and further code cells."""
    texts = [(parameters, ["parameters"]), *((cell, []) for cell in cells)]
    notebook = {
        "cells": [
            {
                "cell_type": "code",
                "id": f"cell-{number}",
                "metadata": {"tags": tags},
                "source": text,
                "outputs": [],
                "execution_count": None,
            }
            for number, (text, tags) in enumerate(texts)
        ],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


@pytest.fixture
def notebook(tmp_path: Path) -> WriteNotebook:
    """Return a function that writes a notebook into the temporary folder."""

    def write(parameters: str, *cells: str, name: str = "sample") -> Path:
        return write_notebook(tmp_path / "notebooks" / f"{name}.ipynb", parameters, *cells)

    return write
