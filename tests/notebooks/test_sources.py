"""The notebooks as they are committed: thin, without outputs, with parameters that fit."""

from __future__ import annotations

import ast
import json

import pytest

from wir import config
from wir.run.dependencies import code_of, inputs_of
from wir.run.parameters import MODELS, resolve

NOTEBOOKS = sorted(config.NOTEBOOKS.glob("*.ipynb"))


def test_each_notebook_has_a_model_and_each_model_a_notebook():
    assert {path.stem for path in NOTEBOOKS} == set(MODELS)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
class TestNotebook:
    def test_has_no_outputs(self, path):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            if cell["cell_type"] == "code":
                assert not cell["outputs"], "clear the outputs before committing"
                assert cell["execution_count"] is None

    def test_parameters_fit_their_model(self, path):
        assert resolve(path.stem, path)

    def test_inputs_can_be_found(self, path):
        assert inputs_of(path)

    def test_starts_with_one_heading_and_says_what_it_answers(self, path):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        first = "".join(cells[0]["source"]) if cells[0]["cell_type"] == "markdown" else ""
        assert first.startswith("# ")
        assert len(first.split()) > 20

    def test_is_thin(self, path):
        tree = ast.parse(code_of(path))
        functions = [
            node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and len(node.body) > 2
        ]
        assert not functions, "a function of more than a line or two belongs into src/wir"
        assert not [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            and any(alias.name in {"os", "sys", "subprocess"} for alias in node.names)
        ]

    def test_names_no_path_of_a_machine(self, path):
        text = path.read_text(encoding="utf-8")
        assert "/home/" not in text
        assert "/tmp/" not in text
