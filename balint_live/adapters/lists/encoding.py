"""Bytes into text, when nobody says which letters they are.

A mark at the beginning is believed, and so is UTF-8 without a mistake in it: no other encoding passes for it by chance.
Then come the two that Western spreadsheets still write. They fit nearly any bytes, so what counts is how many of the letters
beyond ASCII would be ones that names in Western Europe have; libraries that weigh whole texts need more of one than eight
names. Where neither makes sense of the file, charset-normalizer weighs the code pages of other regions.
"""

import codecs

from charset_normalizer import from_bytes

from balint_live.application.lists.mistake import ListMistake, MistakeCode

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WESTERN = ("cp1252", "mac_roman")
ELSEWHERE = ["cp1250", "iso8859_2", "cp1251", "cp1253", "cp1254", "cp1257", "shift_jis", "gb18030", "big5"]
USUAL = frozenset("äöüßÄÖÜéèêëàâçîïôûùœÉñáíóúÁãõìòåæøšž’‘“”–…«»€°·")


def decoded(data: bytes) -> str:
    """Raises ListMistake for what is no text."""
    text = _decoded(data)
    if "\0" in text:
        raise ListMistake(MistakeCode.OTHER_FORMAT, "This is not a list. Please take an XLSX or CSV file.")
    return text


def _decoded(data: bytes) -> str:
    encoding = _marked(data) or _unmarked_utf16(data) or "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        unmarked = data.removeprefix(codecs.BOM_UTF8)
        return _western(unmarked) or _from_elsewhere(unmarked)


def _marked(data: bytes) -> str | None:
    return next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)


def _unmarked_utf16(data: bytes) -> str | None:
    """Every other byte of mostly Latin text is zero; which one says the order."""
    even, odd = data[:2000:2].count(0), data[1:2000:2].count(0)
    if max(even, odd) <= len(data[:2000]) // 4:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _western(data: bytes) -> str | None:
    readings = [reading for encoding in WESTERN if (reading := _reading(data, encoding)) is not None]
    best = max(readings, key=_plausibility)
    return best if _plausibility(best) >= 0.5 else None


def _reading(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausibility(text: str) -> float:
    """The share of signs beyond ASCII that are usual ones."""
    beyond = [sign for sign in text if not sign.isascii()]
    return sum(sign in USUAL for sign in beyond) / max(1, len(beyond))


def _from_elsewhere(data: bytes) -> str:
    best = from_bytes(data, cp_isolation=ELSEWHERE).best()
    return data.decode("cp1252", "replace") if best is None else str(best)
