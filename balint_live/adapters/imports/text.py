"""Bytes into text, when nobody says which letters they are; and text into rows, when nobody says what separates the cells.

A mark at the beginning is believed, and so is UTF-8, also where single bytes of it are damaged: what they were is lost, and
the rows that hold them are named. Any other file can be read in many code pages, so each reading is weighed by how likely
its words are in the languages of its code page (`spelling`). Where one reading is not far likelier than every other, all
that are likely are handed on, and a person decides: a name that is changed silently is worse than a question.

`csv.Sniffer` looks at quotation marks and frequencies and is easily led astray: by "Last, First" in a file with semicolons,
by a title row, by one column. Here each possible separator reads the beginning, and the one under which most headings make
sense wins; where no heading is known, the one under which most rows are equally wide. Excel writes and obeys a first line
"sep=;", and counts its rows without it.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import get_close_matches
from encodings.aliases import aliases
from io import StringIO
from itertools import count, islice

from charset_normalizer import from_bytes
from charset_normalizer.constant import IANA_SUPPORTED

from balint_live.adapters.imports.spelling import (
    ARMENIAN,
    CODE_PAGES,
    CYRILLIC,
    FAULT,
    LATIN,
    CodePage,
    likelihood,
    looks_wrong,
)
from balint_live.application.imports.columns import recognised
from balint_live.application.imports.table import LAST_ROW, ListMistake, MistakeCode, Row

MARKS = (
    (codecs.BOM_UTF8, "utf_8_sig"),
    (codecs.BOM_UTF32_LE, "utf_32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf_32"),
    (codecs.BOM_UTF16_LE, "utf_16"),
    (codecs.BOM_UTF16_BE, "utf_16"),
)
UTF8 = CodePage("utf_8", "Unicode (UTF-8)", (*LATIN, *CYRILLIC, "el", "he", "ar", "fa", "ur", ARMENIAN), -12)
"""Text in another encoding hardly ever fits UTF-8 by chance; only a few letters of a Chinese or Japanese one may."""
FEW_LETTERS = 6
DAMAGE = "\ufffd"

DECIDED = 11.0
"""By so much, in natural logarithms, the best reading must be likelier than the next. Measured on lists of one, three and
twelve made-up people in 40 countries: below 8 some names are changed silently."""
WORTH_A_LOOK = 22.0
EVIDENCE_BYTES = 20_000
MOST_WORDS = 150
LONGEST_WORD = 60
"""Letters of it that are weighed."""
MOST_CONTROLS = 0.05
"""Of all signs; a few stray ones are dropped like everything that nobody sees."""

KNOWN = frozenset(IANA_SUPPORTED) - {"utf_7"}
"""Python's names for what somebody may ask for; UTF-7 hides letters in plain ASCII."""
WIDER = {
    "iso8859_1": "cp1252", "latin_1": "cp1252", "iso8859_9": "cp1254", "shift_jis": "cp932", "gb2312": "gb18030",
    "gbk": "gb18030", "euc_kr": "cp949", "big5": "cp950", "koi8_r": "koi8_u", "iso8859_11": "cp874", "tis_620": "cp874",
}  # fmt: skip
"""What is meant by the name, as in the WHATWG's Encoding Standard."""

_PLAIN = re.compile(r"[\x00-\x26\x28-\x2d\x2f-\x40\x5b-\x60\x7b-\x7f]+")
"""Between two words: all plain signs but letters, the apostrophe and the full stop."""

SEPARATORS = ";,\t|"
LOOKED_AT = 50
DOUBLED = '""'
_CELL_ENDS = r" {0,9}(?:[%(separator)s\r\n]|\Z)"
_QUOTED = (
    r"""(?<![^%(separator)s\r\n])( {0,9})"((?:[^"\r\n]|""|(?<!%(separator)s)(?<!%(separator)s )"""
    r""""(?!""" + _CELL_ENDS + r""")){0,600}+)"(?=""" + _CELL_ENDS + ")"
)
"""A cell in quotation marks, in one line, with others inside that neither begin nor end a cell."""
_LONE = re.compile(r'""?')
_ADDRESS = r"<[^<>\s@]{1,254}@[^<>\s@]{1,254}>"
_PEOPLE_IN_A_ROW = re.compile(rf"({_ADDRESS})[ \t]{{0,9}}[;,][ \t]{{0,9}}(?=[^<>\r\n]{{0,254}}{_ADDRESS})")
_FAMILY_FIRST = re.compile(rf"(?<![^,\r\n])([^,;\t\"<>@\r\n]{{1,60}}, [^,;\t\"<>@\r\n]{{1,60}}{_ADDRESS})")
"""Ruiz, Ana <ana@example.org>: a comma that separates no cells."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text under one code page; `weight` says how likely that is, as a natural logarithm."""

    page: CodePage
    text: str
    weight: float


def decoded_as(data: bytes, name: str) -> Decoded:
    """The text in the encoding somebody chose. Raises ListMistake for one we do not know, and for one the file is not in."""
    page = _page(name)
    try:
        text = data.decode(page.codec, "replace" if page is UTF8 else "strict")
    except (UnicodeError, ValueError):
        sentence = (
            f"This file is not in the encoding {name}: there are signs in it which that has not. "
            "Please choose another."
        )
        raise ListMistake(MistakeCode.ENCODING, sentence) from None
    return Decoded(page, _list_text(text), 0.0)


