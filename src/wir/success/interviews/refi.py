"""Reading REFI-QDA projects (.qdpx) and codebooks (.qdc), as MAXQDA, ATLAS.ti and NVivo write them.

REFI-QDA Standard 1.5 (qdasoftware.org). Namespaces differ by version and program (``project:1.0``,
``codebook:1.0``, ``codebook:1:0``), so elements are known by their local names; GUIDs come with and
without braces, in upper and lower case; texts lie in the XML or in files, whose folder is called
``Sources`` or ``sources``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

import pandas as pd

from wir.success.interviews.archive import (
    TEXT_BYTES,
    XML_BYTES,
    Archive,
    _check_file,
    local,
    parse_xml,
)
from wir.success.interviews.cases import describe_documents
from wir.success.interviews.material import CODES, SEGMENTS, InterviewError, Interviews, Notes
from wir.success.interviews.positions import (
    Selection,
    best_convention,
    converter,
    describe,
    normalised,
)

TEXT_SOURCES = {"TextSource", "PDFSource", "AudioSource", "VideoSource", "PictureSource"}
PARAPHRASE = re.compile(r"\s*paraphrase:\s*", re.IGNORECASE)


def guid(text: str | None) -> str:
    """Return a GUID as it is compared: no braces, lower case."""
    return (text or "").strip().strip("{}").lower()


def read_codebook(path: Path) -> pd.DataFrame:
    """Return the codes of a ``.qdc`` file: ``code``, ``name``, ``parent``, ``codable``.

    Raises
    ------
    InterviewError
        No codebook, or one that is refused (document type, size).
    """
    _check_file(path)
    if path.stat().st_size > XML_BYTES:
        raise InterviewError(f"{path.name} has more than {XML_BYTES // 2**20} MB. Refused.")
    root = parse_xml(path.read_bytes(), path.name)
    if local(root) != "CodeBook" or "QDA-XML" not in str(root.tag):
        raise InterviewError(
            f"{path.name} is no REFI-QDA codebook. Export it as “REFI-QDA Codebook (.qdc)”."
        )
    return _codes(root, path.name)


def read_project(path: Path) -> Interviews:
    """Return the coded interviews of a ``.qdpx`` file.

    Raises
    ------
    InterviewError
        No project, damaged, refused (see `wir.success.interviews.archive`), without codes or
        without a text; everything else is in the issues.
    """
    archive = Archive(path)
    projects = [one for one in archive.members if one.endswith(".qde") and "/" not in one]
    if len(projects) != 1:
        raise InterviewError(
            f"{path.name} holds {len(projects)} project descriptions (.qde); expected one. Export "
            "it as “REFI-QDA Project (.qdpx)”."
        )
    root = parse_xml(archive.read(projects[0], XML_BYTES), f"{path.name}, {projects[0]}")
    if local(root) != "Project" or "QDA-XML" not in str(root.tag):
        raise InterviewError(
            f"{path.name}: its description is no REFI-QDA project. Export it again."
        )
    notes = Notes(path.name)
    codes = _codes(root, path.name)
    users = {guid(one.get("guid")): one for one in _all(root, "User")}
    sources = list(_sources(root, archive, notes))
    if not sources:
        raise InterviewError(f"{path.name} holds no interview with a text. Look at the export.")
    segments = _segments(sources, set(codes["code"]), users, notes)
    documents = describe_documents(root, [one.key for one in sources], notes)
    names = {
        "[person]": tuple(sorted({u.get("name", "") for u in users.values()} - {""})),
        "[interview]": tuple(
            sorted({n for one in sources for n in (one.name, Path(one.name).stem)} - {""})
        ),
    }
    texts = {one.key: one.text for one in sources}
    return Interviews(codes, documents, segments, texts, names, notes.table())


@dataclass
class _Source:
    key: str
    name: str
    raw: str
    element: Element
    marks: list[tuple[Selection, Element]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return normalised(self.raw)


def _all(root: Element, name: str) -> Iterator[Element]:
    return (one for one in root.iter() if local(one) == name)


def _child(element: Element, name: str) -> Element | None:
    return next((one for one in element if local(one) == name), None)


def _codes(root: Element, file: str) -> pd.DataFrame:
    rows: list[tuple[str, str, str | None, bool]] = []
    top = next(_all(root, "Codes"), None)

    def walk(element: Element, parent: str | None) -> None:
        for one in element:
            if local(one) == "Code":
                key = guid(one.get("guid"))
                name = " ".join((one.get("name") or "").split())
                codable = (one.get("isCodable") or "true").strip().lower() not in ("false", "0")
                rows.append((key, name, parent, codable))
                walk(one, key)

    if top is not None:
        walk(top, None)
    table = pd.DataFrame(rows, columns=CODES)
    if table.empty:
        raise InterviewError(f"{file} holds no code. Export it with its code system.")
    if table["code"].duplicated().any() or (table["code"] == "").any():
        raise InterviewError(f"{file}: a code has no GUID, or two have the same. Export it again.")
    return table


def _sources(root: Element, archive: Archive, notes: Notes) -> Iterator[_Source]:
    found = next(_all(root, "Sources"), None)
    for number, element in enumerate([] if found is None else list(found), 1):
        if local(element) not in TEXT_SOURCES:
            continue
        holders = [element]
        holders += [one for one in element if local(one) in ("Representation", "Transcript")]
        made = 0
        for holder in holders:
            where = f"source {number}"
            raw = _text(holder, archive, notes, where)
            if raw is None:
                continue
            made += 1
            key = guid(element.get("guid")) or f"source-{number}"
            if made > 1:
                key = f"{key}-{made}"
            source = _Source(key, element.get("name") or "", raw, element)
            source.marks = list(_marks(holder, notes, where))
            yield source
        if not made:
            notes.add(f"source {number}", f"{local(element)} without a text", "a plain text",
                      "Pictures and recordings are not read; give a transcript.")  # fmt: skip


def _text(holder: Element, archive: Archive, notes: Notes, where: str) -> str | None:
    """Return the plain text of a source as it is in the file, or None."""
    inline = _child(holder, "PlainTextContent")
    if inline is not None and inline.text:
        return inline.text
    path = holder.get("plainTextPath") or ""
    if not path:
        return None
    scheme, _, rest = path.partition("://")
    if scheme != "internal":
        notes.add(where, "a text outside of the project file", "a text inside (internal://)",
                  "It was left out. Export with the sources embedded.", "error")  # fmt: skip
        return None
    rest = rest.replace("\\", "/").lstrip("/")
    for folder in ("sources/", ""):
        if (folder + rest).casefold() in archive.members:
            data = archive.read(folder + rest, TEXT_BYTES)
            return _decoded(data, notes, where)
    notes.add(where, "its text is missing from the project file", "the text",
              "Export the project again. The interview was left out.", "error")  # fmt: skip
    return None


def _decoded(data: bytes, notes: Notes, where: str) -> str | None:
    for encoding in ("utf-8", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8",):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text
    notes.add(where, "not UTF-8", "UTF-8", "Read as Windows-1252; look at the umlauts.", "error")
    return data.decode("cp1252", errors="replace")


def _marks(holder: Element, notes: Notes, where: str) -> Iterator[tuple[Selection, Element]]:
    for one in holder:
        if local(one) not in ("PlainTextSelection", "TranscriptSelection"):
            continue
        try:
            start = int(one.get("startPosition") or "")
            end = int(one.get("endPosition") or "")
        except ValueError:
            if local(one) == "PlainTextSelection":
                notes.add(where, "a selection without positions", "whole numbers",
                          "It was left out. Export again.", "error")  # fmt: skip
            continue
        yield Selection(start, end, one.get("name") or ""), one


def _segments(
    sources: list[_Source], known: set[str], users: dict[str, Element], notes: Notes
) -> pd.DataFrame:
    coders = {key: f"coder {number}" for number, key in enumerate(users, 1)}
    rows = []
    for number, source in enumerate(sources, 1):
        where = f"interview {number}"
        convention = best_convention(source.raw, [mark for mark, _ in source.marks])
        if any(convention):
            notes.add(where, f"positions count {describe(convention)}", "code points",
                      "Nothing: the positions were converted.")  # fmt: skip
        position = converter(source.raw, convention)
        for mark, element in source.marks:
            start, end = position(mark.start), position(mark.end)
            if start is None or end is None or start >= end:
                notes.add(where, "a selection that is empty or outside of its text",
                          "a selection inside", "It was left out. Export again.", "error")  # fmt: skip
                continue
            described = _child(element, "Description")
            words = (described.text or "") if described is not None else ""
            paraphrase = PARAPHRASE.sub("", words, 1) if PARAPHRASE.match(words) else ""
            for coding in (one for one in element if local(one) == "Coding"):
                user = guid(coding.get("creatingUser") or element.get("creatingUser"))
                for target in (one for one in coding if local(one) == "CodeRef"):
                    code = guid(target.get("targetGUID"))
                    if code not in known:
                        notes.add(where, "a code that is not in the code system", "a known code",
                                  "The coding was left out. Export again.", "error")  # fmt: skip
                        continue
                    coder = coders.get(user, "coder not named")
                    rows.append((source.key, code, coder, start, end, paraphrase))
        whole = [one for one in source.element if local(one) == "Coding"]
        if whole:
            notes.add(where, "codes on the whole interview", "codes on passages",
                      "They were left out: which passage is meant cannot be told.")  # fmt: skip
    return pd.DataFrame(rows, columns=SEGMENTS).drop_duplicates(ignore_index=True)
