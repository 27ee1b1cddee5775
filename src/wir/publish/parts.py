"""What figures and tables have in common: checks, data to download, the source line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wir.publish import files, provenance
from wir.publish.context import Run, check_name
from wir.publish.language import words
from wir.publish.text import escape_html, escape_markdown, one_line

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class SourceLine:
    """The source line of a figure or table: for the book, for JupyterLab, as plain text.

    `folded` is HTML with all attributions, where `shown` names the publishers only.
    """

    markdown: str
    html: str
    text: str
    shown: str
    folded: str


def require(kind: str, name: str, given: dict[str, Any]) -> None:
    """Raise where something that every figure or table needs is missing.

    Raises
    ------
    ValueError
        Naming the figure or table and everything that is missing.
    """
    import pandas as pd

    check_name(name)
    missing = []
    for key, value in given.items():
        if isinstance(value, pd.DataFrame):
            empty = value.empty
        elif isinstance(value, str):
            empty = not one_line(value)
        else:
            empty = value is None or len(value) == 0
        if empty:
            missing.append(key)
    if missing:
        raise ValueError(
            f"{kind} {name!r}: {', '.join(missing)} missing or empty. Every {kind} needs "
            f"{', '.join(given)}."
        )
    if isinstance(given.get("sources"), str):
        raise ValueError(f'{kind} {name!r}: sources must be a list, for instance ["districts"]')


def save_data(run: Run, name: str, data: pd.DataFrame) -> str:
    """Write the data of a figure or table as CSV; return the link to it."""
    files.write_csv(run.path(f"{name}.csv"), data)
    return run.link(f"{name}.csv")


def note(
    run: Run,
    kind: str,
    name: str,
    *,
    title: str,
    caption: str,
    source: SourceLine,
    sources: Sequence[str],
    made: Sequence[str],
    alt: str | None = None,
) -> str:
    """Enter a figure or table (`kind`) into the list of outputs of the run; return its label.

    `made` are the files it consists of; a figure has an `alt`.
    """
    label = f"{kind[:3]}-{run.slug}-{name}"
    described = {} if alt is None else {"alt": one_line(alt)}
    files.note_output(
        run.path("outputs.json"),
        {
            "kind": kind,
            "name": name,
            "label": label,
            "title": one_line(title),
            **described,
            "caption": one_line(caption),
            "source": source.text,
            "sources": list(sources),
            "files": list(made),
        },
    )
    return label


def source_line(
    run: Run, name: str, sources: Sequence[str], parameters: Sequence[str] | None, csv_link: str
) -> SourceLine:
    """Return the source line: sources, own calculations, notebook, parameters, data to download.

    Raises
    ------
    ValueError
        If a source is unknown, or a parameter is not one of the run's.
    """
    language = run.language
    chosen = run.parameters
    if parameters is not None:
        unknown = [one for one in parameters if run.parameters and one not in run.parameters]
        if unknown:
            raise ValueError(
                f"{name!r}: {', '.join(unknown)} is not a parameter of this run; "
                f"found: {', '.join(run.parameters)}"
            )
        chosen = {one: run.parameters[one] for one in parameters if one in run.parameters}
    found = provenance.sources_of(sources)
    full = provenance.source_text(found, language)
    short = provenance.short_text(found)
    run_text = f"{words('notebook', language)}: {run.notebook or run.name}" + (
        f" ({words('parameters', language)}: {provenance.parameter_text(chosen)})."
        if chosen
        else "."
    )
    start, own = words("source", language), words("own_calculation", language)
    text = f"{start}: {full}; {own}. {run_text}"
    shown = f"{start}: {short}; {own}. {run_text}" if short else text
    label = words("data_csv", language)
    entries = "".join(
        f"<li>{escape_html(entry)}</li>" for entry in provenance.source_entries(found, language)
    )
    folded = (
        '<details class="wir-attribution"><summary>'
        f"{words('attributions', language)}</summary><ul>{entries}</ul></details>"
        if short
        else ""
    )
    return SourceLine(
        markdown=f"{escape_markdown(shown)} {{download}}`{label} <{csv_link}>`",
        html=f'{escape_html(shown)} <a href="{escape_html(csv_link)}">{label}</a>',
        text=text,
        shown=shown,
        folded=folded,
    )
