"""The end names the next date: on a participant's page in the closing and after it, and on the leaders' console."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.browser.past_sessions import booked
from tests.integration.live.person import Circle
from tests.integration.live.served import Served

LONDON = ZoneInfo("Europe/London")
CLOSING = 8
LINE = re.compile(
    r'data-part="next-date"\s*(hidden)?\s*>\s*Next date: (\w+ \d+ \w+, \d\d:\d\d) in London\.</p>'
)


def test_the_end_names_the_next_date(eventlet_site: Served) -> None:
    site = eventlet_site
    circle = site.circle()
    site.change("UPDATE groups SET timezone = 'Europe/London' WHERE name = ?", circle.group)
    for person in (circle.registrants[0], circle.leaders[0]):
        person.press()
    alone = said(circle)
    start = (datetime.now(UTC) + timedelta(days=7)).replace(second=0, microsecond=0)
    booked(site, circle, 9, start)

    before = said(circle)
    moved(circle, 0, "meeting.open")
    moved(circle, 1, "phase.goto", position=CLOSING)
    closing = said(circle)
    moved(circle, 2, "meeting.close")
    ended = said(circle)

    there = start.astimezone(LONDON)
    date = f"{there:%A} {there.day} {there:%B}, {there:%H:%M}"
    assert alone == ([], [])
    assert before == ([("hidden", date)], [("hidden", date), ("", date)])
    assert closing == ([("", date)], [("", date), ("", date)])
    assert ended == ([("", date)], [("hidden", date), ("", date)])


def said(circle: Circle) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Of the participant's page and of the console, whose part for after the end is hidden as a whole until then."""
    display, console = (
        LINE.findall(person.get(person.page).text) for person in (circle.registrants[0], circle.leaders[0])
    )
    return display, console


def moved(circle: Circle, revision: int, type: str, **fields: int) -> None:
    leader = circle.leaders[0]
    command = {"id": f"{circle.meeting}-{revision}", "type": type, "expectedRevision": revision, **fields}
    assert leader.command(command, leader.token()).json == {"ok": True, "revision": revision + 1}
