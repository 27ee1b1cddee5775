"""Writing coded interviews as a REFI-QDA project, in the ways in which programs write them.

For round trips, for tests of the reader, and to give coders a project to start from.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, tostring

import pandas as pd

from wir.files import replacing
from wir.success.interviews.material import Interviews

Program = Literal["maxqda", "atlas", "nvivo"]
SPACE = uuid.UUID("5d3a1f64-2a9e-4b5e-9a53-6f3d9c0f7c11")
DATE = (1980, 1, 1, 0, 0, 0)


def write_project(interviews: Interviews, path: Path, program: Program = "maxqda") -> None:
    """Write a ``.qdpx`` file; the same interviews give the same bytes.

    Parameters
    ----------
    interviews
        Coded interviews with texts.
    path
        Where to.
    program
        ``maxqda``: folder ``sources``, texts in files, cases per interview. ``atlas``: texts with
        byte order mark and Windows line breaks, selections that carry their words. ``nvivo``: GUIDs
        in braces and capitals, texts in the XML, a case per alliance, UTF-16 positions.
    """
    root, files = _project(interviews, program)
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    xml = ("\ufeff" if program == "atlas" else "") + head + tostring(root, encoding="unicode")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"project.qde": xml.encode("utf-8"), **files}.items():
            archive.writestr(zipfile.ZipInfo(name, DATE), data, zipfile.ZIP_DEFLATED)
    with replacing(path) as temporary:
        temporary.write_bytes(buffer.getvalue())


def write_codebook(codes: pd.DataFrame, path: Path, namespace: str = "codebook:1.0") -> None:
    """Write a ``.qdc`` file; `namespace` as programs write it (``codebook:1.0``, ``1:0``)."""
    root = Element("CodeBook", {"xmlns": f"urn:QDA-XML:{namespace}", "origin": "wir"})
    _codes(SubElement(root, "Codes"), codes, _plain)
    with replacing(path) as temporary:
        temporary.write_text(
            '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode"),
            encoding="utf-8",
        )


def _plain(kind: str, key: object) -> str:
    return str(uuid.uuid5(SPACE, f"{kind}:{key}"))


def _braced(kind: str, key: object) -> str:
    return "{" + _plain(kind, key).upper() + "}"


def _codes(top: Element, codes: pd.DataFrame, guid: object) -> None:
    made: dict[object, Element] = {}
    for row in codes.itertuples():
        above = made[row.parent] if isinstance(row.parent, str) else top
        made[row.code] = SubElement(above, "Code", {
            "guid": guid("code", row.code), "name": str(row.name),  # type: ignore[operator]
            "isCodable": "true" if row.codable else "false", "color": "#3366cc",
        })  # fmt: skip


def _project(interviews: Interviews, program: Program) -> tuple[Element, dict[str, bytes]]:
    guid = _braced if program == "nvivo" else _plain
    files: dict[str, bytes] = {}
    root = Element("Project", {"xmlns": "urn:QDA-XML:project:1.0", "origin": program, "name": "p"})
    coders = sorted(interviews.segments["coder"].unique())
    users = SubElement(root, "Users")
    for coder in coders:
        SubElement(users, "User", {"guid": guid("user", coder), "name": str(coder)})
    codes = SubElement(SubElement(root, "CodeBook"), "Codes")
    _codes(codes, interviews.codes, guid)
    variables = SubElement(root, "Variables")
    for name, kind in (("Alliance", "Text"), ("Type", "Text"), ("Consent", "Boolean")):
        SubElement(
            variables, "Variable", {"guid": guid("var", name), "name": name, "typeOfVariable": kind}
        )
    cases = SubElement(root, "Cases")
    sources = SubElement(root, "Sources")
    about = interviews.documents.set_index("document")
    if program == "nvivo":
        for alliance, rows in about.groupby("alliance"):
            case = SubElement(
                cases, "Case", {"guid": guid("case", alliance), "name": str(alliance)}
            )
            _values(case, guid, {"Type": rows["type"].iloc[0]})
            for key in rows.index:
                SubElement(case, "SourceRef", {"targetGUID": guid("source", key)})
    for key, row in about.iterrows():
        if program != "nvivo":
            case = SubElement(cases, "Case", {"guid": guid("case", key), "name": f"Case {key}"})
            _values(case, guid, {"Alliance": row["alliance"], "Type": row["type"],
                                 "Consent": str(row["consent"]).lower()})  # fmt: skip
            SubElement(case, "SourceRef", {"targetGUID": guid("source", key)})
        _source(sources, interviews, str(key), bool(row["consent"]), program, files)
    return root, files


def _values(element: Element, guid: object, values: dict[str, object]) -> None:
    for name, value in values.items():
        if value is not None and value == value:
            one = SubElement(element, "VariableValue")
            SubElement(one, "VariableRef", {"targetGUID": guid("var", name)})  # type: ignore[operator]
            kind = "BooleanValue" if name == "Consent" else "TextValue"
            SubElement(one, kind).text = str(value)


def _source(
    sources: Element,
    interviews: Interviews,
    key: str,
    consent: bool,
    program: Program,
    files: dict[str, bytes],
) -> None:
    guid = _braced if program == "nvivo" else _plain
    text = interviews.texts[key]
    attributes = {"guid": guid("source", key), "name": f"Interview {key}"}
    plain = f"{_plain('source', key)}.txt"
    if program != "nvivo":
        attributes["plainTextPath"] = f"internal://{plain}"
    source = SubElement(sources, "TextSource", attributes)
    if program == "maxqda":
        files[f"sources/{plain}"] = text.encode("utf-8")
    elif program == "atlas":
        files[f"Sources/{plain}"] = ("\ufeff" + text.replace("\n", "\r\n")).encode("utf-8")
    else:
        SubElement(source, "PlainTextContent").text = text
    inside = interviews.segments[interviews.segments["document"] == key]
    for number, (place, rows) in enumerate(inside.groupby(["start", "end"], sort=True)):
        start, end = (int(str(one)) for one in place)
        mark = SubElement(source, "PlainTextSelection", {
            "guid": guid("mark", f"{key}-{number}"),
            "name": text[start:end] if program != "maxqda" else "",
            "startPosition": str(_position(text, start, program)),
            "endPosition": str(_position(text, end, program)),
        })  # fmt: skip
        words = [one for one in rows["paraphrase"] if one]
        if words:
            SubElement(mark, "Description").text = f"Paraphrase: {words[0]}"
        for row in rows.itertuples():
            coding = SubElement(mark, "Coding", {
                "guid": guid("coding", f"{key}-{number}-{row.code}-{row.coder}"),
                "creatingUser": guid("user", row.coder),
            })  # fmt: skip
            SubElement(coding, "CodeRef", {"targetGUID": guid("code", row.code)})
    if program == "nvivo":
        _values(source, guid, {"Consent": str(consent).lower()})


def _position(text: str, place: int, program: Program) -> int:
    before = text[:place]
    if program == "atlas":
        return place + before.count("\n")
    if program == "nvivo":
        return place + sum(ord(one) > 0xFFFF for one in before)
    return place
