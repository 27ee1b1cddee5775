"""Write tables as Parquet so that equal content gives equal bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Write a table or map as Parquet (zstd), without a word of metadata about when.

    Parameters
    ----------
    table
        A DataFrame with a plain index, which is not kept; a GeoDataFrame becomes GeoParquet.
    path
        The file to write.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if hasattr(table, "geometry"):
        from geopandas.io.arrow import _geopandas_to_arrow

        arrow = _geopandas_to_arrow(table, index=False)
        metadata = {b"geo": arrow.schema.metadata[b"geo"]}
    else:
        arrow = pa.Table.from_pandas(table, preserve_index=False)
        metadata = {}
    arrow = arrow.cast(_plain_types(arrow.schema)).replace_schema_metadata(metadata or None)
    floats = [field.name for field in arrow.schema if pa.types.is_floating(field.type)]
    texts = [field.name for field in arrow.schema if not pa.types.is_floating(field.type)]
    pq.write_table(
        arrow,
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=texts,
        column_encoding=None,
        use_byte_stream_split=floats,
        version="2.6",
        store_schema=bool(metadata),
        row_group_size=max(len(table), 1),
    )


def _plain_types(schema: object) -> object:
    """Return the schema with large strings as strings and dictionaries resolved."""
    import pyarrow as pa

    fields = []
    for field in schema:  # type: ignore[attr-defined]
        kind = field.type
        if pa.types.is_dictionary(kind):
            kind = kind.value_type
        if pa.types.is_large_string(kind):
            kind = pa.string()
        fields.append(pa.field(field.name, kind))
    return pa.schema(fields)
