"""From bytes to text: UTF-8 where it is, else what the bytes look like; wrong ones are named."""

from __future__ import annotations

import codecs

from wir.profile.documents import UnreadableError

CANDIDATES = ["cp1252", "latin_1"]
"""What German texts that are not UTF-8 are in; on short texts a wider choice goes wrong."""

BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
TWICE = ("Ã¤", "Ã¶", "Ã¼", "ÃŸ", "Ã„", "Ã–", "Ãœ", "â€“", "â€ž")
"""What German umlauts and marks become when UTF-8 was read as cp1252 and saved again."""


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Return the text of some bytes, and a remark if it is not plain UTF-8.

    Parameters
    ----------
    data
        The bytes.
    declared
        Encoding that the file itself names, tried after UTF-8.

    Raises
    ------
    UnreadableError
        Bytes that are no text, or a text whose characters were lost before.
    """
    text, remark = _decoded(data, declared)
    if text.count("\ufffd") > 2 + len(text) / 500:
        raise UnreadableError(
            "wrong encoding",
            f"{text.count(chr(0xFFFD))} characters were lost when the file was saved (U+FFFD).",
        )
    if sum(text.count(mark) for mark in TWICE) > 2:
        try:
            return text.encode("cp1252").decode("utf-8"), "was encoded twice; repaired"
        except UnicodeError:
            raise UnreadableError(
                "wrong encoding", "Umlauts are encoded twice (Ã¼ for ü), and not everywhere."
            ) from None
    return text, remark


def _decoded(data: bytes, declared: str) -> tuple[str, str]:
    for mark, name in BOMS.items():
        if data.startswith(mark):
            try:
                return data.decode(name), "" if name == "utf-8-sig" else f"decoded as {name}"
            except UnicodeError as error:
                raise UnreadableError("wrong encoding", f"It says {name}, but {error}.") from None
    if b"\0" in data:
        raise UnreadableError(
            "wrong encoding", "It holds zero bytes: no text, or no encoding mark."
        )
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            return data.decode(declared), f"decoded as {declared}"
        except (LookupError, UnicodeError):
            pass
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=CANDIDATES).best()
    if best is None:
        raise UnreadableError("wrong encoding", "No encoding gives readable text.")
    return str(best), f"decoded as {best.encoding}"
