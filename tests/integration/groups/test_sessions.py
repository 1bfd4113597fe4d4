"""Sessions are booked from a rhythm, date by date, correct across a change of the clocks; and moved or cancelled one by one.

In London the clocks go forward on Sunday 29 March 2026 at 01:00, and back on Sunday 25 October at 02:00.
"""

from dataclasses import replace

import pytest

from balint_live.application.groups.changes import Changes
from balint_live.application.identity import Identity
from balint_live.domain.credit import CreditLine, Policy
from tests.integration.groups.cast import ANA, CARLA, CLEO, Site
from tests.integration.groups.page import Page

NEW = "/groups/tuesday/sessions/new"
BOOK = "Book the ticked dates"
EVERY_SECOND_TUESDAY = (
    "first=2026-03-17&at=19:00&rhythm=every_2_weeks&count=3&first_plan=first90&other_plan=abs60"
)


def dates(page: Page) -> list[str]:
    """Each date of the preview as it is read."""
    return [each.text for each in page.main.all("li") if each.all("input")]


def schedule(site: Site) -> list[tuple[int, str, str]]:
    """What is booked, in universal time."""
    return [(one.number, f"{one.start:%Y-%m-%d %H:%M}", one.plan.id) for one in site.group().meetings]


BEFORE = [(1, "2026-03-10 19:00", "first90"), (2, "2026-04-07 18:00", "abs60")]


def test_the_preview_says_every_date_with_its_hours_and_plan(site: Site) -> None:
    page = site.visitor(ANA).look(f"{NEW}?{EVERY_SECOND_TUESDAY}")
    assert page.status == 200
    assert [each.text for each in page.main.all("h2")] == ["Every 2 weeks"]
    assert dates(page) == [
        "Tuesday 17 March 2026 19:00–20:30 · First meeting of a series, 90 minutes",
        "Tuesday 31 March 2026 19:00–20:00 · ABS-style, 60 minutes "
        "Clocks change between these. It stays at 19:00 in London.",
        "Tuesday 14 April 2026 19:00–20:00 · ABS-style, 60 minutes",
    ]
    assert page.ticked("keep") == ["2026-03-17", "2026-03-31", "2026-04-14"]


def test_looking_books_nothing(site: Site) -> None:
    site.visitor(ANA).look(f"{NEW}?{EVERY_SECOND_TUESDAY}")
    assert schedule(site) == BEFORE


def test_the_press_books_what_was_shown_at_the_same_hour_of_the_wall_clock(site: Site) -> None:
    ana = site.visitor(ANA)
    answer = ana.press(ana.look(f"{NEW}?{EVERY_SECOND_TUESDAY}"), BOOK)
    assert (answer.status, answer.location) == (303, "/groups/tuesday")
    assert schedule(site) == [
        *BEFORE,
        (3, "2026-03-17 19:00", "first90"),
        (4, "2026-03-31 18:00", "abs60"),
        (5, "2026-04-14 18:00", "abs60"),
    ]


def test_a_date_is_struck_off_and_the_first_that_is_kept_has_the_plan_of_the_first(site: Site) -> None:
    ana = site.visitor(ANA)
    page = ana.look(f"{NEW}?{EVERY_SECOND_TUESDAY}")
    ana.press(page, BOOK, {"keep": ["2026-03-31", "2026-04-14"]})
    assert schedule(site)[2:] == [(3, "2026-03-31 18:00", "first90"), (4, "2026-04-14 18:00", "abs60")]


def test_with_no_date_kept_nothing_is_booked(site: Site) -> None:
    ana = site.visitor(ANA)
    page = ana.press(ana.look(f"{NEW}?{EVERY_SECOND_TUESDAY}"), BOOK, {"keep": None})
    assert (page.status, page.summary) == (422, "Nothing is booked yet: no date is ticked.")
    assert (page.ticked("keep"), schedule(site)) == ([], BEFORE)


def test_a_month_is_counted_by_its_weekdays(site: Site) -> None:
    rhythm = "first=2026-05-12&at=19:00&rhythm=every_month&count=3&first_plan=abs60&other_plan=abs60"
    page = site.visitor(ANA).look(f"{NEW}?{rhythm}")
    assert [each.text for each in page.main.all("h2")] == ["Every month on the second Tuesday"]
    assert page.ticked("keep") == ["2026-05-12", "2026-06-09", "2026-07-14"]


def test_who_begins_on_a_fifth_tuesday_means_the_last(site: Site) -> None:
    rhythm = "first=2026-06-30&at=19:00&rhythm=every_month&count=3&first_plan=abs60&other_plan=abs60"
    page = site.visitor(ANA).look(f"{NEW}?{rhythm}")
    assert [each.text for each in page.main.all("h2")] == ["Every month on the last Tuesday"]
    assert page.ticked("keep") == ["2026-06-30", "2026-07-28", "2026-08-25"]


def test_dates_that_cannot_be_booked_say_why_and_the_others_can(site: Site) -> None:
    rhythm = "first=2026-03-03&at=11:30&rhythm=every_week&count=2&first_plan=abs60&other_plan=abs60"
    ana = site.visitor(ANA)
    page = ana.look(f"{NEW}?{rhythm}")
    assert dates(page) == [
        "Tuesday 3 March 2026 11:30–12:30 · ABS-style, 60 minutes This time is past.",
        "Tuesday 10 March 2026 11:30–12:30 · ABS-style, 60 minutes",
    ]
    ana.press(page, BOOK)
    assert schedule(site)[2:] == [(3, "2026-03-10 11:30", "abs60")]


