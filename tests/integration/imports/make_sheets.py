"""The workbooks among the files, made anew: `python -m tests.integration.imports.make_sheets`."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from xlsxwriter import Workbook

FILES = Path(__file__).with_name("files")


def wild_apricot(attendance: Workbook) -> None:
    sheet = attendance.add_worksheet("Registrants")
    sheet.write_row(
        0, 0, ["User ID", "First name", "Last name", "Organization", "e-Mail", "Registration status", "Phone"]
    )
    sheet.write_row(
        1, 0, [48210077, "Jane", "Doe", "St Mary's", "Jane.Doe@Example.org", "Confirmed", "+44 20 7946 0000"]
    )
    sheet.write_row(2, 0, [48210078, "Tomás", "O’Brien", "", "tomas@example.org", "Cancelled", "=1+1"])
    sheet.write_row(3, 0, [48210079, "Miriam", "Adler", "", "miriam@example.org", "Confirmed", ""])


def cover_and_hidden_sheet(attendance: Workbook) -> None:
    cover = attendance.add_worksheet("Read me")
    cover.write("B2", "Autumn series")
    cover.write_row("B3", ["Status", "open; please see the next tab"])
    old = attendance.add_worksheet("Old")
    old.write_row(0, 0, ["Name", "E-mail"])
    old.write_row(1, 0, ["Nobody Now", "nobody@example.org"])
    old.hide()
    listed = attendance.add_worksheet("List")
    listed.write_row(0, 0, ["ID", "Name", "E-mail", "Registration state", "Registration date"])
    listed.write_row(1, 0, [1, "Doe, Jane", "jane@example.org", "Complete"])
    listed.write_datetime(
        1, 4, datetime(2026, 2, 3, 17, 5, tzinfo=UTC), attendance.add_format({"num_format": "d/m/yyyy hh:mm"})
    )
    listed.write_row(2, 0, [2, "Weber, Lena", "lena@example.org", "Rejected"])


def figures_and_dates(attendance: Workbook) -> None:
    """Figures that are text to people; a formula with its result; a table that begins at C4."""
    sheet = attendance.add_worksheet()
    sheet.merge_range("C2:F2", "Registrants, spring 2026", attendance.add_format({"bold": True}))
    sheet.write_row("C4", ["Name", "Email", "Licence no", "Joined"])
    day = attendance.add_format({"num_format": "dd.mm.yyyy"})
    for row, (name, licence) in enumerate(
        [("Jane Doe", 1234567), ("Chidi Okafor", 80276000123456), ("Lena Weber", 12.5)], 4
    ):
        sheet.write(row, 2, name)
        sheet.write_formula(
            row, 3, f'=LOWER("{name[:4]}")&"@example.org"', None, f"{name[:4].strip().lower()}@example.org"
        )
        sheet.write_number(row, 4, licence)
        sheet.write_datetime(row, 5, date(2026, 3, row), day)


def formulas_as_names(attendance: Workbook) -> None:
    sheet = attendance.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Email"])
    names = ['=HYPERLINK("http://example.net","Click")', "@SUM(1+1)*cmd|' /C calc'!A0", "'=1+1 Doe"]
    for row, name in enumerate(names, 1):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, f"person{row}@example.org")


def formatted_far_below(attendance: Workbook) -> None:
    """Two people and three thousand rows of borders."""
    sheet = attendance.add_worksheet()
    border = attendance.add_format({"border": 1})
    for row in range(3000):
        sheet.write_row(row, 0, [""] * 6, border)
    sheet.write_row(0, 0, ["Vorname", "Nachname", "E-Mail-Adresse", "Zeitzone"])
    sheet.write_row(1, 0, ["Jürgen", "Müller", "juergen@example.org", "europe/berlin"])
    sheet.write_row(5, 0, ["Ana", "Núñez", "ana@example.org", ""])


BOOKS: dict[str, Callable[[Workbook], None]] = {
    "wild_apricot.xlsx": wild_apricot,
    "cover_and_hidden_sheet.xlsx": cover_and_hidden_sheet,
    "figures_and_dates.xlsx": figures_and_dates,
    "formulas_as_names.xlsx": formulas_as_names,
    "formatted_far_below.xlsx": formatted_far_below,
}


def main() -> None:
    for name, fill in BOOKS.items():
        with Workbook(FILES / name, {"remove_timezone": True}) as attendance:
            attendance.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
            fill(attendance)


if __name__ == "__main__":
    main()