def readings(data: bytes) -> list[Decoded]:
    """What the file may say, likeliest first; one where there is no doubt. Raises ListMistake for what is no text."""
    marked = _marked(data) or _unmarked_wide(data)
    if marked is not None:
        return [Decoded(_page(marked), _list_text(data.decode(marked, "replace")), 0.0)]
    text = data.decode("utf-8", "replace")
    if DAMAGE not in text and _surely_utf8(text):
        return [Decoded(UTF8, _list_text(text), 0.0)]
    _list_text(text)
    weighed = _weighed(data, _possible(data))
    if not is_certain(weighed) and _mostly_wrong(weighed[0].text):
        weighed = _weighed(data, (*_possible(data), *_guessed(data)))
    return _likely(weighed if DAMAGE in text else _with_utf8_near(weighed))


def is_certain(ranked: Sequence[Decoded]) -> bool:
    """Whether the first of these readings may be taken without asking."""
    likelier = len(ranked) == 1 or ranked[0].weight - ranked[1].weight > DECIDED
    return likelier and (ranked[0].page.codec.startswith("utf") or not _mostly_wrong(ranked[0].text))


def _marked(data: bytes) -> str | None:
    if b"\x1b$" in data or b"\x1b(J" in data:
        return "iso2022_jp"
    return next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)