def test_a_date_that_is_taken_names_the_session(site: Site) -> None:
    rhythm = "first=2026-03-10&at=20:00&rhythm=once&count=8&first_plan=abs60"
    page = site.visitor(ANA).look(f"{NEW}?{rhythm}")
    assert dates(page) == [
        "Tuesday 10 March 2026 20:00–21:00 · ABS-style, 60 minutes Session 1 is booked for then."
    ]
    assert page.buttons == ["Show the dates again"]


def test_an_hour_that_the_clocks_skip_is_said_at_its_date(site: Site) -> None:
    rhythm = "first=2026-03-22&at=01:30&rhythm=every_week&count=3&first_plan=abs60&other_plan=abs60"
    page = site.visitor(ANA).look(f"{NEW}?{rhythm}")
    assert dates(page)[1:] == [
        "Sunday 29 March 2026 ABS-style, 60 minutes The clocks in London skip this hour on that day.",
        "Sunday 5 April 2026 01:30–02:30 · ABS-style, 60 minutes "
        "Clocks change between these. It stays at 01:30 in London.",
    ]
    assert page.ticked("keep") == ["2026-03-22", "2026-04-05"]


def test_of_an_hour_that_comes_twice_the_first_is_meant(site: Site) -> None:
    ana = site.visitor(ANA)
    page = ana.look(f"{NEW}?first=2026-10-25&at=01:30&rhythm=once&first_plan=abs60")
    assert dates(page) == [
        "Sunday 25 October 2026 01:30 BST–01:30 GMT · ABS-style, 60 minutes "
        "This hour comes twice that night; the first is meant."
    ]
    ana.press(page, "Book this session")
    assert schedule(site)[2:] == [(3, "2026-10-25 00:30", "abs60")]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ("first=10.3.2026&at=19:00", {"first": "Type the date as year, month and day, such as 2026-03-10."}),
        ("first=2026-03-17&at=25:00", {"at": "Type the time in 24 hours, such as 19:00."}),
        ("first=9999-12-31&at=19:00", {"first": "This is more than five years away."}),
        ("first=2026-03-17&at=7.30&count=61", {"count": "Type a whole number from 1 to 60."}),
        (
            "first=2026-03-17&at=19:00&other_plan=gone",
            {"other_plan": "This plan is not there any more. Choose another one."},
        ),
    ],
)
def test_what_cannot_be_read_is_named_and_kept(site: Site, typed: str, errors: dict[str, str]) -> None:
    rest = "rhythm=every_week&count=8&first_plan=abs60&other_plan=abs60"
    page = site.visitor(ANA).look(f"{NEW}?{typed}&{rest}")
    assert (page.status, page.errors) == (422, errors)
    [(name, value)] = [pair.split("=") for pair in typed.split("&") if pair.split("=")[0] in errors]
    assert page.value(name) == (value if name != "other_plan" else "")


def test_a_credit_that_such_a_session_cannot_award_is_said_before_it_is_booked(site: Site) -> None:
    hour = CreditLine(policy=Policy.FULL_HOUR, credit_type="CE")
    short = site.services.catalogue.protocol("short", "Short", [("checkin", 45)])
    settings = replace(site.group().settings, credit_lines=(hour,))
    site.change(Changes(settings=settings, plans=(short,)))
    page = site.visitor(ANA).look(f"{NEW}?first=2026-05-05&at=19:00&rhythm=once&first_plan=short")
    said = [each.text for each in page.main.all("p") if each.get("class") == "remark"]
    assert said == ["Nobody can earn CE in a session with “Short”: it is shorter than a full hour."]


def test_what_was_taken_meanwhile_is_not_booked_and_nor_is_the_rest(site: Site) -> None:
    ana = site.visitor(ANA)
    page = ana.look(f"{NEW}?{EVERY_SECOND_TUESDAY}")
    ana.press(ana.look(f"{NEW}?first=2026-03-31&at=19:30&rhythm=once&first_plan=abs60"), "Book this session")
    refused = ana.press(page, BOOK)
    assert refused.status == 422
    assert refused.summary == ("Nothing is booked yet: a ticked date cannot be booked. Please untick it.")
    assert schedule(site) == [*BEFORE, (3, "2026-03-31 18:30", "abs60")]


@pytest.mark.parametrize("who", [None, CARLA, CLEO])
def test_only_for_the_groups_own_leaders(site: Site, who: Identity | None) -> None:
    visitor = site.visitor(who)
    addresses = [NEW, f"{NEW}?{EVERY_SECOND_TUESDAY}", "/groups/tuesday/sessions/first"]
    assert [visitor.look(each).status for each in addresses] == [404, 404, 404]


def test_nor_can_others_book(site: Site) -> None:
    cleo = site.visitor(CLEO)
    token = cleo.look("/groups/thursday/leaders").value("csrf_token")
    typed = dict(pair.split("=") for pair in EVERY_SECOND_TUESDAY.split("&"))
    assert cleo.post(NEW, {**typed, "keep": "2026-03-17", "csrf_token": token}).status == 404
    assert schedule(site) == BEFORE
