"""One executed notebook as one HTML file that can be sent by mail: no script, nothing to fetch.

The code stays out; text, figures, tables and sources stay in, pictures inside the file.
"""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

from wir.publish import files
from wir.publish.text import escape_html

STYLE = """
:root{color-scheme:light dark}
body{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 4rem;line-height:1.6;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
h1,h2,h3{line-height:1.2}h2{margin-top:2.4rem}
figure{margin:2rem 0!important;border:1px solid #d5dae0;border-radius:6px}
img{max-width:100%;height:auto}a{color:#00598c}
@media(prefers-color-scheme:dark){body{background:#121212;color:#d9dee3}a{color:#7cc4f2}
figure a{color:#00598c}}
.wir-scroll{position:relative;overflow-x:auto;margin-top:2rem}
table{border-collapse:collapse;font-size:.9rem}
caption{text-align:left;font-weight:600;padding-bottom:.5rem}
th,td{padding:.4rem .75rem .4rem 0;border-bottom:1px solid #b9c0c8;text-align:left;
vertical-align:top}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
th.number{white-space:normal}
.sr-only{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
:focus-visible{outline:3px solid #0072b2;outline-offset:2px}
@media print{body{max-width:none;padding:0;font-size:10.5pt}figure,tr{break-inside:avoid}
h1,h2,h3{break-after:avoid}table{font-size:8.5pt}figure img{max-height:17cm}}
"""

MIME = {".svg": "image/svg+xml", ".png": "image/png", ".csv": "text/csv"}
ROLE = re.compile(r"\{([a-z:_-]+)\}`([^`]+)`")
LINK = re.compile(r'\b(src|href)="([^":#?]+\.(?:svg|png|csv))"')


def html(executed: Path) -> str:
    """Return an executed notebook as a complete HTML page."""
    notebook = json.loads(executed.read_text(encoding="utf-8"))
    folder = executed.with_suffix("")
    parts = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            parts.append(_markdown("".join(cell["source"]), folder))
        elif cell["cell_type"] == "code":
            parts += [_output(one, folder) for one in cell.get("outputs", [])]
    body = LINK.sub(lambda found: _inline(found, executed.parent), "\n".join(parts))
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.DOTALL)
    title = re.sub(r"<[^>]+>", "", heading[1]).strip() if heading else escape_html(executed.stem)
    language = _parameters(folder).get("language", "en")
    return (
        f'<!doctype html>\n<html lang="{escape_html(str(language))}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head>\n<body><main>{body}</main></body>"
        "</html>\n"
    )


def _parameters(folder: Path) -> dict[str, Any]:
    parameters: dict[str, Any] = files.read_json(folder / "manifest.json", {}).get("parameters", {})
    return parameters


def _output(output: dict[str, Any], folder: Path) -> str:
    """Return one output of a cell; what is printed is left out, as in the book's errors."""
    data = output.get("data", {})
    if "text/html" in data:
        return "".join(data["text/html"])
    if "text/markdown" in data:
        return _markdown("".join(data["text/markdown"]), folder)
    if "image/png" in data:
        return f'<img alt="" src="data:image/png;base64,{"".join(data["image/png"]).strip()}">'
    plain = "".join(data.get("text/plain", ""))
    return f"<pre>{escape_html(plain)}</pre>" if plain else ""


def _markdown(text: str, folder: Path) -> str:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    def formula(tex: str, options: dict[str, Any]) -> str:
        from latex2mathml.converter import convert

        return convert(tex, display="block" if options.get("display_mode") else "inline")

    renderer = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin, renderer=formula)
    return str(renderer.render(_roles(text, folder)))


def _roles(text: str, folder: Path) -> str:
    """Replace the roles of the book by what can be read without it."""
    from wir.publish.numbers import FILENAME
    from wir.publish.references import resolve_number

    docname = "/".join(["executed", folder.parent.name, folder.name])
    numbers = files.read_json(folder.parents[1] / FILENAME, {})
    numbers |= files.read_json(folder / FILENAME, {})
    titles = {one["label"]: one["title"] for one in files.read_json(folder / "outputs.json", [])}

    def replace(found: re.Match[str]) -> str:
        role, content = found[1], found[2]
        if role == "num":
            known = resolve_number(content, docname, numbers)
            return known[1] if known else "not known"
        label = re.sub(r".*<(.+)>$", r"\1", content)
        return f"“{titles[label]}”" if label in titles else re.sub(r"\s*<.+>$", "", content)

    return ROLE.sub(replace, text)


def _inline(found: re.Match[str], folder: Path) -> str:
    """Put a file of the run into the page."""
    path = folder / found[2]
    if not path.is_file():
        return found[0]
    content = base64.b64encode(path.read_bytes()).decode()
    download = f' download="{escape_html(path.name)}"' if path.suffix == ".csv" else ""
    return f'{found[1]}="data:{MIME[path.suffix]};base64,{content}"{download}'
