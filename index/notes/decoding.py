"""Bytes to text: byte order marks, UTF-16, Windows code pages, line ends, control characters."""

from __future__ import annotations

import codecs
import re

from index.errors import NoteUnreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CODE_PAGES = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "latin_1", "shift_jis", "gb18030", "big5"]
_SAMPLE = 200_000  # bytes looked at when the encoding has to be guessed
_TERMINAL_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[@-Z\\-_])?")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_LINE_SEPARATORS = str.maketrans({"\x0b": " ", "\x0c": " ", "\x1c": " ", "\x1d": " ", "\x1e": " ", "\x85": " ",
                                  "\u2028": " ", "\u2029": " "})  # fmt: skip


def decode(data: bytes, name: str) -> str:
    """Text of a note with '\\n' line ends, one for each line on disk, and without control characters.

    :param name: the note, for the message.
    :raises NoteUnreadable: when the bytes are no text.
    """
    text = _unify_line_ends(_to_text(data, name))
    return _CONTROL.sub("", _TERMINAL_ESCAPE.sub("", text.translate(_LINE_SEPARATORS)))


def _to_text(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    wide = _utf16_without_mark(data)
    if wide:
        return data.decode(wide, errors="replace")
    if b"\x00" in data[:_SAMPLE]:
        raise NoteUnreadable(
            f"{name} holds binary data, not text. Remove it from the notes folder or export it as text."
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data, name)


def _utf16_without_mark(data: bytes) -> str | None:
    """The byte order of UTF-16 text that lacks its mark: nearly every other byte is zero."""
    sample = data[:2000]
    if len(sample) < 4:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else None


def _guess(data: bytes, name: str) -> str:
    """Decode text of an unknown code page; mostly-UTF-8 text with a few broken bytes stays UTF-8."""
    from charset_normalizer import from_bytes  # only here: nearly every note is UTF-8

    lenient = data.decode("utf-8", errors="replace")
    broken = lenient.count("\ufffd")
    if broken * 200 < len(lenient) and len(lenient.encode("utf-8")) - len(lenient) > broken * 4:
        return lenient
    controls = sum(data[:_SAMPLE].count(byte) for byte in (1, 2, 3, 4, 5, 6, 7, 14, 15, 16, 17, 18, 19, 20))
    best = from_bytes(data[:_SAMPLE], cp_isolation=_CODE_PAGES).best()
    if controls > len(data[:_SAMPLE]) // 100:
        raise NoteUnreadable(
            f"{name} holds binary data, not text. Remove it from the notes folder or export it as text."
        )
    return data.decode(best.encoding if best else "cp1252", errors="replace")


def _unify_line_ends(text: str) -> str:
    """CRLF becomes LF; a lone CR is a line end only in a file that has no other."""
    text = text.replace("\r\n", "\n")
    return text.replace("\r", " " if "\n" in text else "\n")
