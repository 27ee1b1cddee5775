"""The Sphinx extension of the book: numbers, tables, formulas, and nothing from elsewhere.

- ``{num}`key``` puts a recorded number into a text (``{num}`key|de``` in German).
- ``wir-table`` is what `wir.publish.tables.table` writes into an executed notebook.
- Figures and tables are counted page by page.
- Formulas become MathML: no script, no web font.
- The generated pages (data, reproducibility, dossiers) are written before the book is read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.images import get_image_size
from sphinx.writers.html5 import HTML5Translator

from wir.publish import files, page_numbers
from wir.publish.numbers import nearest
from wir.publish.references import resolve_number
from wir.publish.tables import table_html
from wir.publish.text import escape_html

LOGGER = logging.getLogger(__name__)
FRESH = "executed/numbers.json"
COMMITTED = "numbers.json"
LONG = 40
"""Rows above which a table scrolls in a frame of its own."""


def read_numbers(source: Path) -> dict[str, dict[str, Any]]:
    """Return the numbers of a book: those of the last runs, else those that are committed."""
    fresh = source / FRESH
    numbers: dict[str, dict[str, Any]] = files.read_json(
        fresh if fresh.is_file() else source / COMMITTED, {}
    )
    return numbers


LONGEST_NUMBER = 3
"""Words of a result (``p = 0.0468``) that stay on one line."""


class NumberRole(SphinxRole):
    """Role ``num``: a number from the results."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number as text; an unknown key is a warning."""
        numbers: dict[str, dict[str, Any]] = self.env.app.wir_numbers  # type: ignore[attr-defined]
        found = resolve_number(self.text, self.env.docname, numbers)
        used = _used(self.env).setdefault(self.env.docname, {})
        if found is None:
            used[self.text] = None
            near = nearest(self.text.partition("|")[0], numbers)
            hint = f"; the nearest are {', '.join(near)}" if near else ""
            LOGGER.warning(
                "page %s: no result has the number %r%s (%d numbers are recorded)",
                self.env.docname,
                self.text,
                hint,
                len(numbers),
                location=self.get_location(),
                type="wir",
                subtype="number",
            )
            return [nodes.strong(self.rawtext, f"[{self.text}?]")], []
        used[self.text] = found[1]
        node = nodes.inline(self.rawtext, "", classes=["wir-number", *_words(found[1])])
        node += marked(found[1])
        node["wir_key"] = found[0]
        return [node], []


def marked(text: str) -> list[nodes.Node]:
    """Return a text as nodes: what stands between pairs of ``**`` is strong."""
    parts = text.split("**")
    if len(parts) % 2 == 0:
        return [nodes.Text(text)]
    return [
        nodes.strong("", part) if place % 2 else nodes.Text(part)
        for place, part in enumerate(parts)
        if part
    ]


def _words(text: str) -> list[str]:
    """Return the class of a result in words, which may break at the end of a line."""
    return ["wir-words"] if len(text.split(" ")) > LONGEST_NUMBER else []


def _used(env: BuildEnvironment) -> dict[str, dict[str, str | None]]:
    """Return {page: {number as written: text shown}} of the last build."""
    if not hasattr(env, "wir_used"):
        env.wir_used = {}  # type: ignore[attr-defined]
    used: dict[str, dict[str, str | None]] = env.wir_used  # type: ignore[attr-defined]
    return used


def _load_numbers(app: Sphinx) -> None:
    app.wir_numbers = read_numbers(Path(app.srcdir))  # type: ignore[attr-defined]


def _pages_with_changed_numbers(app: Sphinx, env: BuildEnvironment, *_sets: set[str]) -> list[str]:
    """Return the pages that show a number that is another now."""
    numbers: dict[str, dict[str, Any]] = app.wir_numbers  # type: ignore[attr-defined]
    outdated = []
    for docname, shown in _used(env).items():
        for text, value in shown.items():
            found = resolve_number(text, docname, numbers)
            if (found[1] if found else None) != value:
                outdated.append(docname)
                break
    return [one for one in outdated if one in env.found_docs]


