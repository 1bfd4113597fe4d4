"""How much room a sheet will take, before it is given any.

The library lays a sheet out as a full rectangle from the first cell to the last, and gives each cell its own copy of a text
the sheet holds once. Two filled cells in opposite corners of an empty sheet (a file of 6 KB) make it ask for 512 GB; refused
that, it ends the process, with every session that runs in it. So corners and texts are counted here first.

This is a count and no parser: what it cannot make sense of is refused.
"""

import re
from collections.abc import Iterator, Mapping

from balint_live.adapters.lists.zip_members import damaged, too_much_inside

MOST_CELLS = 1_000_000
"""Of the rectangle, twice what a list may have; 32 bytes each, and as much again when they are handed over."""
MOST_TEXT = 40_000_000
"""Bytes of text in all cells of the file."""

_ATTRIBUTES = rb"""((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>"""
_CELL_BEGINS = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_ROW_BEGINS = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?:" + _ATTRIBUTES + rb"|[\s/>])")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row(?:" + _ATTRIBUTES + rb"|[\s/>])")
"""Without attributes in their group: a tag of a form we do not know. Every pattern here ends at the next "<", so none goes
over the same text twice."""
_REFERENCE = re.compile(
    rb"""(?:\s+(?!r\s*=)[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s+r\s*=\s*["']([^"']*)["']"""
)
"""The attribute r, and not what another attribute says about one."""
_PLACE = re.compile(rb"([A-Za-z]{1,3})(\d{1,7})")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v(?:" + _ATTRIBUTES + rb"([^<]*)|[\s/>])")
_FIGURE = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_SHARED = re.compile(rb"<(?:[\w.-]+:)?si[\s>/]")


def check_extent(members: Mapping[str, bytes]) -> None:
    """Raises ListMistake for a workbook that would take more memory than a list of people."""
    shared = [_shared_lengths(xml) for xml in members.values() if _SHARED.search(xml)]
    text = 0
    for xml in members.values():
        if _CELL_BEGINS.search(xml):
            _check_corners(xml)
            text += max((_text(xml, lengths) for lengths in shared), default=0)
    if text > MOST_TEXT:
        raise too_much_inside()


def _check_corners(xml: bytes) -> None:
    """The furthest filled cell; for cells that do not say where they are, the furthest they could be."""
    filled, empty = _Places(), _Places()
    for attributes, slash in _tags(xml, _CELL):
        (empty if slash else filled).note(_REFERENCE.match(attributes))
    rows, columns = filled.last_row, filled.last_column
    if filled.unsaid or empty.unsaid:
        rows = max(rows, _last_row(xml))
        columns = max(columns, empty.last_column) + _longest_row(xml)
    if rows * columns > MOST_CELLS:
        raise too_much_inside()


class _Places:
    """Rows and columns that occur: a few, however many cells there are."""

    def __init__(self) -> None:
        self.unsaid = False
        self._rows: set[bytes] = set()
        self._columns: set[bytes] = set()

    def note(self, reference: re.Match[bytes] | None) -> None:
        """Raises ListMistake for a place that is none."""
        if reference is None:
            self.unsaid = True
            return
        place = _PLACE.fullmatch(reference[1])
        if place is None:
            raise damaged()
        self._columns.add(place[1])
        self._rows.add(place[2])

    @property
    def last_row(self) -> int:
        return max(map(int, self._rows), default=0)

    @property
    def last_column(self) -> int:
        return max(map(_column, self._columns), default=0)


def _tags(xml: bytes, tag: re.Pattern[bytes]) -> Iterator[tuple[bytes, ...]]:
    """Attributes, and a slash for an element with nothing in it; then what else the pattern tells apart.

    Raises ListMistake for a tag we cannot make sense of.
    """
    for match in tag.finditer(xml):
        if match[1] is None:
            raise damaged()
        yield match.groups()


def _column(letters: bytes) -> int:
    number = 0
    for sign in letters.upper():
        number = number * 26 + sign - ord("A") + 1
    return number


def _last_row(xml: bytes) -> int:
    """At most: all rows could follow the last that has a number."""
    rows = list(_tags(xml, _ROW))
    numbers = {reference[1] for attributes, _ in rows if (reference := _REFERENCE.match(attributes))}
    if not all(number.isdigit() and len(number) < 10 for number in numbers):
        raise damaged()
    return max(map(int, numbers), default=0) + len(rows)


def _longest_row(xml: bytes) -> int:
    return max(len(_CELL_BEGINS.findall(row)) for row in _ROW_BEGINS.split(xml))


def _shared_lengths(xml: bytes) -> list[int]:
    return [len(text) for text in _SHARED.split(xml)[1:]]


def _text(xml: bytes, lengths: list[int]) -> int:
    """Bytes of shared text the cells would copy; some figures are taken for places of texts, which only adds."""
    longest = max(lengths)
    return sum(_length(text.strip(), lengths, longest) for _, slash, text in _tags(xml, _VALUE) if not slash)


def _length(value: bytes, lengths: list[int], longest: int) -> int:
    """Of the text at this place; what is neither a place nor a figure may be the longest in disguise."""
    if value.isdigit() and len(value) < 10:
        place = int(value)
        return lengths[place] if place < len(lengths) else 0
    return 0 if _FIGURE.fullmatch(value) and not value.isdigit() else longest
