"""The page with the files to take away, and the files."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

from balint_live.domain.credit import CreditLine, Policy
from tests.integration.groups.cast import ANA, CARLA, CLEO, FIRST, FIRST_END, Site, hold_first, open_first
from tests.integration.groups.page import Page

EXPORT = "/groups/tuesday/export"
FILES = {
    "Download attendance (XLSX)": f"{EXPORT}/attendance.xlsx",
    "Download attendance (CSV)": f"{EXPORT}/attendance.csv",
    "Download absences (CSV)": f"{EXPORT}/absences.csv",
}


def confirm(site: Site) -> None:
    site.services.attendance_service.confirm(ANA, "tuesday", FIRST, {})


def with_credit(site: Site) -> None:
    line = CreditLine(policy=Policy.QUARTER_HOUR, credit_type="AMA PRA Category 1", designated_quarters=6)
    settings = site.group().settings
    site.services.groups.change_settings(
        ANA, "tuesday", site.group().version, replace(settings, credit_lines=(line,))
    )


def rows(page: Page) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(page.html.removeprefix("\ufeff"))))


def told(page: Page, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in columns) for row in rows(page)]


def test_the_page_leads_to_the_files(site: Site) -> None:
    page = site.visitor(ANA).look(EXPORT)

    assert page.title == "Export attendance"
    assert page.links == FILES
    assert "No session has been held yet, so the files hold only their headings." in page.text


def test_it_says_what_is_not_confirmed_yet(site: Site) -> None:
    hold_first(site, "carla")
    site.clock.set(FIRST_END)
    ana = site.visitor(ANA)
    sentence = (
        "The attendance of 1 session is not confirmed yet. Until then its credit reads 0 in these files."
    )

    before = ana.look(EXPORT)
    confirm(site)
    after = ana.look(EXPORT)

    assert [sentence in page.text for page in (before, after)] == [True, False]
    assert before.links == {"Confirm session 1": "/groups/tuesday/sessions/first/roll", **FILES}
    assert after.links == FILES
    assert ["No session has been held yet" in page.text for page in (before, after)] == [False, False]


def test_it_says_that_a_session_is_running(site: Site) -> None:
    open_first(site)

    text = site.visitor(ANA).look(EXPORT).text

    assert ("A session is running." in text, "is not confirmed yet" in text) == (True, False)


def test_the_attendance_as_csv(site: Site) -> None:
    with_credit(site)
    hold_first(site, "carla")
    site.clock.set(FIRST_END)
    confirm(site)

    page = site.visitor(ANA).look(f"{EXPORT}/attendance.csv")

    assert [page.headers[name] for name in ("Content-Type", "Content-Disposition", "Cache-Control")] == [
        "text/csv; charset=utf-8",
        'attachment; filename="attendance.csv"',
        "no-store",
    ]
    assert told(page, "record_id", "role", "minutes_present", "credits_awarded", "leader_confirmed_by") == [
        ("first-carla", "member", "90", "1.50", "Ana"),
        ("first-dan", "member", "0", "0.00", "Ana"),
        ("first-otto", "observer", "0", "0.00", "Ana"),
        ("first-priya", "trainee", "0", "0.00", "Ana"),
    ]


def test_the_attendance_as_a_workbook_with_the_series(site: Site) -> None:
    hold_first(site, "carla")
    site.clock.set(FIRST_END)
    visitor = site.visitor(ANA)._client

    answer = visitor.get(f"{EXPORT}/attendance.xlsx")

    assert [answer.headers[name] for name in ("Content-Type", "Content-Disposition", "Cache-Control")] == [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        'attachment; filename="attendance.xlsx"',
        "no-store",
    ]
    with ZipFile(BytesIO(answer.data)) as archive:
        attendance = archive.read("xl/workbook.xml").decode()
        texts = archive.read("xl/sharedStrings.xml").decode()
    assert [f'<sheet name="{title}"' in attendance for title in ("Attendance", "Series", "Absences")] == [
        True,
        True,
        False,
    ]
    assert ("first-carla" in texts, "Sessions planned" in texts) == (True, True)


def test_the_absences_of_confirmed_sessions(site: Site) -> None:
    hold_first(site, "carla")
    site.clock.set(FIRST_END)
    ana = site.visitor(ANA)

    before = ana.look(f"{EXPORT}/absences.csv")
    confirm(site)
    after = ana.look(f"{EXPORT}/absences.csv")

    assert rows(before) == []
    assert told(after, "session_date", "name", "absent", "minutes_missed", "minutes_of_session") == [
        ("2026-03-10", "Dan", "all", "90", "90"),
        ("2026-03-10", "Otto", "all", "90", "90"),
        ("2026-03-10", "Priya", "all", "90", "90"),
    ]


def test_before_any_session_there_are_headings(site: Site) -> None:
    ana = site.visitor(ANA)

    pages = [ana.look(f"{EXPORT}/{name}.csv") for name in ("attendance", "absences")]

    assert [len(page.html.splitlines()) for page in pages] == [1, 1]


def test_nobody_else_gets_them(site: Site) -> None:
    hold_first(site, "carla")

    statuses = [
        site.visitor(who).look(each).status
        for who in (CLEO, CARLA, None)
        for each in (EXPORT, *FILES.values())
    ]

    assert statuses == [404] * 12
