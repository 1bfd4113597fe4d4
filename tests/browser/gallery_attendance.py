"""The pages of attendance and credit, of a group in the midst of its series; and what its people see of themselves.

The series is written as a clock would have left it, its credit is given by the page. Names and labels are as long as they
are in life.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from balint_live.adapters.protocol_catalogue import load_catalogue
from tests.browser.hands import fill, follow, press, unfold_all
from tests.browser.past_sessions import Seen, booked, confirmed, stored, went_on
from tests.browser.view import Walk
from tests.integration.live.person import Circle, Person
from tests.integration.live.served import Served

LONG_NAME = "Maximiliane von Hohenstein-Oppenheimer"
AMA, APA, ABFM = "AMA PRA Category 1 Credit™", "APA CE, Continuing Education for Psychologists", "ABFM"
APPROVAL = (
    "The Society designates this live activity for a maximum of 8 AMA PRA Category 1 Credits™.\n"
    "Physicians should claim only the credit commensurate with the extent of their participation in the activity."
)
CREDITS = {
    "credit_lines-0-policy": "quarter_hour",
    "credit_lines-0-credit_type": AMA,
    "credit_lines-0-statement": APPROVAL,
    "credit_lines-0-by_plan-0-figure": "1.50",
    "credit_lines-1-policy": "full_hour",
    "credit_lines-1-credit_type": APA,
    "credit_lines-2-policy": "series_min",
    "credit_lines-2-credit_type": ABFM,
    "credit_lines-2-required_sessions": "5",
}
HELD, OPEN, TO_COME, LATER, LAST = 5, 6, 7, 8, 9
"""Numbers of sessions: so many were held and confirmed; then one whose roll is open, and three to come."""
BROKEN_OFF, CANCELLED = 4, LATER
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)


@dataclass(frozen=True)
class Series:
    """`always` was there each time, `late` in part, `now_and_then` twice, `never` not at all."""

    site: Served
    circle: Circle
    group: str
    sessions: dict[int, str]

    @property
    def always(self) -> Person:
        return self.circle.registrants[0]

    @property
    def late(self) -> Person:
        return self.circle.registrants[1]

    @property
    def now_and_then(self) -> Person:
        return self.circle.registrants[2]

    @property
    def never(self) -> Person:
        return self.circle.registrants[3]

    def roll(self, number: int) -> str:
        return f"{self.group}/sessions/{self.sessions[number]}/roll"


def series(site: Served, circle: Circle) -> Series:
    """The session about to start is the seventh of nine."""
    [(group,)] = site.rows("SELECT group_id FROM meetings WHERE id = ?", circle.meeting)
    site.change("UPDATE meetings SET number = ? WHERE id = ?", TO_COME, circle.meeting)
    site.change("UPDATE registrants SET name = ? WHERE id = ?", LONG_NAME, circle.registrants[1].id)
    now = datetime.now(UTC)
    numbers = (*range(1, TO_COME), LATER, LAST)
    sessions = {each: booked(site, circle, each, now + (each - TO_COME) * WEEK) for each in numbers}
    _first_by_a_plan_of_its_own(site, sessions[1])
    found = Series(site, circle, f"{site.url}/groups/{group}", {**sessions, TO_COME: circle.meeting})
    for number in range(1, TO_COME):
        _was_held(found, number, now + (number - TO_COME) * WEEK)
    said = stored(now)
    site.change("UPDATE meetings SET not_held_at = ? WHERE id = ?", said, sessions[BROKEN_OFF])
    site.change("UPDATE meetings SET cancelled_at = ? WHERE id = ?", said, sessions[CANCELLED])
    return found


def _first_by_a_plan_of_its_own(site: Served, meeting: str) -> None:
    plan = load_catalogue().protocols["first90"]
    steps = json.dumps([[step.phase.id, step.planned // timedelta(minutes=1)] for step in plan.steps])
    site.change("UPDATE meetings SET protocol_id = ?, plan = ? WHERE id = ?", plan.id, steps, meeting)
    site.change("UPDATE meetings SET protocol_name = ? WHERE id = ?", plan.name, meeting)


def nothing_yet(page: Page, group: str) -> Walk:
    """Of a group that has neither sessions nor people."""
    page.goto(f"{group}/attendance")
    yield "attendance without sessions"
    page.goto(f"{group}/export")
    yield "export without sessions"


def give_credit(page: Page, course: Series) -> Walk:
    page.goto(f"{course.group}/settings")
    unfold_all(page)
    for phase in ("opening", "closing"):
        page.locator(f'[name="uncredited_phases"][value="{phase}"]').check()
    fill(page, {**CREDITS, "credit_lines-1-by_plan-1-figure": "1.3", "retention_years": "3"})
    press(page, "Save the settings")
    yield "settings with credit come back"
    fill(page, {"credit_lines-1-by_plan-1-figure": "", "retention_years": "10"})
    press(page, "Save the settings")
    page.goto(f"{course.group}/settings")
    yield "settings with phases without credit"


def look_at_the_group(page: Page, course: Series) -> Walk:
    page.goto(f"{course.group}/attendance")
    yield "attendance"
    unfold_all(page)
    yield "attendance with its reasons"
    page.goto(f"{course.group}/attendance?line=0")
    yield "attendance in credits"
    page.goto(f"{course.group}/export")
    yield "export"


def look_at_sessions(page: Page, course: Series) -> Walk:
    page.goto(course.roll(OPEN))
    unfold_all(page)
    yield "roll with questions"
    page.goto(course.roll(TO_COME))
    yield "roll of a session to come"
    page.goto(f"{course.roll(HELD)}/{course.late.id}")
    yield "correction"
    page.goto(course.roll(HELD).removesuffix("/roll"))
    yield "session with statements"


def look_at_somebody(page: Page, course: Series) -> Walk:
    """And erase them: what they earned is stated once more, and stays."""
    page.goto(f"{course.group}/people/{course.now_and_then.id}")
    unfold_all(page)
    yield "person with attendance"
    follow(page, "Erase …")
    yield "person erase with credit"
    press(page, "Erase")
    yield "group after an erasure"


def see_own(page: Page, course: Series) -> Walk:
    """Somebody with credit, and their statements."""
    page.goto(f"{course.late.link}/record")
    for words in ("Statement of session 1 (PDF)", "Statement of the series (PDF)"):
        with page.expect_download():
            page.get_by_role("button", name=words, exact=True).click()
    page.reload()
    yield "own attendance with statements"


def verify(page: Page, course: Series) -> Walk:
    """The statement of that series, and then as if there were a newer one."""
    site, mine = course.site, "registrant_id = ? AND meeting_id IS NULL"
    [(code,)] = site.rows(f"SELECT code FROM statements WHERE {mine}", course.late.id)
    _verify(page, site, code)
    yield "verify confirmed"
    site.change(f"UPDATE statements SET replaced_at = issued_at WHERE {mine}", course.late.id)
    _verify(page, site, code)
    yield "verify replaced"


def be_erased(page: Page, course: Series) -> Walk:
    """Somebody with credit, and somebody without."""
    for person, words in ((course.late, " with credit"), (course.never, "")):
        page.goto(f"{person.link}/record")
        follow(page, "Erase me …")
        yield f"erase oneself{words}"
        press(page, "Erase")
        yield f"erased oneself{words}"


LEADERS: tuple[Callable[[Page, Series], Walk], ...] = (
    give_credit,
    look_at_the_group,
    look_at_sessions,
    look_at_somebody,
)
PARTICIPANTS: tuple[Callable[[Page, Series], Walk], ...] = (see_own, verify, be_erased)


def _was_held(course: Series, number: int, opened: datetime) -> None:
    seen = _seen(course, number)
    went_on(course.site, course.sessions[number], opened + HOUR, 60, seen)
    if number <= HELD:
        confirmed(course.site, course.circle, course.sessions[number], opened, seen)


def _seen(course: Series, number: int) -> Seen:
    """In minutes from the opening; some come before it, some in the midst, and go for a while."""
    came = {course.always.id: [(-4, 60)], course.late.id: [(number * 3, 38), (45, 60)]}
    return {**came, course.now_and_then.id: [(0, 60)]} if number % 2 else came


def _verify(page: Page, site: Served, code: str) -> None:
    page.goto(f"{site.url}/verify")
    fill(page, {"code": code, "name": LONG_NAME})
    press(page, "Verify")
    expect(page.get_by_role("heading", level=1)).to_have_text("We issued this statement")
