"""How people and systems write a person down: what each of it means."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from xlsxwriter import Workbook

from balint_live.adapters.imports.reader import ListFiles
from balint_live.application.imports.preview import Preview, preview
from balint_live.application.imports.table import guess
from tests.integration.imports.cast import address


def looked_at(data: str | bytes, name: str = "list.csv") -> Preview:
    table = ListFiles().read(data.encode() if isinstance(data, str) else data, name)
    return preview(table, guess(table), (), address)


def told(data: str | bytes, name: str = "list.csv") -> list[str]:
    """ "new Ana Ruiz <ana@example.org>", or the outcome with its reason."""
    return [
        f"{row.outcome} {row.reason}" if row.reason else f"{row.outcome} {row.name} <{row.email}>"
        for row in looked_at(data, name).rows
    ]


ANA_AND_LENA = ["new Ana Ruiz <a@example.org>", "new Lena Weber <l@example.org>"]


@pytest.mark.parametrize(
    "text",
    [
        "Name\nRuiz, Ana <a@example.org>\nWeber, Lena <l@example.org>\n",
        "Name;Email\nRuiz, Ana <a@example.org>;\nWeber, Lena;l@example.org\n",
        "Ruiz, Ana <a@example.org>\nWeber, Lena <l@example.org>\n",
        "Ruiz, Ana <a@example.org>; Weber, Lena <l@example.org>",
        "Ana Ruiz <a@example.org>, Lena Weber <l@example.org>",
        'Participant\n"Ruiz, Ana <a@example.org>"\n"""Weber, Lena"" <l@example.org>"\n',
        'Email\nRuiz, Ana <a@example.org>\n"Weber, Lena" <l@example.org>\n',
    ],
)
def test_a_name_before_its_address(text: str) -> None:
    rows = looked_at(text).rows
    assert [f"{row.outcome} {row.name} <{row.email}>" for row in rows] == ANA_AND_LENA


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        ("mailto:anna%2Bgroup@example.org", "anna+group@example.org"),
        ("mailto:o%27neil@example.org?subject=hi", "o'neil@example.org"),
        ("MAILTO:Anna%2Ex@Example.org", "anna.x@example.org"),
        ("Anna <mailto:anna%2Dx@example.org>", "anna-x@example.org"),
    ],
)
def test_an_address_copied_from_a_link(cell: str, email: str) -> None:
    assert told(f"Name,Email\nAnna,{cell}\n") == [f"new Anna <{email}>"]


def test_a_link_to_two_people_is_said() -> None:
    assert told("Name;Email\nAnna;mailto:a@example.org,b@example.org\n") == ["cannot not_an_address"]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ('Edward "the rainmaker" North', 'Edward "the rainmaker" North'),
        ('"Fo "Mick" Self"', 'Fo "Mick" Self'),
        ('"Jo ""Joe"" Blue"', 'Jo "Joe" Blue'),
        ('"Kai Last"', "Kai Last"),
    ],
)
def test_quotation_marks_in_a_name(cell: str, name: str) -> None:
    rows = f'Name,Email,Profession\n{cell},a@example.org,GP\nKai,k@example.org,"GP"\n'
    assert [row.name for row in looked_at(rows).rows] == [name, "Kai"]


@pytest.mark.parametrize(
    "nothing", ["", "-", ".", "—", "–", "N/A", "n.a.", "n. a.", "none", "(blank)", "k.A.", "?", "--"]
)
def test_a_person_of_one_name(nothing: str) -> None:
    rows = f"First name,Last name,Email\nSukarno,{nothing},s@example.org\n{nothing},Teller,t@example.org\n"
    assert told(rows) == ["new Sukarno <s@example.org>", "new Teller <t@example.org>"]


@pytest.mark.parametrize("name", ["Null", "Nan", "Na", "Nil", "O", "Ng"])
def test_people_whose_names_mean_nothing_to_a_program(name: str) -> None:
    assert told(f"First name,Last name,Email\nJo,{name},s@example.org\n") == [
        f"new Jo {name} <s@example.org>"
    ]


