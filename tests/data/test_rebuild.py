"""The command line, and that it gives what is committed."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from wir import config
from wir.data import load, rebuild
from wir.data.__main__ import main


@pytest.fixture
def committed(tmp_path):
    """A copy of the committed tables."""
    return shutil.copytree(config.PROCESSED, tmp_path / "processed")


class TestProblems:
    def test_a_mirror_that_is_not_there(self, tmp_path, capsys, committed):
        assert main(["--mirror", str(tmp_path / "nowhere"), "--out", str(committed)]) == 1
        output, error = capsys.readouterr()
        assert output == "", "no progress line: there was no progress"
        assert "is not a folder" in error
        assert "Traceback" not in error

    def test_an_empty_mirror_names_every_file_and_touches_no_table(
        self, tmp_path, capsys, committed
    ):
        before = {path.name: path.read_bytes() for path in committed.iterdir()}
        (tmp_path / "mirror").mkdir()
        assert main(["--mirror", str(tmp_path / "mirror"), "--out", str(committed)]) == 1
        error = capsys.readouterr().err
        assert "18 upstream files are not usable (0 are fine)" in error
        assert error.count("the file is missing") == 18
        assert {path.name: path.read_bytes() for path in committed.iterdir()} == before

    def test_an_interrupt_is_no_traceback(self, monkeypatch, capsys):
        def stop(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr(rebuild, "rebuild", stop)
        assert main([]) == 130
        assert "run again to go on" in capsys.readouterr().err

    @pytest.mark.parametrize(("number", "words"), [(28, "disk is full"), (30, "cannot be written")])
    def test_a_disk_that_does_not_take_the_tables(self, monkeypatch, capsys, number, words):
        def fail(*_):
            raise OSError(number, "no", "/data/processed/districts.parquet")

        monkeypatch.setattr(rebuild, "rebuild", fail)
        assert main([]) == 1
        assert words in capsys.readouterr().err


class TestDifferences:
    @pytest.fixture
    def tables(self):
        names = rebuild.codebook.read_codebook("codebook")["tables"]
        return {name: load(name) for name in names}

    def test_the_committed_tables_equal_themselves(self, tables, committed):
        assert not any(rebuild.differences(tables, committed))

    def test_one_changed_number_is_found(self, tables, committed):
        path = committed / "district_year.parquet"
        table = pd.read_parquet(path)
        row = table.index[(table["ags"] == "11000") & (table["year"] == 2015)][0]
        table.loc[row, "gdp_per_head"] += 1
        table.to_parquet(path)
        (found,) = [d for d in rebuild.differences(tables, committed) if d]
        assert found.count == 1
        assert "11000, 2015 · gdp_per_head: committed" in found.text()

    def test_missing_and_damaged_files_are_differences(self, tables, committed):
        (committed / "occupations.parquet").unlink()
        (committed / "districts.parquet").write_bytes(b"no table")
        texts = [d.text() for d in rebuild.differences(tables, committed) if d]
        assert "there is no occupations.parquet yet" in texts[1]
        assert "the committed file cannot be read" in texts[0]

    def test_writing_gives_the_committed_bytes(self, tables, tmp_path):
        rebuild.write_all(tables, tmp_path, list(tables))
        for name in tables:
            file = f"{name}.parquet"
            assert (tmp_path / file).read_bytes() == (config.PROCESSED / file).read_bytes(), name

    def test_a_disk_that_fills_up_leaves_every_table_as_it_was(
        self, tables, committed, monkeypatch, capsys
    ):
        before = {path.name: path.read_bytes() for path in committed.iterdir()}
        changed = {name: table.iloc[:-1] for name, table in tables.items()}
        real, written = rebuild.write_parquet, []

        def full(table, path):
            if len(written) == 5:
                raise OSError(28, "No space left on device")
            written.append(path)
            real(table, path)

        monkeypatch.setattr(rebuild, "write_parquet", full)
        monkeypatch.setattr(rebuild, "build", lambda *_: changed)
        assert main(["--out", str(committed)]) == 1
        assert f"The disk is full while writing to {committed}" in capsys.readouterr().err
        assert len(written) == 5
        assert {path.name: path.read_bytes() for path in committed.iterdir()} == before

    def test_describe_writes_the_committed_descriptions(self, committed, tmp_path):
        facts = shutil.copytree(
            config.RAW, tmp_path / "raw", ignore=shutil.ignore_patterns("cache", "own")
        )
        (facts / "datapackage.json").unlink()
        (committed / "datapackage.json").unlink()
        rebuild.describe(committed, facts)
        for folder, original in ((committed, config.PROCESSED), (facts, config.RAW)):
            file = "datapackage.json"
            assert (folder / file).read_bytes() == (original / file).read_bytes()


@pytest.mark.slow
@pytest.mark.mirror
def test_upstream_files_give_the_committed_tables(mirror, capsys):
    code = main(["--check", "--mirror", str(mirror)])
    output = capsys.readouterr().out
    assert code == 0, output
    tables = len(list(config.PROCESSED.glob("*.parquet")))
    assert f"All {tables} tables equal what is committed." in output


@pytest.mark.slow
@pytest.mark.mirror
def test_a_changed_table_fails_the_check(mirror, committed, capsys):
    path = committed / "occupation_year.parquet"
    table = pd.read_parquet(path)
    table.loc[100, "vacancies"] += 10
    table.to_parquet(path, index=False)
    assert main(["--check", "--mirror", str(mirror), "--out", str(committed)]) == 1
    assert "occupation_year: differs" in capsys.readouterr().out
