"""Charts for documents, from Matplotlib figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wir.documents.blocks import Chart
from wir.publish.figures import render

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def chart(
    fig: Figure,
    key: str,
    *,
    title: str,
    caption: str,
    alt: str,
    data: pd.DataFrame,
    source: str = "",
    width: float = 1.0,
) -> Chart:
    """Return a chart block made from a figure, which is closed afterwards.

    Raises
    ------
    ValueError
        If the drawing is too large for a document (it then holds too many points).
    """
    import matplotlib.pyplot as plt

    image, suffix = render(fig)
    plt.close(fig)
    if suffix != "svg":
        raise ValueError(f"Chart {key!r} is too large as SVG; draw fewer points or lines")
    return Chart(image.decode(), key, title, caption, alt, data, source, width)
