"""Which run is this: its name, its folder and its parameters.

The engine passes them in three environment variables. Without them (a notebook opened by hand)
the results go to a scratch folder below ``runs/interactive``.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from wir import config

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Run:
    """One execution of a notebook.

    Attributes
    ----------
    name : str
        For instance ``1-1-regional-potential`` or ``dossiers/reegion-now``.
    folder : Path
        Where the run writes. The notebook lies beside it, as ``<folder>.ipynb``.
    parameters : dict
        Parameters of the run, as they come from JSON.
    notebook : str
        The notebook that ran, where it is not called like the run.
    interactive : bool
        True where nobody said which run this is: a notebook opened by hand.
    """

    name: str
    folder: Path
    parameters: dict[str, Any] = field(default_factory=dict)
    notebook: str = ""
    interactive: bool = False

    @property
    def slug(self) -> str:
        """The name with ``/`` replaced: part of every label, so that labels are unique."""
        return self.name.replace("/", "-")

    @property
    def language(self) -> str:
        """``de`` or ``en``: the parameter ``language`` of the run, else English."""
        return "de" if str(self.parameters.get("language", "en")).startswith("de") else "en"

    @property
    def key_prefix(self) -> str:
        """What stands before the keys of this run's numbers.

        Empty for a notebook that runs once. A notebook that runs once per alliance records the
        same keys again and again, so the name of the run tells them apart:
        ``dossiers/reegion-now`` gives ``dossiers.reegion-now.``.
        """
        return self.name.replace("/", ".") + "." if "/" in self.name else ""

    def path(self, filename: str) -> Path:
        """Return the path of a file of this run; makes the folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / filename

    def link(self, filename: str) -> str:
        """Return the address of a file of this run, relative to the executed notebook."""
        return str(PurePosixPath(self.folder.name) / filename)


def run() -> Run:
    """Return the run that this process is, from the environment.

    Returns
    -------
    Run
        From ``WIR_RUN_NAME``, ``WIR_RUN_DIR`` and ``WIR_RUN_PARAMETERS`` (a JSON object).

    Raises
    ------
    ValueError
        If ``WIR_RUN_PARAMETERS`` is not a JSON object.
    """
    text = os.environ.get("WIR_RUN_PARAMETERS", "") or "{}"
    try:
        parameters = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"WIR_RUN_PARAMETERS is not JSON: {error}. Found: {text[:80]!r}"
        ) from error
    if not isinstance(parameters, dict):
        raise ValueError(f"WIR_RUN_PARAMETERS must be a JSON object. Found: {text[:80]!r}")
    folder = os.environ.get("WIR_RUN_DIR")
    if folder:
        path = Path(folder)
        name = os.environ.get("WIR_RUN_NAME") or path.name
        return Run(name, path, parameters, os.environ.get("WIR_RUN_NOTEBOOK") or name)
    name = os.environ.get("WIR_RUN_NAME") or _notebook_in_jupyterlab()
    return Run(name, config.RUNS / "interactive" / name, parameters, name, interactive=True)


def _notebook_in_jupyterlab() -> str:
    """Return the stem of the notebook that JupyterLab has open, or ``notebook``."""
    session = os.environ.get("JPY_SESSION_NAME", "")
    return Path(session).stem if session.endswith(".ipynb") else "notebook"


def check_name(name: str) -> str:
    """Return `name` if it may name a figure or a table (lower case, digits, hyphens).

    Raises
    ------
    ValueError
        If it may not.
    """
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise ValueError(
            f"{name!r} cannot name a figure or table: use lower-case letters, digits and "
            "hyphens, for instance 'weakness-map'"
        )
    return name
