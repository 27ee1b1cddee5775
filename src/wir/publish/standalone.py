"""One executed notebook as one HTML file: opens by double click, asks for nothing, prints well."""

from __future__ import annotations

import base64
import json
import mimetypes
import re
from pathlib import Path

from wir import config
from wir.publish import files
from wir.publish.text import escape_html

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  color: #1f2328; background: #fff; max-width: 54rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0.5rem 0 1rem; }
h2 { font-size: 1.35rem; margin: 2.2rem 0 0.6rem; border-bottom: 1px solid #d8dce0; }
h3 { font-size: 1.1rem; margin: 1.6rem 0 0.4rem; }
a { color: #0b5394; }
a.anchor-link { display: none; }
figure { margin: 1.2rem 0; padding: 0; }
img, svg { max-width: 100%; height: auto; }
small, .wir-small { color: #4a5058; }
.wir-scroll { overflow-x: auto; }
.wir-scroll:focus { outline: 2px solid #0b5394; }
table { border-collapse: collapse; font-size: 0.9rem; width: 100%; margin: 0.8rem 0 0.2rem; }
caption { text-align: left; font-weight: 600; padding: 0.3rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem 0.3rem 0;
  border-bottom: 1px solid #d8dce0; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.sr-only { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0); }
@media print {
  body { max-width: none; font-size: 10pt; padding: 0; }
  figure, table, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
}
"""

PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""

_ADDRESS = re.compile(r'(?P<before>\b(?:src|href)=")(?P<address>[^"#:]+)(?P<after>")')


def page(executed: Path, target: Path, language: str = "en") -> Path:
    """Write an executed notebook, without its code, as one self-contained HTML file.

    Parameters
    ----------
    executed : Path
        The notebook; images and tables that it links to lie beside it.
    target : Path
        The file to write; it is replaced as a whole.
    language : str
        Language of the text, for screen readers and hyphenation.

    Returns
    -------
    Path
        `target`.
    """
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="basic", exclude_input=True, exclude_input_prompt=True,
        exclude_output_prompt=True, exclude_anchor_links=True,
    )  # fmt: skip
    body, _ = exporter.from_filename(str(executed))
    text = PAGE.format(
        language=language,
        title=escape_html(_title(executed)),
        style=STYLE,
        body=_embed(_numbers(body), executed.parent),
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    return files.write_text(target, text)


def _title(executed: Path) -> str:
    first = json.loads(executed.read_text(encoding="utf-8"))["cells"][0]
    return "".join(first["source"]).splitlines()[0].lstrip("# ").strip()


def _numbers(body: str) -> str:
    """Put the numbers of the book in the place of ``{num}`key```."""
    from wir.publish.book import read_numbers

    known = read_numbers(config.BOOK)
    return re.sub(
        r"\{num\}<code>([^<]+)</code>",
        lambda match: escape_html(str(known.get(match[1], {}).get("text", "not known"))),
        body,
    )


def _embed(body: str, folder: Path) -> str:
    """Put files that the page links to into the page."""

    def replace(match: re.Match[str]) -> str:
        file = folder / match["address"]
        if not file.is_file():
            return match[0]
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        data = base64.b64encode(file.read_bytes()).decode()
        name = f' download="{escape_html(file.name)}"' if "href" in match["before"] else ""
        return f"{match['before']}data:{kind};base64,{data}{match['after']}{name}"

    return _ADDRESS.sub(replace, body)