def _forget(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _used(env).pop(docname, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment
) -> None:
    for docname in docnames:
        if docname in _used(other):
            _used(env)[docname] = _used(other)[docname]


WIDE = 1.25
"""Width by height from which on a figure scrolls on a phone, so that its labels can be read."""


def _open_alone(app: Sphinx, document: nodes.document) -> None:
    """Make the pictures of figures links to themselves: on a phone they can be opened alone.

    Sphinx links a picture that has a width to its file. Wide ones get the class ``wir-wide``.
    """
    for figure in document.findall(nodes.figure):
        if "wir-figure" in figure["classes"]:
            for image in figure.findall(nodes.image):
                image["width"] = "100%"
                width, height = get_image_size(Path(app.srcdir) / image["uri"]) or (0, 0)
                if width > WIDE * height:
                    figure["classes"].append("wir-wide")


class wir_table(nodes.General, nodes.Element):  # noqa: N801
    """A table whose rows are HTML already; children: caption and source."""


class TableDirective(SphinxDirective):
    """Directive ``wir-table``: the content is JSON, see `wir.publish.tables.table`."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the table with caption and source."""
        spec = json.loads("\n".join(self.content))
        node = wir_table(title=spec["title"], rows=spec["rows"], search=bool(spec["search"]))
        self.set_source_info(node)
        node["names"].append(spec["name"])
        self.state.document.note_explicit_target(node, node)
        note = nodes.paragraph("", spec["caption"], classes=["wir-note"])
        source = nodes.paragraph("", spec["source"] + " ", classes=["wir-source"])
        source += addnodes.download_reference(
            "", "", nodes.Text(spec["link_text"]), reftarget=spec["link"], refdoc=self.env.docname
        )
        node += [note, source]
        if spec.get("folded"):
            node += nodes.raw("", spec["folded"], format="html")
        return [node]


def visit_table(translator: HTML5Translator, node: wir_table) -> None:
    """Write the table; its number stands in its caption."""
    figtype = "table"
    numbers = translator.builder.fignumbers.get(figtype, {})  # type: ignore[attr-defined]
    number = numbers.get(node["ids"][0], ()) if node["ids"] else ()
    prefix = translator.config.numfig_format[figtype] % ".".join(map(str, number))
    shown = f'<span class="caption-number">{escape_html(prefix)} </span>' if number else ""
    attribute = " data-search" if node["search"] else ""
    long = " wir-long" if node["rows"].count("<tr>") > LONG else ""
    identifier = escape_html(node["ids"][0]) if node["ids"] else ""
    translator.body.append(f'<div class="wir-table{long}" id="{identifier}"{attribute}>')
    title = node["title"]
    translator.body.append(table_html(escape_html(title), node["rows"], title, shown))


def depart_table(translator: HTML5Translator, _node: wir_table) -> None:
    """Close the table."""
    translator.body.append("</div>\n")


def visit_math(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in a line as MathML."""
    translator.body.append(_mathml(node.astext(), "inline", node))
    raise nodes.SkipNode


def visit_displayed_math(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on its own line as MathML, with its number if it has one."""
    identifier = f' id="{escape_html(node["ids"][0])}"' if node.get("ids") else ""
    translator.body.append(f'<div class="math wir-math"{identifier} tabindex="0">')
    translator.body.append(_mathml(node.astext(), "block", node))
    if node.get("number"):
        number = translator.builder.config.math_eqref_format or "({number})"  # type: ignore[attr-defined]
        translator.body.append(
            f'<span class="eqno">{escape_html(number.format(number=node["number"]))}</span>'
        )
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def _mathml(tex: str, display: str, node: nodes.Node) -> str:
    from latex2mathml.converter import convert

    try:
        return convert(tex, display=display)
    except Exception as error:  # the library raises bare exceptions of many kinds
        LOGGER.warning(
            "formula cannot be read (%s): %s",
            error or type(error).__name__,
            tex,
            location=node,
            type="wir",
            subtype="math",
        )
        return f"<code>{escape_html(tex)}</code>"


def _write_pages(app: Sphinx, _config: Config) -> None:
    """Write the generated pages of this project's book, before Sphinx looks for pages."""
    from wir import config

    if Path(app.srcdir).resolve() == config.BOOK.resolve():
        from wir.publish.generate import write_pages

        try:
            write_pages()
        except (OSError, ValueError, KeyError) as error:
            raise ExtensionError(f"the generated pages could not be written: {error}") from error


def _version_of_code() -> int:
    """Return a number that changes with the code behind the pages: all are read anew then."""
    names = ("book", "page_numbers", "references", "tables", "text")
    code = b"".join(Path(__file__).with_name(f"{name}.py").read_bytes() for name in names)
    return int(hashlib.sha256(code).hexdigest()[:12], 16)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything with Sphinx."""
    # Jupyter Book sets this for an extension that the book does not load.
    app.add_config_value("comments_config", {}, "env")
    app.add_role("num", NumberRole())
    app.add_directive("wir-table", TableDirective)
    app.add_enumerable_node(
        wir_table, "table", lambda node: node["title"], html=(visit_table, depart_table)
    )
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_displayed_math, None))
    app.connect("config-inited", _write_pages, priority=100)
    app.connect("builder-inited", _load_numbers)
    app.connect("env-get-outdated", _pages_with_changed_numbers)
    app.connect("env-purge-doc", _forget)
    app.connect("doctree-read", _open_alone)
    app.connect("env-merge-info", _merge)
    page_numbers.connect(app)
    return {
        "version": "1",
        "env_version": _version_of_code(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
