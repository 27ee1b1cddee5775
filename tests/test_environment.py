"""pyproject.toml, requirements.lock and environment.yml describe one environment."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))

PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)(?:\s*;\s*([^\\]+))?", re.M)


def locked() -> dict[str, list[Version]]:
    versions: dict[str, list[Version]] = {}
    for name, version, _ in PINNED.findall(LOCK):
        versions.setdefault(canonicalize_name(name), []).append(Version(version))
    return versions


def declared() -> list[Requirement]:
    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    return [Requirement(text) for group in groups for text in group]


@pytest.mark.parametrize("requirement", declared(), ids=lambda r: r.name)
def test_lock_holds_a_version_that_fits_each_dependency(requirement):
    versions = locked().get(canonicalize_name(requirement.name))
    assert versions, f"{requirement.name} is not in requirements.lock: run `make lock`"
    for version in versions:
        assert requirement.specifier.contains(version, prereleases=True), (
            f"requirements.lock pins {requirement.name}=={version}, "
            f"pyproject.toml asks for {requirement.specifier}: run `make lock`"
        )


def test_every_locked_package_has_a_hash():
    blocks = re.split(r"\n(?=[A-Za-z0-9])", LOCK.strip())
    without = [block.split()[0] for block in blocks if "--hash=sha256:" not in block]
    assert not without


def test_lock_names_no_index():
    assert not re.search(r"--(extra-)?index-url|--find-links|https?://", LOCK)


def test_conda_installs_the_same_lock_and_python():
    pip = next(item["pip"] for item in CONDA["dependencies"] if isinstance(item, dict))
    assert pip == ["-r requirements.lock"]
    python = next(item for item in CONDA["dependencies"] if str(item).startswith("python"))
    assert python == f"python{PROJECT['requires-python']}"


def test_what_is_installed_is_what_is_locked():
    """The environment that runs the tests is the one of the lock file."""
    import importlib.metadata

    wrong = []
    for name, versions in locked().items():
        try:
            installed = Version(importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            continue  # a package for another platform or Python version
        if installed not in versions:
            wrong.append(f"{name}: {installed} is installed, {versions} is locked")
    assert not wrong, "run `make env`: " + "; ".join(wrong)


def test_packages_given_by_the_user_are_direct_dependencies():
    names = {canonicalize_name(Requirement(text).name) for text in PROJECT["dependencies"]}
    given = {"jupyterlab", "pandas", "statsmodels", "seaborn", "papermill", "jupyter-book"}
    assert given <= names
