"""A small file cannot take much memory: each of these would end its process or fill the machine, were there no limits."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from xlsxwriter import Workbook

from balint_live.adapters.imports.reader import ListFiles
from balint_live.application.imports.table import ListMistake, MistakeCode
from balint_live.application.ports import TooMuchWork
from balint_live.runtime.child_process import ChildProcesses

SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"


def workbook() -> dict[str, bytes]:
    """Jane on an ordinary list, by the names of the files inside."""
    file = BytesIO()
    with Workbook(file) as attendance:
        sheet = attendance.add_worksheet()
        sheet.write_row(0, 0, ["Name", "Email"])
        sheet.write_row(1, 0, ["Jane Doe", "jane@example.org"])
    with ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(members: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return file.getvalue()


def with_rows(rows: bytes) -> bytes:
    members = workbook()
    members[SHEET] = members[SHEET].replace(b"</sheetData>", rows + b"</sheetData>")
    return packed(members)


CHILDREN = ChildProcesses(1, work_seconds=30)
TOO_MUCH = "too much work"


@pytest.fixture(scope="module", autouse=True)
def _end_children() -> Iterator[None]:
    yield
    CHILDREN.close()


def refusal(data: bytes) -> MistakeCode | str:
    """As a person is told; the work is done where its limits are, as it is for pages and the command line."""
    with pytest.raises((ListMistake, TooMuchWork)) as refused:
        CHILDREN(ListFiles().read, data, "list.xlsx")
    return refused.value.code if isinstance(refused.value, ListMistake) else TOO_MUCH


def names(data: bytes) -> list[str]:
    return [row.cells[0] for row in CHILDREN(ListFiles().read, data, "list.xlsx").rows]


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576"><v>1</v></c>',
        b"<c  r = 'XFD1048576' ><v>1</v></c>",
        b'<c note=">" r="xfd1048576"><v>1</v></c>',
        b'<x:c r="XFD1048576"><v>1</v></x:c>',
        b"""<c note='r="A1"' r="XFD1048576"><v>1</v></c>""",
        b'<c r="XFC5"><v>1</v></c><c><v>1</v></c>',
    ],
)
def test_a_cell_in_the_far_corner(cell: bytes) -> None:
    assert refusal(with_rows(b'<row r="1048576">' + cell + b"</row>")) == TOO_MUCH


@pytest.mark.parametrize(
    "cell",
    [b'<c r="&#88;FD1048576"><v>1</v></c>', b"<c r=XFD1048576><v>1</v></c>", b'<c r="A1:B2"><v>1</v></c>'],
)
def test_a_place_we_cannot_read(cell: bytes) -> None:
    assert refusal(with_rows(b'<row r="9">' + cell + b"</row>")) is MistakeCode.DAMAGED


def test_an_empty_cell_in_the_far_corner_takes_nothing() -> None:
    assert names(with_rows(b'<row r="1048576"><c r="XFD1048576" s="1"/></row>')) == ["Jane Doe"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (b"""<row note=' r="1"' r="1048576">""", TOO_MUCH),
        (b'<row r="&#49;048576">', MistakeCode.DAMAGED),
        (b"<row r=1048576>", MistakeCode.DAMAGED),
    ],
)
def test_a_cell_that_does_not_say_where_it_is_in_the_last_row(row: bytes, code: str) -> None:
    assert refusal(with_rows(row + b'<c r="AB1"/><c><v>1</v></c></row>')) is code


def test_cells_that_do_not_say_where_they_are() -> None:
    row = b'<row><c t="inlineStr"><is><t>Lena Weber</t></is></c></row>'
    assert names(with_rows(row)) == ["Jane Doe", "Lena Weber"]


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (b"<v>2</v>", TOO_MUCH),
        (b'<v xml:space="preserve"> 2</v>', MistakeCode.CELL_TOO_LONG),
        (b"<v>&#50;</v>", MistakeCode.CELL_TOO_LONG),
        (b"<v><![CDATA[2]]></v>", MistakeCode.CELL_TOO_LONG),
        (b"<v>+2</v>", MistakeCode.CELL_TOO_LONG),
    ],
)
def test_one_long_text_in_many_cells(place: bytes, told: str) -> None:
    members = workbook()
    members[TEXTS] = members[TEXTS].replace(b"Jane Doe", b"J" * 1_000_000)
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s">%b</c></row>' % (row, row, place) for row in range(3, 900)
    )
    members[SHEET] = members[SHEET].replace(b"</sheetData>", cells + b"</sheetData>")
    assert refusal(packed(members)) == told


@pytest.mark.parametrize("begun", [b"<v ", b"<c ", b"<row ", b"<si ", b"<v a='", b'<c r="A1" ', b"<x:v\n"])
def test_half_a_million_tags_begun_and_never_ended(begun: bytes) -> None:
    members = workbook()
    members[SHEET] += begun * 500_000
    assert len(packed(members)) < 40_000
    assert refusal(packed(members)) is MistakeCode.DAMAGED


def test_more_inside_than_is_said_outside() -> None:
    members = workbook()
    members[TEXTS] = members[TEXTS].replace(b"Jane Doe", b"J" * 41_000_000)
    honest = packed(members)
    assert refusal(honest) is MistakeCode.TOO_LARGE
    size = len(members[TEXTS]).to_bytes(4, "little")
    assert refusal(honest.replace(size, (50).to_bytes(4, "little"))) is MistakeCode.DAMAGED


def test_a_thousand_files_inside() -> None:
    members = {f"xl/{number}.xml": b"" for number in range(1_001)}
    assert refusal(packed(members)) is MistakeCode.TOO_LARGE


def test_a_second_document_of_another_kind_is_not_looked_at() -> None:
    members = workbook()
    members["xl/workbook.xml"] = b"<broken"
    members["content.xml"] = b"<office:document-content/>"
    members["mimetype"] = b"application/vnd.oasis.opendocument.spreadsheet"
    assert refusal(packed(members)) is MistakeCode.DAMAGED


@pytest.mark.parametrize("member", [SHEET, TEXTS, "xl/workbook.xml"])
@pytest.mark.parametrize("content", [b"", b"\xff\xff", b"<a"])
def test_a_damaged_part(member: str, content: bytes) -> None:
    members = workbook()
    members[member] = members[member][:-60] + content
    assert refusal(packed(members)) is MistakeCode.DAMAGED


def test_parts_named_as_windows_names_them() -> None:
    assert names(packed({name.replace("/", "\\"): content for name, content in workbook().items()})) == [
        "Jane Doe"
    ]


def test_another_kind_of_packed_file() -> None:
    assert refusal(packed({"word/document.xml": b"<w/>"})) is MistakeCode.OTHER_FORMAT
    open_document = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}
    file = BytesIO()
    with ZipFile(file, "w") as made:
        for name, content in open_document.items():
            made.writestr(name, content)
    assert refusal(file.getvalue()) is MistakeCode.OTHER_FORMAT
