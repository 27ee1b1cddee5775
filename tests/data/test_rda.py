from __future__ import annotations

import bz2
import struct
import warnings

import numpy as np
import pandas as pd
import pytest
import rdata
from hypothesis import given, settings
from hypothesis import strategies as st

from wir.data.rda import RdaError, decode_strings, read_rda


def encode(strings: list[str | None]) -> bytes:
    """Write strings as R does: flags, byte count (-1 for NA), bytes."""
    records = []
    for string in strings:
        text = b"" if string is None else string.encode()
        size = -1 if string is None else len(text)
        flags = 0x40009 if text.isascii() else 0x8009
        records.append(struct.pack(">ii", flags, size) + text)
    return b"".join(records)


def assert_same_as_rdata(path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = {k: v for k, v in rdata.read_rda(path).items() if isinstance(v, pd.DataFrame)}
    found = read_rda(path)
    assert found.keys() == expected.keys()
    for name, frame in expected.items():
        assert list(found[name].columns) == list(frame.columns)
        for column in frame.columns:
            old, new = frame[column], found[name][column]
            if pd.api.types.is_numeric_dtype(old):
                np.testing.assert_array_equal(
                    new.to_numpy(float), old.to_numpy(float, na_value=np.nan)
                )
            else:
                assert new.astype(object).where(new.notna(), None).tolist() == (
                    old.astype(object).where(old.notna(), None).tolist()
                )


class TestDecodeStrings:
    @given(st.lists(st.one_of(st.none(), st.text(max_size=6))))
    def test_any_strings_come_back(self, strings):
        data = encode(strings) + b"behind"
        decoded, position = decode_strings(memoryview(data), 0, len(strings))
        assert decoded.to_list() == strings
        assert data[position:] == b"behind"

    @settings(max_examples=60)
    @given(
        st.lists(
            st.sampled_from(["01001", "01002", "total", "women", "männlich", None, ""]),
            min_size=1,
            max_size=8,
        ),
        st.integers(1, 300),
        st.lists(st.text(max_size=3), max_size=4),
    )
    def test_patterns_with_something_in_between_come_back(self, pattern, times, between):
        strings = pattern * times + between + pattern * times
        decoded, _ = decode_strings(memoryview(encode(strings)), 0, len(strings))
        assert decoded.to_list() == strings

    def test_more_repetitions_than_one_block(self):
        strings = ["total", "foreigners", "women"] * 70_000
        decoded, _ = decode_strings(memoryview(encode(strings)), 0, len(strings))
        assert decoded.to_list() == strings

    @pytest.mark.parametrize("missing", [1, 5, 9, 14])
    def test_cut_off_data_are_an_error(self, missing):
        data = encode(["01001"] * 40)[:-missing]
        with pytest.raises(RdaError, match="ends within"):
            decode_strings(memoryview(data), 0, 40)


def test_equals_rdata_on_its_own_example():
    assert_same_as_rdata(rdata.TESTDATA_PATH / "test_dataframe.rda")


@pytest.mark.mirror
@pytest.mark.parametrize(
    "source", ["ba_occupation_codes", "ba_region_codes", "gerda_sysdata", "epo_patents_nuts"]
)
def test_equals_rdata_on_upstream_files(upstream, source):
    assert_same_as_rdata(upstream[source])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html>not here</html>", "not a binary R data file"),
        (bz2.compress(b"RDX3\nX\n" + b"\x00" * 40)[:-9], "cannot be unpacked|not a binary"),
    ],
)
def test_other_files_are_an_error(tmp_path, content, message):
    path = tmp_path / "table.rda"
    path.write_bytes(content)
    with pytest.raises(RdaError, match=message):
        read_rda(path)
