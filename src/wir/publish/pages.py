"""Pages that are made from results: data, reproducibility, dossiers. Pure functions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from wir.publish.alliance_tables import alliances_table_html, dossier_table_html
from wir.publish.language import format_number, plural
from wir.publish.tables import safe_address, table_html
from wir.publish.text import escape_html, escape_markdown, one_line

__all__ = ["alliances_table_html", "data_page", "dossiers_page", "reproducibility_page"]

Row = Mapping[str, Any]


def html_table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Collection[str] = (),
    stack: bool = False,
) -> str:
    """Return a table on one line; `rows` are HTML, `caption` and `heads` plain text.

    The columns whose heads are in `numbers` are set to the right. With `stack`, rows become cards
    on a phone.
    """
    kinds = [' class="number"' if one in numbers else "" for one in heads]
    labels = [f' data-label="{escape_html(one)}"' if stack else "" for one in heads]
    head = "".join(
        f'<th scope="col"{kind}>{escape_html(one)}</th>'
        for one, kind in zip(heads, kinds, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{cell}</th>'
            if position == 0
            else f"<td{kinds[position]}{labels[position]}>{cell}</td>"
            for position, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    content = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return table_html(escape_html(caption), content, caption, stack=stack).replace("\n", " ")


def data_page(
    datapackage: Mapping[str, Any], sources: Iterable[Row], facts: Mapping[str, Any] | None = None
) -> str:
    """Return the codebook: every table and column, and every upstream source with its licence.

    Parameters
    ----------
    datapackage : mapping
        Content of ``datapackage.json`` (Frictionless).
    sources : iterable of mappings
        Rows of ``sources.csv``.
    facts : mapping, optional
        Description of the facts that the project compiled, in the same form.
    """
    tables = [*datapackage.get("resources", []), *(facts or {}).get("resources", [])]
    rows = list(sources)
    lines = [
        "# Data",
        "",
        f"This page describes the {len(tables)} tables that every result is computed from, column "
        f"by column, and names the {len(rows)} upstream files behind them with publisher, licence "
        "and attribution. It is generated from the description that also checks the tables when "
        "they are read.",
        "",
        "## Tables",
        "",
        html_table(
            "The tables",
            ["Table", "What it holds", "Rows", "Columns"],
            [
                (
                    f'<a href="#{_anchor(table)}">{_code(table["name"])}</a>',
                    escape_html(one_line(table.get("title") or "")),
                    _count(table.get("rows")),
                    str(len(_fields(table))),
                )
                for table in tables
            ],
            numbers={"Rows", "Columns"},
        ),
        "",
    ]
    for table in tables:
        lines += _table_section(table)
    return "\n".join(lines + _sources_section(rows))


REPEATED = 2
"""Sources of a table up to which each of its columns names them again."""


def _anchor(table: Row) -> str:
    return f"table-{_slug(table['name'])}"


def _source_anchor(name: object) -> str:
    return f"source-{_slug(name)}"


def _source_reference(source: Row) -> str:
    """Return a source of a table as a link to its row in the list of sources."""
    if not source.get("name"):
        return escape_markdown(source.get("title") or "")
    return f'<a href="#{_source_anchor(source["name"])}">{_code(source["name"])}</a>'


def _slug(name: object) -> str:
    return "".join(c if c.isalnum() else "-" for c in str(name))


def _code(text: object) -> str:
    return f"<code>{escape_html(str(text))}</code>"


def _fields(table: Row) -> list[Row]:
    return list((table.get("schema") or {}).get("fields") or [])


def _count(number: object) -> str:
    return format_number(number) if isinstance(number, int) else "–"


def _table_section(table: Row) -> list[str]:
    facts = [
        ("Years", table.get("years")),
        ("Processing", table.get("processing")),
    ]
    lines = [
        f"({_anchor(table)})=",
        "",
        f"### {escape_markdown(table.get('title') or table['name'])}",
        "",
        escape_markdown(table.get("description") or ""),
        "",
    ]
    lines += [f"- {label}: {escape_markdown(_flat(value))}" for label, value in facts if value]
    if table.get("licenses"):
        lines += [f"- Licence: {_licences(table['licenses'])}"]
    if table.get("sources"):
        lines += [f"- Sources: {', '.join(_source_reference(one) for one in table['sources'])}"]
    lines += [f'- In Python: `load("{table["name"]}")`']
    columns = [
        (
            _code(one["name"]),
            _meaning(one),
            escape_html(one_line(one.get("unit") or "")),
            escape_html(_flat(one.get("years") or "")),
            _small(_column_sources(one, table)),
        )
        for one in _fields(table)
    ]
    heads = ["Column", "Meaning", "Unit", "Years", "Source"]
    used = [position for position in range(len(heads)) if any(row[position] for row in columns)]
    table_text = html_table(
        f"Columns of {table['name']}",
        [heads[position] for position in used],
        [[row[position] for position in used] for row in columns],
        stack=True,
    )
    return [*lines, "", table_text, ""] if columns else [*lines, ""]


def _meaning(column: Row) -> str:
    """Return what a column means: title, description, how it was computed, what is missing."""
    title = one_line(column.get("title") or "")
    rest = [one_line(column.get(key) or "") for key in ("description", "processing")]
    missing = column.get("missing")
    if isinstance(missing, int) and missing:
        rest.append(f"Missing: {format_number(missing)}.")
    details = " ".join(dict.fromkeys(one for one in rest if one and one != title))
    if not title:
        return escape_html(details)
    return escape_html(title) + (f"<br>{_small(details)}" if details else "")


def _small(text: str) -> str:
    return f'<span class="wir-small">{escape_html(text)}</span>' if text else ""


LICENCES = {
    "LicenseRef-BA-Statistik": "terms of use of the Statistik der Bundesagentur für Arbeit",
}
"""Licences without a common name, in words."""


def _licences(entries: Iterable[Row] | None) -> str:
    """Return licences in words, as Markdown with a link where there is a text to read."""
    found = []
    for one in entries or []:
        name, semicolon, rest = str(one.get("title") or one.get("name")).partition(";")
        text = escape_markdown(LICENCES.get(name, name))
        if one.get("path"):
            text = f"[{text}]({safe_address(str(one['path']))})"
        found.append(f"{text} ({escape_markdown(rest.strip())})" if semicolon else text)
    return "; ".join(dict.fromkeys(found))


def _column_sources(column: Row, table: Row) -> str:
    """Return the sources of a column; many that are those of the whole table are not repeated."""
    names = column.get("source") or column.get("sources") or []
    of_table = [one.get("name") for one in table.get("sources") or []]
    if isinstance(names, list) and len(names) > REPEATED and set(names) == set(of_table):
        return "all of the table"
    return _flat(names)


def _flat(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_flat(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        parts = [one if isinstance(one, str) else _flat(one) for one in value]
        between = "–" if len(parts) == 2 and all(part.isdigit() for part in parts) else ", "
        return between.join(parts)
    return one_line(value)


def _source_link(row: Row) -> str:
    """Return the id of a source, as a link to its file where it has an address of its own."""
    code, anchor = _code(row.get("id")), f'id="{_source_anchor(row.get("id"))}"'
    if not row.get("url"):
        package = f"<br>{_small(str(row['package']))}" if row.get("package") else ""
        return f"<span {anchor}>{code}</span>{package}"
    return f'<a {anchor} href="{escape_html(safe_address(str(row["url"])))}">{code}</a>'


def _sources_section(rows: list[Row]) -> list[str]:
    table = html_table(
        "Upstream files",
        ["Source", "Publisher and attribution", "Vintage and licence", "SHA-256"],
        [
            (
                _source_link(row),
                escape_html(one_line(row.get("publisher") or ""))
                + '<br><span class="wir-small">'
                + escape_html(one_line(row.get("attribution") or ""))
                + "</span>",
                escape_html(one_line(row.get("vintage") or ""))
                + '<br><span class="wir-small">'
                + escape_html(one_line(row.get("licence") or ""))
                + "</span>",
                f"<code>{escape_html(str(row.get('sha256') or '')[:12])}</code>",
            )
            for row in rows
        ],
        stack=True,
    )
    return [
        "## Sources and licences",
        "",
        "Each file is fixed by its address and its SHA-256; the first twelve digits are shown. The "
        "repository holds no upstream file, only figures derived from them.",
        "",
        table,
        "",
    ]


def dossiers_page(alliances: Iterable[Row], dossiers: Collection[str]) -> str:
    """Return the index of the dossiers, to search and filter.

    Parameters
    ----------
    alliances : iterable of mappings
        Rows of the table ``alliances``.
    dossiers : collection of str
        Ids of the alliances that have a dossier in ``executed/dossiers``.
    """
    rows = list(alliances)
    return "\n".join(
        [
            "# Dossiers of the alliances",
            "",
            f"One dossier for each of the {len(set(dossiers))} alliances of which at least one "
            f"district is known, out of {len(rows)} alliances that we know by name. Each says what "
            "is known about the alliance, where its region stands, and which regions are most like "
            "it. Each is also there as one file "
            "[to print and to pass on](#to-print-and-to-pass-on), in German and English.",
            "",
            dossier_table_html(rows, set(dossiers), "../executed/dossiers/").replace("\n", " "),
            "",
            *_printable_section(rows, set(dossiers)),
        ]
    )


PRINTABLE = "../../dossiers/"
"""Where the printable dossiers are, relative to the page: ``dossiers`` lies beside ``html``."""
FORMS = {"html": "HTML", "pdf": "PDF", "xlsx": "XLSX"}


def _printable_section(alliances: list[Row], dossiers: Collection[str]) -> list[str]:
    """Return the list of the dossiers as files, in both languages; nothing without dossiers."""
    rows = [one for one in alliances if str(one.get("alliance_id")) in dossiers]
    if not rows:
        return []
    rows.sort(key=lambda one: one_line(one.get("name") or "").casefold())
    table = html_table(
        "Printable dossiers",
        ["Alliance", "Deutsch", "English"],
        [
            (
                escape_html(one_line(one.get("name") or "")),
                _form_links(one, "de", "German"),
                _form_links(one, "en", "English"),
            )
            for one in rows
        ],
        stack=True,
    )
    return [
        "## To print and to pass on",
        "",
        "HTML is one file that opens without a network and is the form for screen readers; PDF is "
        "for paper; XLSX holds every table. The files lie in the folder `dossiers` beside the "
        "folder `html` of this book: keep both together when you copy or pack it. `make dossiers` "
        "makes them anew, [your own](../adapt.md) comes from `make dossier`.",
        "",
        table,
        "",
    ]


def _form_links(row: Row, language: str, spoken: str) -> str:
    """Return the links to the files of a dossier in one language."""
    key, name = str(row["alliance_id"]), escape_html(one_line(row.get("name") or ""))
    return " · ".join(
        f'<a href="{escape_html(f"{PRINTABLE}{key}.{language}.{end}")}" hreflang="{language}">'
        f'<span class="sr-only">{name}, {spoken}, </span>{form}</a>'
        for end, form in FORMS.items()
    )


def reproducibility_page(
    manifests: Iterable[Row], versions: Mapping[str, str], lock: bytes = b""
) -> str:
    """Return the page that says how everything was computed and how to compute it again.

    Parameters
    ----------
    manifests : iterable of mappings
        The manifest of each run.
    versions : mapping
        Package → version.
    lock : bytes
        The lock file; its hash is shown.
    """
    runs = sorted(manifests, key=lambda one: str(one["name"]))
    seconds = sum(float(one.get("seconds") or 0) for one in runs)
    pythons = ", ".join(sorted({str(one.get("python")) for one in runs})) or "not known"
    package_rows = [
        (f"<code>{escape_html(name)}</code>", escape_html(version))
        for name, version in sorted(versions.items())
    ]
    return "\n".join(
        [
            "# Methods and reproducibility",
            "",
            f"{len(runs)} runs of the notebooks made this book, in "
            f"{format_number(seconds)} seconds of computing on Python {escape_markdown(pythons)}. "
            "This page says what went into each, and how to compute all of it again.",
            "",
            "## Compute it again",
            "",
            "`make verify` runs every notebook that is not up to date and compares each recorded "
            "number with the committed one, within the tolerance declared for it. `make clean` "
            "before it removes all results, so that everything is computed anew. Randomness comes "
            "from a seed that is a parameter of the notebook. The packages are those of "
            "`requirements.lock`"
            + (f" (SHA-256 `{hashlib.sha256(lock).hexdigest()[:16]}…`)" if lock else "")
            + ".",
            "",
            "Each page shows its code behind *Show the code*; each figure and table says "
            "which data, notebook and parameters it comes from and gives its data as CSV.",
            "",
            "## Runs",
            "",
            html_table(
                "Runs of the notebooks",
                ["Run and parameters", "Seconds", "Commit", "Files, hashes"],
                [_run_row(one) for one in runs],
                numbers={"Seconds"},
                stack=True,
            ),
            "",
            "## Versions",
            "",
            html_table("Packages", ["Package", "Version"], package_rows),
            "",
        ]
    )


def _run_row(manifest: Row) -> tuple[str, ...]:
    name = str(manifest["name"])
    parameters = "; ".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}"
        for key, value in (manifest.get("parameters") or {}).items()
    )
    return (
        f'<a href="../executed/{escape_html(name)}.html">{escape_html(name)}</a>'
        f"<br>{_small(parameters)}",
        format_number(float(manifest.get("seconds") or 0), 1),
        f"<code>{escape_html(str(manifest.get('commit') or 'not known'))}</code>",
        _hashes(manifest.get("inputs") or {}, "input", name)
        + _hashes(manifest.get("results") or {}, "result read", name)
        + _hashes(manifest.get("outputs") or {}, "output", name),
    )


def _hashes(entries: Mapping[str, str], kind: str, run: str) -> str:
    """Return file hashes behind a toggle."""
    if not entries:
        return "" if kind == "result read" else f"<div>no {kind}s</div>"
    noun, _, rest = kind.partition(" ")
    count = plural(
        len(entries),
        {"one": f"{{n}} {kind}", "other": f"{{n}} {noun}s {rest}".rstrip()},
    )
    items = "".join(
        f"<li>{escape_html(str(path))} <code>{escape_html(str(digest)[:12])}</code></li>"
        for path, digest in sorted(entries.items())
    )
    return (
        f'<details><summary>{count}<span class="sr-only"> of {escape_html(run)}'
        f"</span></summary><ul>{items}</ul></details>"
    )
