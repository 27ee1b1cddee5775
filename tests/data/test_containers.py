"""ZIP containers from outside: what is harmless passes, everything else says why it does not."""

import io
import random
import zipfile

import pytest

from wir.data.containers import ContainerError, Limits, check_xml, members

NOISE = random.Random(1).randbytes(2**19).hex()
"""A megabyte that hardly shrinks; what straddles its end must be seen."""
LIMITS = Limits(5 * 2**20, parts=4, ratio=200)


def container(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def judged(path, limits=LIMITS):
    check_xml(path, members(path, limits), limits)


def test_a_harmless_container_passes(tmp_path):
    path = container(tmp_path / "a.xlsx", {"a.xml": "<a>ä</a>", "b.bin": b"\xff\xfe<!DOCTYPE"})
    judged(path)
    found = members(io.BytesIO(path.read_bytes()), LIMITS)
    assert [one.filename for one in found] == ["a.xml", "b.bin"]


@pytest.mark.parametrize(
    ("parts", "reason", "part"),
    [
        ({f"{n}.xml": "<a/>" for n in range(5)}, "parts", ""),
        ({"a.xml": b"\0" * (4 * 2**20)}, "ratio", "a.xml"),
        ({"a.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "entities", "a.xml"),
        ({"a.xml": NOISE[: 2**20 - 4] + "<!ENTITY b 'c'>"}, "entities", "a.xml"),
        ({"a.xml": "<a/>".encode("utf-16")}, "encoding", "a.xml"),
        ({"a.rels": "<!doctype a><a/>"}, "entities", "a.rels"),
    ],
)
def test_what_is_refused(tmp_path, parts, reason, part):
    with pytest.raises(ContainerError) as error:
        judged(container(tmp_path / "a.xlsx", parts))
    assert (error.value.reason, error.value.part) == (reason, part)


def test_too_much_in_all_is_refused_with_both_numbers(tmp_path):
    path = container(tmp_path / "a.zip", {f"{n}.bin": bytes(range(256)) * 8192 for n in range(3)})
    with pytest.raises(ContainerError) as error:
        members(path, Limits(5 * 2**20))
    assert (error.value.reason, error.value.found) == ("size", 3 * 256 * 8192)


def test_a_part_that_is_longer_than_it_says_is_refused(tmp_path):
    """The size in the headers is a claim; what is read is counted."""
    path = container(tmp_path / "a.zip", {"a.xml": "<a/>" + " " * (3 * 2**20)})
    raw = path.read_bytes()
    size = (4 + 3 * 2**20).to_bytes(4, "little")
    assert raw.count(size) == 2
    path.write_bytes(raw.replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(ContainerError) as error:
        judged(path, Limits(2**21))
    assert error.value.reason in {"size", "broken"}


def test_a_password_and_a_damaged_file(tmp_path):
    path = container(tmp_path / "a.zip", {"a.xml": "<a/>"})
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    locked = tmp_path / "locked.zip"
    locked.write_bytes(raw)
    for file, reason in ((locked, "encrypted"), (tmp_path / "no.zip", "broken")):
        file.touch()
        with pytest.raises(ContainerError) as error:
            members(file, LIMITS)
        assert error.value.reason == reason
