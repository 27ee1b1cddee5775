from __future__ import annotations

import errno
import os
import stat

import pytest

from wir.data.errors import DataError
from wir.data.sources import SourcesError, from_mirror, from_network, what_is_wrong

CONTENT = b"ags,value\n01001,1\n" * 50


@pytest.fixture
def sources(make_source):
    return {name: make_source(name, CONTENT + name.encode()) for name in ("one", "two", "three")}


@pytest.fixture
def folder(tmp_path, sources):
    """A mirror in which all is well."""
    for source in sources.values():
        path = tmp_path / "mirror" / source.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(CONTENT + source.id.encode())
    return tmp_path / "mirror"


def good_download(source, target):
    target.write_bytes(CONTENT + source.id.encode())


class TestMirror:
    def test_good_files_are_used_in_place(self, sources, folder):
        files = from_mirror(sources, folder)
        assert files == {name: folder / f"folder/{name}.csv" for name in sources}

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (lambda p: p.write_bytes(b"X" + p.read_bytes()[1:]), "found SHA-256 .* expected"),
            (lambda p: p.unlink(), "the file is missing"),
            (lambda p: p.write_text("\n<!DOCTYPE html><html>404</html>"), "found a web page"),
            (lambda p: p.write_text("<HTML><body>Sorry</body></HTML>"), "found a web page"),
            (
                lambda p: p.write_text('<?xml version="1.0"?>\n<!-- a login --><html></html>'),
                "found a web page",
            ),
            (
                lambda p: p.write_bytes(p.read_bytes()[:-1]),
                "found 902 bytes, expected 903.*cut off",
            ),
            (lambda p: p.write_bytes(b""), "found 0 bytes"),
            (lambda p: p.write_bytes(p.read_bytes() + b"X"), "found 904 bytes, expected 903"),
            (
                lambda p: p.write_text("version https://git-lfs.github.com/spec/v1\n"),
                "found a Git LFS pointer",
            ),
        ],
    )
    def test_one_bad_file_is_named_with_found_and_expected(self, sources, folder, change, message):
        change(folder / "folder/two.csv")
        with pytest.raises(
            SourcesError, match=rf"(?s)1 upstream file is not usable.*two: {message}"
        ) as caught:
            from_mirror(sources, folder)
        text = str(caught.value)
        assert "(2 are fine)" in text
        assert "two.csv" in text
        assert "What to do" in text
        assert "one:" not in text

    def test_all_problems_come_at_once(self, sources, folder):
        (folder / "folder/one.csv").unlink()
        (folder / "folder/three.csv").write_text("<html></html>")
        with pytest.raises(SourcesError) as caught:
            from_mirror(sources, folder)
        assert [problem.id for problem in caught.value.problems] == ["one", "three"]

    def test_a_mirror_that_is_no_folder(self, sources, tmp_path):
        with pytest.raises(DataError, match="is not a folder"):
            from_mirror(sources, tmp_path / "nowhere")


class TestNetwork:
    def test_files_land_in_the_cache_once(self, sources, tmp_path):
        asked = []

        def download(source, target):
            asked.append(source.id)
            good_download(source, target)

        for _ in range(2):
            files = from_network(sources, tmp_path, download)
        assert asked == ["one", "two", "three"]
        assert {path.name for path in tmp_path.iterdir()} == {f.name for f in files.values()}

    def test_a_damaged_file_in_the_cache_is_fetched_again(self, sources, tmp_path):
        files = from_network(sources, tmp_path, good_download)
        files["one"].write_bytes(b"damaged")
        from_network(sources, tmp_path, good_download)
        assert what_is_wrong(files["one"], sources["one"]) is None

    def test_what_fails_leaves_nothing_behind_and_the_next_run_goes_on(self, sources, tmp_path):
        def broken(source, target):
            if source.id == "two":
                target.write_bytes(CONTENT[:100])
                raise DataError("no connection to example.org")
            good_download(source, target)

        with pytest.raises(SourcesError, match=r"two: no connection to example\.org"):
            from_network(sources, tmp_path, broken)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["one.csv", "three.csv"]
        asked = []
        from_network(sources, tmp_path, lambda s, t: (asked.append(s.id), good_download(s, t)))
        assert asked == ["two"]

    def test_a_page_instead_of_the_file_is_not_kept(self, sources, tmp_path):
        with pytest.raises(SourcesError, match="found a web page"):
            from_network(sources, tmp_path, lambda s, t: t.write_text("<html>login</html>"))
        assert list(tmp_path.iterdir()) == []

    def test_a_full_disk_says_how_much_is_missing(self, sources, tmp_path):
        def full(source, target):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with pytest.raises(DataError, match=r"The disk is full: one needs 903 bytes"):
            from_network(sources, tmp_path / "cache", full)
        assert list((tmp_path / "cache").iterdir()) == []

    def test_a_folder_that_cannot_be_written(self, sources, tmp_path, monkeypatch):
        def refused(source, target):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

        with pytest.raises(DataError, match="cannot be written"):
            from_network(sources, tmp_path, refused)

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_a_read_only_cache(self, sources, tmp_path):
        tmp_path.chmod(stat.S_IREAD | stat.S_IEXEC)
        try:
            with pytest.raises(DataError, match="cannot be written"):
                from_network(sources, tmp_path, good_download)
        finally:
            tmp_path.chmod(stat.S_IRWXU)