def _unmarked_wide(data: bytes) -> str | None:
    """The UTF-16 or UTF-32 encoding, told by its zero bytes: in mostly Latin text every other one, or three of four."""
    looked_at = data[:2000]
    even, odd = looked_at[::2].count(0), looked_at[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if most + least > 0.7 * len(looked_at):
        return "utf_32_be" if data[:1] == b"\0" else "utf_32_le"
    if most <= 0.2 * len(looked_at) or least > most / 4:
        return None
    return "utf_16_be" if even > odd else "utf_16_le"


def _surely_utf8(text: str) -> bool:
    beyond = [sign for sign in text if not sign.isascii()]
    return not beyond or len(beyond) > FEW_LETTERS or max(beyond) > "\u07ff"


def _list_text(text: str) -> str:
    """Raises ListMistake for a picture, a program or the like."""
    controls = sum(sign < " " and sign not in "\t\r\n\v\f" for sign in text[:100_000])
    if controls > MOST_CONTROLS * len(text[:100_000]):
        raise ListMistake(MistakeCode.OTHER_FORMAT, "This is not a list. Please take an XLSX or CSV file.")
    return text.replace("\0", "")


def _weighed(data: bytes, pages: Iterable[CodePage]) -> list[Decoded]:
    """Every reading there is, each text once, likeliest first."""
    evidence = _evidence(data)
    found: dict[str, Decoded] = {}
    for page in pages:
        damaged = "replace" if page is UTF8 else "strict"
        try:
            text = data.decode(page.codec, damaged).replace("\0", "")
        except (UnicodeDecodeError, ValueError):
            continue
        weight = _weight(evidence, page)
        if text not in found or found[text].weight < weight:
            found[text] = Decoded(page, text, weight)
    return sorted(found.values(), key=lambda one: -one.weight)


def _with_utf8_near(weighed: Sequence[Decoded]) -> list[Decoded]:
    """A few letters may be good UTF-8 by chance; but a person is asked before it is taken for chance."""
    best = weighed[0].weight
    raised = [replace(one, weight=best) if one.page is UTF8 else one for one in weighed]
    return sorted(raised, key=lambda one: (-one.weight, one.page is not UTF8))


def _possible(data: bytes) -> tuple[CodePage, ...]:
    some_utf8 = not data.decode("utf-8", "ignore").isascii()
    return (UTF8, *CODE_PAGES) if some_utf8 else CODE_PAGES


def _guessed(data: bytes) -> tuple[CodePage, ...]:
    """What charset-normalizer takes it for, where none of ours makes sense."""
    best = from_bytes(data[:EVIDENCE_BYTES]).best()
    known = {UTF8.codec, "ascii", *WIDER, *(page.codec for page in CODE_PAGES)}
    return () if best is None or best.encoding in known else (_page(best.encoding),)


def _evidence(data: bytes) -> bytes:
    """Lines with more than plain signs in them, as many as are needed."""
    lines, size = [], 0
    for line in data.splitlines():
        if not line.isascii():
            lines.append(line)
            size += len(line)
        if size > EVIDENCE_BYTES:
            break
    return b"\n".join(lines)[:EVIDENCE_BYTES]


def _weight(evidence: bytes, page: CodePage) -> float:
    text = evidence.decode(page.codec, "replace" if page is UTF8 else "ignore")
    languages = LATIN if set(page.languages) <= set(LATIN) else page.languages
    return sum(_of_word(word, languages, page.languages) for word in _words_beyond_ascii(text)) - page.rarity


def _of_word(word: str, languages: Sequence[str], spoken: Sequence[str]) -> float:
    """A damaged one has as many faults as signs that are lost."""
    if DAMAGE in word:
        return FAULT * word.count(DAMAGE) - 3 * len(word)
    return likelihood(word, languages, spoken)


def _words_beyond_ascii(text: str) -> list[str]:
    """Each once, but for damaged ones, which only look the same."""
    found: dict[str | int, str] = {}
    for place, word in enumerate(_PLAIN.split(text)):
        if not word.isascii():
            part = word[:LONGEST_WORD]
            found[place if DAMAGE in part else part] = part
        if len(found) == MOST_WORDS:
            break
    return list(found.values())


def _likely(weighed: Sequence[Decoded]) -> list[Decoded]:
    if is_certain(weighed):
        return [weighed[0]]
    best = weighed[0]
    near = [one for one in weighed if best.weight - one.weight < WORTH_A_LOOK]
    return [one for one in near if _wrong_words(one.text) <= _wrong_words(best.text)]


def _mostly_wrong(text: str) -> bool:
    return _wrong_words(text) * 3 > len(_words_beyond_ascii(text))


def _wrong_words(text: str) -> int:
    return sum(DAMAGE not in word and looks_wrong(word) for word in _words_beyond_ascii(text))


def _page(name: str) -> CodePage:
    """Raises ListMistake."""
    try:
        codec = codecs.lookup(name.strip()).name.replace("-", "_")
    except (LookupError, ValueError):
        raise _unknown(name) from None
    codec = WIDER.get(codec, codec)
    if codec in ("utf_8", "utf_8_sig"):
        return UTF8
    known = {page.codec: page for page in CODE_PAGES}
    if codec in known:
        return known[codec]
    if codec not in KNOWN:
        raise _unknown(name)
    return CodePage(codec, codec.replace("_", "-"), LATIN, 0)


def _unknown(name: str) -> ListMistake:
    names = [*KNOWN, *(alias for alias, codec in aliases.items() if codec in KNOWN)]
    near = get_close_matches(name.lower().replace("-", "_"), names, 3, 0.75)
    usual = "Usual ones are utf-8, cp1252, cp1250, cp1251 and mac_roman."
    hint = f"Did you mean {' or '.join(near)}?" if near else usual
    return ListMistake(MistakeCode.ENCODING, f"There is no encoding called {name}. {hint}")


def rows_of_text(text: str) -> list[Row]:
    """Numbered from 1. Raises ListMistake."""
    declared, text = _declared_separator(_one_a_line(text))
    lines = islice(_read(text, declared or _separator(text)), LAST_ROW + 1)
    return [Row(number, tuple(cells)) for number, cells in enumerate(lines, 1)]


def _declared_separator(text: str) -> tuple[str | None, str]:
    """The separator that a first line "sep=;" names, or None; and the text without that line."""
    first, _, rest = text.partition("\n")
    line = first.strip("\r\"'").lower()
    return (line[4], rest) if line.startswith("sep=") and len(line) == 5 else (None, text)


def _one_a_line(text: str) -> str:
    """The text with one person a line, where people pasted from a mail's "To" share one line without a heading."""
    first = text.lstrip().partition("\n")[0]
    return _PEOPLE_IN_A_ROW.sub(r"\1\n", text) if "@" in first else text


def _separator(text: str) -> str:
    return max(SEPARATORS, key=lambda separator: _sense(text, separator))


def _sense(text: str, separator: str) -> tuple[int, int, int]:
    """How well the text reads with this separator: headings known, rows of the usual width, that width."""
    rows = list(_beginning(text, separator))
    widths = Counter(len(cells) for cells in rows if len(cells) > 1)
    headings = max(map(recognised, rows), default=0)
    width, usual = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 0))
    return headings, usual, width


def _beginning(text: str, separator: str) -> Iterator[tuple[str, ...]]:
    """The first rows, as far as they can be read."""
    with suppress(ListMistake):
        yield from map(tuple, islice(_read(text, separator), LOOKED_AT))


def _read(text: str, separator: str) -> Iterator[list[str]]:
    lines = csv.reader(_lines(_mended(text, separator)), delimiter=separator, skipinitialspace=True)
    for number in count(1):
        try:
            cells = next(lines, None)
        except csv.Error:
            raise _run_together(number) from None
        if cells is None:
            return
        yield cells


def _mended(text: str, separator: str) -> str:
    """With quotation marks inside a quoted cell doubled, as they should be: a cell ends only at one before a separator."""
    if separator == "," and "<" in text:
        text = _FAMILY_FIRST.sub(r'"\1"', text)
    if '"' not in text:
        return text
    cell = _QUOTED % {"separator": re.escape(separator)}
    return re.sub(cell, lambda quoted: f'{quoted[1]}"{_LONE.sub(DOUBLED, quoted[2])}"', text)


def _run_together(number: int) -> ListMistake:
    sentence = "From here on the rows cannot be told apart. Is there a quotation mark that was never closed?"
    return ListMistake(MistakeCode.DAMAGED, sentence, number)


def _lines(text: str) -> Iterable[str]:
    """Split at every kind of line end, and only there."""
    return StringIO(text, newline="")
