"""Undo a wrong decode: UTF-8 that was read as a Windows code page and saved again.

Each code page is tried on the whole text, line by line so that line numbers never change. A page is kept only
if it makes the text cleaner. Where a byte that the page leaves undefined was dropped, the sequence that lost
its last byte is completed, provided no continuation byte follows. What remains goes to ftfy.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PAGES = ("cp1252", "cp1254", "cp1250", "cp1251", "cp1253", "cp1257", "latin_1", "mac_roman", "cp437")
# Byte sequences that lose their last byte on the way through a code page, with the character that notes mean:
# box corner, left arrow, red cross, variation selector, filled circle, lowest block.
_CUT = {
    b"\xe2\x94": b"\xe2\x94\x90",
    b"\xe2\x86": b"\xe2\x86\x90",
    b"\xe2\x8c": b"\xe2\x9d\x8c",
    b"\xef\xb8": b"\xef\xb8\x8f",
    b"\xe2\x97": b"\xe2\x97\x8f",
    b"\xe2\x96": b"\xe2\x96\x81",
}
_CUT_SEQUENCE = re.compile(b"(" + b"|".join(map(re.escape, _CUT)) + rb")(?![\x80-\xbf])")
_SUSPICIOUS = re.compile(
    r"[\u00c2-\u00f4\u0102-\u0111\u0400-\u045f][\u0080-\u00bf\u0152-\u017e\u0192-\u203a\u20ac\u2122]"
)


def repair(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with wrong decodes undone, as many lines as before, and what was done in words."""
    if not _SUSPICIOUS.search(text):
        return text, ()
    lines = text.split("\n")
    page, mended = _best_page(lines)
    done = [f"{page} undone in {sum(a != b for a, b in zip(lines, mended, strict=True))} lines"] if page else []
    fixed = [_fixed(line) if _SUSPICIOUS.search(line) else line for line in mended]
    by_ftfy = sum(a != b for a, b in zip(mended, fixed, strict=True))
    if by_ftfy:
        done.append(f"ftfy mended {by_ftfy} lines")
    return "\n".join(fixed), tuple(done)


def _fixed(line: str) -> str:
    """What ftfy makes of a line."""
    from ftfy import TextFixerConfig, fix_text  # only here: most notes were never read wrongly

    config = TextFixerConfig(
        unescape_html=False, uncurl_quotes=False, fix_character_width=False, fix_latin_ligatures=False,
        fix_line_breaks=False, normalization=None, explain=False, max_decode_length=10_000,
    )  # fmt: skip
    return fix_text(line, config=config).replace("\n", " ")


def _best_page(lines: list[str]) -> tuple[str, list[str]]:
    """The code page that leaves the least damage, with the lines it mends; no page if none helps."""
    best, best_lines, least = "", lines, sum(_damage(line) for line in lines)
    for page in _PAGES:
        candidate = [_undo(line, page) for line in lines]
        damage = sum(_damage(line) for line in candidate)
        if damage < least:
            best, best_lines, least = page, candidate, damage
    return best, best_lines


def _undo(line: str, page: str) -> str:
    """One line read as UTF-8 again, or unchanged where that fails or does not make it cleaner."""
    if line.isascii():
        return line
    try:
        raw = b"".join(_to_byte(char, page) for char in line)
        mended = _CUT_SEQUENCE.sub(lambda match: _CUT[match[1]], raw).decode("utf-8")
    except UnicodeError:
        return line
    return mended if _damage(mended) <= _damage(line) else line


@lru_cache(maxsize=4096)
def _to_byte(char: str, page: str) -> bytes:
    """The byte a character came from; code points below 256 that the page leaves undefined stand for themselves."""
    try:
        return char.encode(page)
    except UnicodeEncodeError:
        if ord(char) < 256:
            return bytes([ord(char)])
        raise


def _damage(line: str) -> int:
    from ftfy.badness import badness

    return 0 if line.isascii() else int(badness(line)) + line.count("\ufffd") + len(_SUSPICIOUS.findall(line))
