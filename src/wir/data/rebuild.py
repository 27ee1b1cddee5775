"""The steps of ``make data``: fetch, verify, harmonise, compare, write."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from wir import config
from wir.data import codebook, schema
from wir.data.compare import Difference, compare_tables
from wir.data.download import Downloader
from wir.data.errors import DataError
from wir.data.manifest import Source, read_manifest
from wir.data.sources import check_mirror, from_mirror, from_network, total_bytes
from wir.data.storage import write_parquet
from wir.files import replacing

if TYPE_CHECKING:
    import pandas as pd

TOLERANCE = 1e-9
"""Relative difference of numbers that counts as equal between machines."""


class Steps:
    """Says what is being done and how long it took; a running clock on a terminal."""

    def __init__(self) -> None:
        from rich.console import Console

        self.console = Console(highlight=False, soft_wrap=True)
        self._status: Any = None
        self._label, self._start = "", 0.0

    def __call__(self, label: str) -> None:
        """Finish the step that runs, if any, and start the next."""
        self.finish()
        self._label, self._start = label, time.perf_counter()
        if self.console.is_terminal:
            from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

            columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
            self._status = Progress(*columns, console=self.console, transient=True)
            self._status.add_task(label, total=None)
            self._status.start()

    def finish(self) -> None:
        """Finish the step that runs."""
        if self._status:
            self._status.stop()
            self._status = None
        if self._label:
            seconds = time.perf_counter() - self._start
            self.console.print(f"  {seconds:6.1f} s  {self._label}")
            self._label = ""

    def __enter__(self) -> Steps:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.finish()
        elif self._status:
            self._status.stop()


def fetch(sources: Mapping[str, Source], mirror: Path | None) -> dict[str, Path]:
    """Return the verified upstream files; a bar on a terminal, in a log a line per download."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

    if mirror:
        check_mirror(mirror)
    console = Console(highlight=False, soft_wrap=True)
    where = f"mirror {mirror}" if mirror else "the network"
    label = f"Verify {len(sources)} upstream files from {where}"
    if not console.is_terminal:
        console.print(f"{label}, {total_bytes(sources.values()) / 1e6:.1f} MB")
    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn()
    start = time.perf_counter()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(label, total=total_bytes(sources.values()))

        def done(source: Source) -> None:
            progress.update(task, advance=source.bytes)
            if not mirror and not console.is_terminal:
                console.print(f"  {time.perf_counter() - start:6.1f} s  {source.id}")

        if mirror:
            return from_mirror(sources, mirror, done)
        return from_network(sources, config.CACHE, Downloader(), done)


def build(mirror: Path | None, steps: Steps) -> dict[str, pd.DataFrame]:
    """Fetch, verify and harmonise; return the tables."""
    sources = read_manifest()
    files = fetch(sources, mirror)
    from wir.data.build import build_tables

    tables = build_tables(files, steps)
    steps("Check every table against its description")
    for resource in codebook.describe_processed(tables, sources)["resources"]:
        schema.check(tables[resource["name"]], resource)
    return tables


def write_all(tables: Mapping[str, pd.DataFrame], folder: Path, names: list[str]) -> None:
    """Write the named tables and the description of all, together or not at all."""
    description = codebook.describe_processed(tables, read_manifest())
    with ExitStack() as together:

        def new(name: str) -> Path:
            """Return where to write a file; it takes its place when all are complete."""
            return together.enter_context(replacing(folder / name))

        try:
            for name in names:
                write_parquet(tables[name], new(f"{name}.parquet"))
            new("datapackage.json").write_text(
                codebook.description_text(description), encoding="utf-8"
            )
        except OSError as error:
            # pyarrow does not say which file it could not write
            error.filename = error.filename or str(folder / "datapackage.json")
            raise


def differences(tables: Mapping[str, pd.DataFrame], folder: Path) -> list[Difference]:
    """Compare each table with the version in ``folder``; a missing file is a difference."""
    found = []
    for name, entry in codebook.read_codebook("codebook")["tables"].items():
        path = folder / f"{name}.parquet"
        if not path.is_file():
            found.append(Difference(name, [f"there is no {path.name} yet"]))
            continue
        try:
            committed = schema.read(path, _types(name), None)
        except DataError as error:
            found.append(Difference(name, [f"the committed file cannot be read: {error}"]))
            continue
        found.append(compare_tables(name, committed, tables[name], entry["primary_key"], TOLERANCE))
    return found


def rebuild(mirror: Path | None, out: Path, say: Callable[[str], None] = print) -> None:
    """Rebuild every table and write those that changed.

    Raises
    ------
    DataError
        If upstream files are missing or wrong, or a table does not fit its description; no table
        is touched then.
    """
    with Steps() as steps:
        tables = build(mirror, steps)
        steps("Compare with the tables that are there")
        found = differences(tables, out)
        steps("Write what changed")
        write_all(tables, out, [difference.table for difference in found if difference])
    for difference in found:
        say(difference.text())
    changed = sum(map(bool, found))
    say(f"{len(found) - changed} tables unchanged, {changed} written to {out}.")


def check(
    mirror: Path | None, committed: Path, folder: Path, say: Callable[[str], None] = print
) -> int:
    """Rebuild into ``folder`` and compare with ``committed``; return 1 if anything differs."""
    with Steps() as steps:
        tables = build(mirror, steps)
        steps("Write the tables to a temporary folder")
        write_all(tables, folder, list(tables))
        steps("Compare with the committed tables")
        rebuilt = {n: schema.read(folder / f"{n}.parquet", _types(n), None) for n in tables}
        found = differences(rebuilt, committed)
    for difference in found:
        say(difference.text())
    descriptions = [
        path.read_text(encoding="utf-8") if path.is_file() else ""
        for path in (committed / "datapackage.json", folder / "datapackage.json")
    ]
    if descriptions[0] != descriptions[1]:
        say("datapackage.json: differs; `python -m wir.data --describe` writes it anew")
    if any(found) or descriptions[0] != descriptions[1]:
        say("The committed tables are not what the upstream files give. `make data` writes them.")
        return 1
    say(f"All {len(found)} tables equal what is committed.")
    return 0


def _types(name: str) -> dict[str, Any]:
    columns = codebook.read_codebook("codebook")["tables"][name]["columns"]
    return {"schema": {"fields": [{"name": c, "type": s["type"]} for c, s in columns.items()]}}


def describe(processed: Path, raw: Path | None = None) -> None:
    """Write the descriptions of the tables that are there, processed tables and facts."""
    raw = raw or config.RAW
    names = codebook.read_codebook("codebook")["tables"]
    tables = {n: schema.read(processed / f"{n}.parquet", _types(n), None) for n in names}
    description = codebook.describe_processed(tables, read_manifest())
    for resource in description["resources"]:
        schema.check(tables[resource["name"]], resource)
    codebook.write_description(description, processed / "datapackage.json")
    facts = {}
    for name, entry in codebook.read_codebook("facts")["tables"].items():
        fields = [{"name": column, **spec} for column, spec in entry["columns"].items()]
        facts[name] = schema.read(raw / f"{name}.csv", {"schema": {"fields": fields}}, None)
    description = codebook.describe_facts(facts)
    for resource in description["resources"]:
        schema.check(facts[resource["name"]], resource)
    codebook.write_description(description, raw / "datapackage.json")
