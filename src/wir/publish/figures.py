"""Figures: one call writes image and data, and shows both with caption and source.

The bytes of an image depend on the figure alone: a fixed font that comes with matplotlib, a
fixed salt for the identifiers in the SVG, no date, coordinates rounded to a hundredth of a point.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from wir.files import replacing
from wir.publish import palette, parts
from wir.publish.context import Run, run
from wir.publish.text import display_text, escape_html, escape_markdown, one_line

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

SVG_LIMIT = 600_000
"""Bytes above which a figure is stored as PNG."""
PNG_DPI = 192
"""Twice the 96 dots per inch of a screen."""

STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 9.5,
    "axes.labelcolor": palette.INK,
    "axes.edgecolor": palette.FAINT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": False,
    "grid.color": palette.GRID,
    "grid.linewidth": 0.7,
    "text.color": palette.INK,
    "xtick.color": palette.FAINT,
    "ytick.color": palette.FAINT,
    "xtick.labelcolor": palette.INK,
    "ytick.labelcolor": palette.INK,
    "legend.frameon": False,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "savefig.facecolor": "white",
    "figure.dpi": 96,
    "svg.fonttype": "path",
    "svg.hashsalt": "wir",
    "lines.linewidth": 1.6,
}

_NUMBER = re.compile(rb"(\d+\.\d{2})\d+")
_SPACE = re.compile(rb"\s*\b([MLCQz])\s+")
_PATH_DATA = re.compile(rb' d="[^"]*"')


def style() -> AbstractContextManager[None]:
    """Return the look of every figure as a context: ``with style(): fig, ax = plt.subplots()``."""
    import matplotlib as mpl

    return mpl.rc_context(STYLE)


def use_style() -> None:
    """Use the look of the book for everything drawn from now on in this process."""
    import matplotlib as mpl

    mpl.rcParams.update(STYLE)


def figure(
    fig: Figure,
    name: str,
    *,
    title: str,
    caption: str,
    alt: str,
    data: pd.DataFrame,
    sources: Sequence[str],
    parameters: Sequence[str] | None = None,
) -> None:
    """Publish a figure: write image and data into the folder of the run, and show it.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure; it is closed afterwards.
    name : str
        Lower-case letters, digits and hyphens; the label for references is
        ``fig-<name of the run>-<name>``.
    title : str
        What the figure shows, as a statement. Plain text.
    caption : str
        How to read it: units, years, what is left out. Plain text.
    alt : str
        What can be seen, for those who cannot see it. Plain text.
    data : DataFrame
        What is drawn; becomes the CSV to download. A named index becomes columns.
    sources : list of str
        Names of tables or ids of sources.
    parameters : list of str, optional
        Parameters of the run that matter here; all of them where not given.

    Raises
    ------
    ValueError
        If something is missing (the message says what), a source is unknown, or the name
        cannot be used.
    """
    import matplotlib.pyplot as plt

    parts.require(
        "figure",
        name,
        {"title": title, "alt": alt, "caption": caption, "data": data, "sources": sources},
    )
    current = run()
    source = parts.source_line(current, name, sources, parameters, current.link(f"{name}.csv"))
    image, suffix = render(fig, title)
    plt.close(fig)
    parts.save_data(current, name, data)
    other = {"svg": "png", "png": "svg"}[suffix]
    current.path(f"{name}.{other}").unlink(missing_ok=True)
    with replacing(current.path(f"{name}.{suffix}")) as temporary:
        temporary.write_bytes(image)
    parts.note(
        current,
        "figure",
        name,
        title=title,
        caption=caption,
        alt=alt,
        source=source,
        sources=sources,
        made=[f"{name}.{suffix}", f"{name}.csv"],
    )
    display_text(
        _markdown(current, name, suffix, title, caption, alt, source),
        _html(current, name, suffix, image, title, caption, alt, source),
    )


def render(fig: Figure, title: str = "") -> tuple[bytes, str]:
    """Return an image of the figure as bytes, and its suffix: ``svg``, or ``png`` if large."""
    import matplotlib as mpl

    with mpl.rc_context({"svg.hashsalt": "wir", "svg.fonttype": "path"}):
        buffer = BytesIO()
        named: dict[str, Any] = {"Title": one_line(title)} if one_line(title) else {}
        fig.savefig(
            buffer,
            format="svg",
            bbox_inches="tight",
            pad_inches=0.12,
            metadata={"Date": None, "Creator": None} | named,
        )
        svg = _shorten_paths(buffer.getvalue())
        if len(svg) <= SVG_LIMIT:
            return svg, "svg"
        buffer = BytesIO()
        fig.savefig(
            buffer,
            format="png",
            dpi=PNG_DPI,
            bbox_inches="tight",
            pad_inches=0.12,
            metadata={"Software": None},
        )
        return buffer.getvalue(), "png"


def _shorten_paths(svg: bytes) -> bytes:
    """Shorten path data: two decimals are less than a screen can show; no needless space."""

    def shorten(match: re.Match[bytes]) -> bytes:
        return _SPACE.sub(rb"\1", _NUMBER.sub(rb"\1", match.group()))

    return _PATH_DATA.sub(shorten, svg)


def _markdown(
    run: Run, name: str, suffix: str, title: str, caption: str, alt: str, source: parts.SourceLine
) -> str:
    quoted = one_line(alt).replace("\\", "\\\\").replace('"', '\\"')
    lines = [
        f"````{{figure}} {run.link(f'{name}.{suffix}')}",
        f":name: fig-{run.slug}-{name}",
        f':alt: "{quoted}"',
        ":figclass: wir-figure",
        "",
        escape_markdown(title),
        "",
        escape_markdown(caption),
        "",
        source.markdown,
    ]
    if source.folded:
        lines += ["", "```{raw} html", source.folded, "```"]
    return "\n".join([*lines, "````"])


def _html(
    run: Run,
    name: str,
    suffix: str,
    image: bytes,
    title: str,
    caption: str,
    alt: str,
    source: parts.SourceLine,
) -> str:
    if run.interactive:
        mime = {"svg": "image/svg+xml", "png": "image/png"}[suffix]
        address = f"data:{mime};base64,{base64.b64encode(image).decode()}"
    else:
        address = run.link(f"{name}.{suffix}")
    return (
        '<figure style="margin:0;max-width:860px;background:#fff;color:#1f2328;padding:8px">'
        f'<figcaption style="font-weight:600">{escape_html(one_line(title))}</figcaption>'
        f'<img src="{escape_html(address)}" alt="{escape_html(one_line(alt))}"'
        ' style="max-width:100%;height:auto">'
        f"<p>{escape_html(one_line(caption))}</p>"
        f"<small><p>{source.html}</p>{source.folded}</small></figure>"
    )
