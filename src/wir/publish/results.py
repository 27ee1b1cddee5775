"""Results that one notebook makes and another one shows, such as forecasts in a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wir import config
from wir.files import replacing
from wir.publish.context import check_name, run

if TYPE_CHECKING:
    import pandas as pd


def save_result(df: pd.DataFrame, name: str) -> None:
    """Keep a table in the folder of the run, as Parquet with its types, for other notebooks.

    Parameters
    ----------
    df : DataFrame
        The table; a named index is kept as columns.
    name : str
        Lower-case letters, digits and hyphens.
    """
    check_name(name)
    plain = df.reset_index() if any(one is not None for one in df.index.names) else df
    with replacing(run().path(f"{name}.parquet")) as temporary:
        plain.to_parquet(temporary, index=False)


def result(notebook: str, name: str) -> pd.DataFrame:
    """Return a table that another notebook of the book has kept.

    Write both names as literals: the run is then repeated when that table changes.

    Parameters
    ----------
    notebook : str
        Name of a notebook that runs once, such as ``1-2-new-fields``.
    name : str
        Name given to `save_result`.

    Raises
    ------
    FileNotFoundError
        If that notebook has not run yet, or has kept no such table; the message says what to do.
    """
    import pandas as pd

    folder = config.EXECUTED / notebook
    path = folder / f"{name}.parquet"
    if not path.is_file():
        kept = ", ".join(sorted(one.stem for one in folder.glob("*.parquet"))) or "none"
        raise FileNotFoundError(
            f"The result {name!r} of {notebook} is not there (kept: {kept}). Run `make notebook "
            f"N={notebook}` first."
        )
    return pd.read_parquet(path)
