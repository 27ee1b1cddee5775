"""Manifest, storage and the cache of decoded files."""

from __future__ import annotations

import csv

import geopandas as gpd
import pandas as pd
import pytest
import rdata
from shapely.geometry import box

from wir import config
from wir.data import decoded
from wir.data.errors import DataError
from wir.data.manifest import COLUMNS, read_manifest
from wir.data.storage import write_parquet
from wir.files import replacing


class TestManifest:
    @pytest.fixture
    def rows(self):
        with config.SOURCES.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, path, rows):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return path

    def test_the_committed_manifest_is_complete(self):
        sources = read_manifest()
        assert len(sources) == 18
        for source in sources.values():
            assert source.licence
            assert source.attribution
            assert source.url.startswith("https://") or source.package
            if "githubusercontent" in source.url:
                assert len(source.url.split("/")[5]) == 40, "pinned to a commit"

    @pytest.mark.parametrize(
        ("column", "value", "expected"),
        [
            ("sha256", "abc", "64 hexadecimal digits"),
            ("bytes", "many", "a whole number"),
            ("url", "http://example.org/x", "an https address"),
            ("id", "ba_jobs", "an id of its own"),
        ],
    )
    def test_a_wrong_cell_is_named(self, tmp_path, rows, column, value, expected):
        rows[3] |= {column: value}
        with pytest.raises(DataError, match=rf"line 5, column '{column}'.*{expected}"):
            read_manifest(self.write(tmp_path / "sources.csv", rows))

    def test_a_missing_column_is_named(self, tmp_path, rows):
        for row in rows:
            del row["sha256"]
        with pytest.raises(DataError, match="no column sha256"):
            read_manifest(self.write(tmp_path / "sources.csv", rows))

    def test_a_missing_manifest(self, tmp_path):
        with pytest.raises(DataError, match="missing"):
            read_manifest(tmp_path / "sources.csv")

    @pytest.mark.mirror
    def test_it_says_what_the_mirror_says(self, mirror):
        with (mirror / "sources.csv").open(encoding="utf-8", newline="") as file:
            there = {row["id"]: row for row in csv.DictReader(file)}
        for name, source in read_manifest().items():
            for column in set(COLUMNS) & {"sha256", "bytes", "url", "package", "licence"}:
                assert str(getattr(source, column)) == there[name][column]


class TestStorage:
    TABLE = pd.DataFrame({"ags": ["01001", None], "n": [1.5, None], "year": [2020, 2021]})

    def test_equal_tables_give_equal_bytes(self, tmp_path):
        write_parquet(self.TABLE, tmp_path / "a.parquet")
        write_parquet(self.TABLE.copy(), tmp_path / "b.parquet")
        assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
        pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "a.parquet"), self.TABLE)

    def test_maps_keep_their_projection(self, tmp_path):
        table = gpd.GeoDataFrame({"ags": ["01001"]}, geometry=[box(9, 50, 10, 51)], crs="EPSG:4326")
        write_parquet(table, tmp_path / "map.parquet")
        back = gpd.read_parquet(tmp_path / "map.parquet")
        assert back.crs == "EPSG:4326"
        assert back.geometry.iloc[0].equals(box(9, 50, 10, 51))

    def test_a_failure_leaves_the_old_file_and_nothing_else(self, tmp_path):
        path = tmp_path / "table.parquet"
        path.write_bytes(b"old")

        def fail_half_way():
            with replacing(path) as temporary:
                temporary.write_bytes(b"half")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail_half_way()
        assert path.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [path]


class TestDecoded:
    SOURCE = rdata.TESTDATA_PATH / "test_dataframe.rda"

    @pytest.fixture
    def count_decodings(self, monkeypatch):
        calls = []
        real = decoded.rda.read_rda
        monkeypatch.setattr(decoded.rda, "read_rda", lambda p: calls.append(p) or real(p))
        return calls

    def test_the_second_read_does_not_decode(self, tmp_path, count_decodings):
        first = decoded.read_decoded(self.SOURCE, folder=tmp_path)
        second = decoded.read_decoded(self.SOURCE, folder=tmp_path)
        assert len(count_decodings) == 1
        pd.testing.assert_frame_equal(first, second)

    def test_a_damaged_copy_is_decoded_again(self, tmp_path, count_decodings):
        decoded.read_decoded(self.SOURCE, folder=tmp_path)
        for path in tmp_path.iterdir():
            path.write_bytes(b"damaged")
        decoded.read_decoded(self.SOURCE, folder=tmp_path)
        decoded.read_decoded(self.SOURCE, folder=tmp_path)
        assert len(count_decodings) == 2

    def test_other_content_has_another_key(self, tmp_path):
        other = tmp_path / "other.rda"
        other.write_bytes(self.SOURCE.read_bytes() + b"\n")
        assert decoded.key_of(other, None) != decoded.key_of(self.SOURCE, None)
        assert decoded.key_of(other, "a") != decoded.key_of(other, "b")

    def test_a_cache_that_cannot_be_written_is_no_obstacle(self, tmp_path):
        blocked = tmp_path / "file"
        blocked.write_text("not a folder")
        assert len(decoded.read_decoded(self.SOURCE, folder=blocked / "cache"))

    def test_an_unknown_name_lists_the_others(self, tmp_path):
        with pytest.raises(decoded.rda.RdaError, match="it holds test_dataframe"):
            decoded.read_decoded(self.SOURCE, "nothing", tmp_path)
