"""Decode R files once: the result is kept as Parquet, keyed by the content of the source."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from wir import config
from wir.data import rda
from wir.files import replacing

if TYPE_CHECKING:
    import pandas as pd


@cache
def _decoder() -> bytes:
    """Return the code that decodes: when it changes, what is kept no longer counts."""
    return Path(rda.__file__).read_bytes()


def key_of(path: Path, name: str | None) -> str:
    """Return the key of a decoded table: hash of file, name of the table and decoder."""
    digest = hashlib.sha256(path.read_bytes())
    digest.update((name or "").encode())
    digest.update(_decoder())
    return digest.hexdigest()[:32]


def read_decoded(path: Path, name: str | None = None, folder: Path | None = None) -> pd.DataFrame:
    """Return a data frame of an ``.rda`` file, from the cache if it was decoded before.

    Parameters
    ----------
    path
        The verified file.
    name
        Name of the data frame; may be left out if there is only one.
    folder
        Cache; by default ``data/raw/cache/decoded``. If it cannot be written, nothing is kept.

    Raises
    ------
    wir.data.rda.RdaError
        If the file is damaged or has no such data frame.
    """
    import pandas as pd

    folder = folder or config.CACHE / "decoded"
    kept = folder / f"{path.name.split('.')[0]}-{key_of(path, name)}.parquet"
    try:
        return pd.read_parquet(kept)
    except (OSError, ValueError):
        pass  # not there yet, or damaged: decode again
    frames = rda.read_rda(path)
    if name is None and len(frames) != 1:
        raise rda.RdaError(f"{path.name} holds {', '.join(frames)}; which one is meant?")
    if name is not None and name not in frames:
        raise rda.RdaError(f"{path.name} has no table {name!r}; it holds {', '.join(frames)}")
    table = frames[name or next(iter(frames))]
    try:
        with replacing(kept) as temporary:
            table.to_parquet(temporary, compression="zstd", index=False)
    except OSError:
        pass  # a cache that cannot be written costs time, not correctness
    return table
