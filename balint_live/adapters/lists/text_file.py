"""Lines of text into rows: which sign separates the cells.

`csv.Sniffer` looks at quotation marks and frequencies and is easily led astray: by "Last, First" in a file with semicolons,
by a title row, by one column. Here each possible separator reads the beginning, and the one under which most headings make
sense wins; where no heading is known, the one under which most rows are equally wide.

Excel writes and obeys a first line "sep=;", and counts its rows without it.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import StringIO
from itertools import count, islice

from balint_live.application.lists.columns import recognised
from balint_live.application.lists.limits import LAST_ROW
from balint_live.application.lists.mistake import ListMistake, MistakeCode
from balint_live.application.lists.table import Row

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


def rows_of_text(text: str) -> list[Row]:
    """Numbered from 1. Raises ListMistake."""
    told, text = _told(_one_a_line(text))
    lines = islice(_read(text, told or _separator(text)), LAST_ROW + 1)
    return [Row(number, tuple(cells)) for number, cells in enumerate(lines, 1)]


def _told(text: str) -> tuple[str | None, str]:
    first, _, rest = text.partition("\n")
    line = first.strip("\r\"'").lower()
    return (line[4], rest) if line.startswith("sep=") and len(line) == 5 else (None, text)


def _one_a_line(text: str) -> str:
    """People pasted from a mail's "To" stand in one line, without a heading."""
    first = text.lstrip().partition("\n")[0]
    return _PEOPLE_IN_A_ROW.sub(r"\1\n", text) if "@" in first else text


def _separator(text: str) -> str:
    return max(SEPARATORS, key=lambda separator: _sense(text, separator))


def _sense(text: str, separator: str) -> tuple[int, int, int]:
    """How well it reads so: headings known, rows of the usual width, that width."""
    rows = list(_beginning(text, separator))
    widths = Counter(len(cells) for cells in rows if len(cells) > 1)
    headings = max(map(recognised, rows), default=0)
    width, usual = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 0))
    return headings, usual, width


def _beginning(text: str, separator: str) -> Iterator[tuple[str, ...]]:
    """As far as it can be read."""
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