def test_nothing_but_signs_is_no_name_and_no_address() -> None:
    assert told("Name,Email\n-,a@example.org\nAna,-\n") == ["cannot no_name", "cannot no_address"]


def test_one_stray_nul_is_dropped() -> None:
    assert told(b"Name,Email\nAnna Bei\0spiel,anna@example.org\nBo Test,bo@example.org\n") == [
        "new Anna Beispiel <anna@example.org>",
        "new Bo Test <bo@example.org>",
    ]


@pytest.mark.parametrize("said", ["Ren\ufffd Dubois", "\ufffdukasz"])
def test_a_name_that_was_damaged_before_is_said(said: str) -> None:
    assert told(f"Name,Email\n{said},r@example.org\nZoë,z@example.org\n") == [
        "cannot damaged",
        "new Zoë <z@example.org>",
    ]


@pytest.mark.parametrize("byte", [b"\xe9", b"\x92", b"\xff", b"\xc3"])
def test_one_bad_byte_in_a_list_changes_nobody_else(byte: bytes) -> None:
    list_of_three = (
        "Name,Email\nJörg Mann,j@example.org\nRen?,r@example.org\nŁukasz Żak,l@example.org\n".encode()
    )
    assert told(list_of_three.replace(b"?", byte)) == [
        "new Jörg Mann <j@example.org>",
        "cannot damaged",
        "new Łukasz Żak <l@example.org>",
    ]


def test_utf8_cut_inside_a_letter() -> None:
    cut = "Email,Name\nj@example.org,Jörg Mann\na@example.org,Ana Peñú".encode()[:-1]
    assert told(cut) == ["new Jörg Mann <j@example.org>", "cannot damaged"]


@pytest.mark.parametrize(
    "said", ["#N/A", "#REF!", "#NAME?", "#DIV/0!", "#NV", "#BEZUG!", "#¿NOMBRE?", "#ÜBERLAUF!", "Err:502"]
)
def test_an_error_of_the_spreadsheet_is_said(said: str) -> None:
    rows = f"Name,Email,Licence no\n{said},a@example.org,\nBo,{said},\nCy,c@example.org,{said}\n"
    assert told(rows) == ["cannot sheet_error"] * 3


def test_errors_and_formulas_without_results_in_a_workbook() -> None:
    file = BytesIO()
    with Workbook(file) as attendance:
        sheet = attendance.add_worksheet()
        sheet.write_row(0, 0, ["Name", "Email", "Licence no"])
        sheet.write_row(1, 0, ["Anna", "anna@example.org"])
        sheet.write_formula(1, 2, "=VLOOKUP(1,2,3)", None, "#N/A")
        sheet.write_row(2, 0, ["Bo", "bo@example.org"])
        sheet.write_formula(3, 0, "=A2", None, "Cy")
        sheet.write_formula(3, 1, '="cy@example.org"', None, "cy@example.org")
        sheet.write_formula(4, 0, "=A2", None, "NONE SAVED")
        sheet.write_formula(4, 1, "=B2", None, "NONE SAVED")
    assert told(without_results(file), "list.xlsx") == [
        "cannot sheet_error",
        "new Bo <bo@example.org>",
        "new Cy <cy@example.org>",
        "cannot sheet_error",
    ]


def without_results(file: BytesIO) -> bytes:
    """As a program leaves them that does not calculate."""
    made = BytesIO()
    with ZipFile(file) as packed, ZipFile(made, "w") as again:
        for name in packed.namelist():
            again.writestr(
                name,
                packed.read(name)
                .replace(b' t="str"><f>A2</f><v>NONE SAVED</v>', b"><f>A2</f>")
                .replace(b' t="str"><f>B2</f><v>NONE SAVED</v>', b"><f>B2</f>"),
            )
    return made.getvalue()
