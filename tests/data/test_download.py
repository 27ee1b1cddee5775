"""Downloads from a server on this machine, and packages through stand-ins for their clients."""

from __future__ import annotations

import http.server
import io
import subprocess
import tarfile
import threading
import zipfile
from pathlib import Path

import pytest

from wir.data import download
from wir.data.download import Downloader
from wir.data.errors import DataError
from wir.data.sources import SourcesError, from_network

CONTENT = b"ags,value\n01001,1\n"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/missing.csv":
            self.send_error(404)
            return
        page = b"<!DOCTYPE html><html>log in</html>"
        body = page if self.path == "/page.csv" else CONTENT
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:5] if self.path == "/broken.csv" else body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def fetch(make_source, server, tmp_path, name):
    source = make_source("one", CONTENT, url=f"{server}/{name}")
    return from_network({"one": source}, tmp_path, Downloader())


def test_a_file_arrives(make_source, server, tmp_path):
    files = fetch(make_source, server, tmp_path, "good.csv")
    assert files["one"].read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.csv", "the server answered 404"),
        ("page.csv", "found a web page"),
        ("broken.csv", "the connection broke off before the end of the file"),
    ],
)
def test_what_goes_wrong_is_said_and_nothing_is_kept(make_source, server, tmp_path, name, message):
    with pytest.raises(SourcesError, match=message):
        fetch(make_source, server, tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_a_silent_host_is_asked_for_one_file_only(make_source, tmp_path, monkeypatch):
    asked = []

    def silent(url, target):
        asked.append(url)
        raise ConnectionError("no route")

    monkeypatch.setattr(download, "_from_address", silent)
    sources = {name: make_source(name, CONTENT) for name in ("one", "two", "three")}
    with pytest.raises(SourcesError, match=r"3 upstream files(?s:.*)no connection to example\.org"):
        from_network(sources, tmp_path, Downloader())
    assert len(asked) == 1


def test_a_connection_that_breaks_does_not_keep_the_other_files(make_source, server, tmp_path):
    sources = {
        name: make_source(name, CONTENT, url=f"{server}/{name}.csv") for name in ("broken", "good")
    }
    with pytest.raises(SourcesError, match=r"1 upstream file is .*\(1 is fine\)(?s:.*)broke off"):
        from_network(sources, tmp_path, Downloader())
    assert [path.name for path in tmp_path.iterdir()] == ["good.csv"]


class TestPackages:
    @pytest.fixture
    def client(self, monkeypatch):
        """Stand in for npm and pip: write an archive where they would."""

        def run(command, **options):
            folder = Path(
                command[
                    command.index("--pack-destination" if "npm" in command[0] else "--dest") + 1
                ]
            )
            if "npm" in command[0]:
                with tarfile.open(folder / "p.tgz", "w:gz") as tar:
                    info = tarfile.TarInfo("package/data.csv")
                    info.size = len(CONTENT)
                    tar.addfile(info, io.BytesIO(CONTENT))
            else:
                with zipfile.ZipFile(folder / "p.whl", "w") as packed:
                    packed.writestr("package/data.csv", CONTENT)
            return subprocess.CompletedProcess(command, 0, "", "")

        monkeypatch.setattr(download.subprocess, "run", run)
        monkeypatch.setattr(download.shutil, "which", lambda name: name)

    @pytest.mark.parametrize("package", ["npm:thing@1.0.0", "pypi:thing==1.0.0"])
    def test_one_member_comes_out_of_the_archive(self, make_source, tmp_path, client, package):
        source = make_source("one", CONTENT, url="", package=package, member="package/data.csv")
        Downloader()(source, tmp_path / "data.csv")
        assert (tmp_path / "data.csv").read_bytes() == CONTENT

    def test_a_member_that_is_not_there(self, make_source, tmp_path, client):
        source = make_source("one", CONTENT, url="", package="npm:thing@1.0.0", member="other.csv")
        with pytest.raises(DataError, match=r"no readable other\.csv"):
            Downloader()(source, tmp_path / "data.csv")

    def test_a_missing_client_says_what_to_do(self, make_source, tmp_path, monkeypatch):
        monkeypatch.setattr(download.shutil, "which", lambda name: None)
        source = make_source("one", CONTENT, url="", package="npm:thing@1.0.0", member="x")
        with pytest.raises(DataError, match=r"'npm' is needed .*MIRROR="):
            Downloader()(source, tmp_path / "data.csv")

    def test_a_client_that_fails_is_quoted(self, make_source, tmp_path, monkeypatch):
        monkeypatch.setattr(download.shutil, "which", lambda name: name)
        monkeypatch.setattr(
            download.subprocess,
            "run",
            lambda command, **_: subprocess.CompletedProcess(command, 1, "", "npm error offline\n"),
        )
        source = make_source("one", CONTENT, url="", package="npm:thing@1.0.0", member="x")
        with pytest.raises(DataError, match="npm failed: npm error offline"):
            Downloader()(source, tmp_path / "data.csv")
