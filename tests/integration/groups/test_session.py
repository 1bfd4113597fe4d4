"""One session: moved, given another plan, cancelled; and who is told of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from balint_live.application.groups.changes import Changes
from balint_live.application.mail_queue import MailKind
from tests.integration.groups.cast import ANA, CLEO, FIRST, FIRST_START, SECOND_START, TUESDAY, Site

SESSION = "/groups/tuesday/sessions/first"
SAVE = "Save this change"


def invite_everybody(site: Site) -> None:
    site.services.groups.invite(ANA, TUESDAY)
    site.deliver()


def told(site: Site) -> list[tuple[MailKind, str]]:
    return sorted(
        (one.mail.kind, one.mail.registrant_id or one.mail.leader_id or "") for one in site.waiting()
    )


def start(site: Site) -> datetime:
    meeting = site.group().meeting(FIRST)
    assert meeting is not None
    return meeting.start


def test_the_page_says_when_it_is_and_what_would_happen(site: Site) -> None:
    invite_everybody(site)
    page = site.visitor(ANA).look(SESSION)
    assert (page.title, page.value("on"), page.value("at"), page.value("plan")) == (
        "Session 1",
        "2026-03-10",
        "19:00",
        "as_booked",
    )
    said = [each.text for each in page.main.all("p")]
    assert said[:2] == [
        "Tuesday 10 March 2026, 19:00 in London, until 20:30",
        "To come · First meeting of a series, 90 minutes",
    ]
    assert said[-1] == "An e-mail tells 4 people and the leaders about the new time."


def test_moved_across_the_change_of_the_clocks_it_keeps_the_hour(site: Site) -> None:
    invite_everybody(site)
    ana = site.visitor(ANA)
    answer = ana.press(ana.look(SESSION), SAVE, {"on": "2026-03-31"})
    assert start(site) == datetime(2026, 3, 31, 18, 0, tzinfo=UTC)
    [batch] = {one.mail.batch for one in site.waiting() if one.mail.registrant_id}
    assert (answer.status, answer.location) == (303, f"/groups/tuesday/mails/{batch}")


def test_everybody_invited_and_the_leaders_are_told_and_nobody_else(site: Site) -> None:
    site.services.groups.invite(ANA, TUESDAY, {"carla", "dan"})
    site.deliver()
    ana = site.visitor(ANA)
    ana.press(ana.look(SESSION), SAVE, {"at": "18:00"})
    assert told(site) == [(MailKind.MOVED, one) for one in ("ana", "ben", "carla", "dan")]


def test_before_anybody_is_invited_only_the_leaders_are_told(site: Site) -> None:
    ana = site.visitor(ANA)
    page = ana.look(SESSION)
    assert page.main.all("p")[-1].text == "Nobody is invited yet, so an e-mail tells only the leaders."
    assert ana.press(page, SAVE, {"at": "18:00"}).location == "/groups/tuesday"
    assert start(site) == FIRST_START - timedelta(hours=1)
    assert told(site) == [(MailKind.MOVED, "ana"), (MailKind.MOVED, "ben")]


def test_another_plan_of_the_same_length_tells_nobody(site: Site) -> None:
    invite_everybody(site)
    ana = site.visitor(ANA)
    answer = ana.press(ana.look(SESSION), SAVE, {"plan": "abs90"})
    assert answer.location == "/groups/tuesday"
    assert (site.group().meetings[0].plan.id, told(site)) == ("abs90", [])


def test_saving_it_untouched_changes_nothing(site: Site) -> None:
    ana, before = site.visitor(ANA), site.group().meetings
    assert ana.press(ana.look(SESSION), SAVE).location == "/groups/tuesday"
    assert site.group().meetings == before


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"on": "2026-03-02"}, {"on": "This time is past."}),
        ({"on": "2026-04-07", "at": "19:30"}, {"on": "Session 2 is booked for then."}),
        (
            {"on": "2026-03-29", "at": "01:15"},
            {"at": "On Sunday 29 March 2026 the clocks in London skip 01:15."},
        ),
        ({"at": "soon"}, {"at": "Type the time in 24 hours, such as 19:00."}),
        ({"on": "2040-01-01"}, {"on": "This is more than five years away."}),
    ],
)
def test_a_time_that_cannot_be_is_named_and_kept(
    site: Site, typed: dict[str, str], errors: dict[str, str]
) -> None:
    ana = site.visitor(ANA)
    page = ana.press(ana.look(SESSION), SAVE, typed)
    assert (page.status, page.errors) == (422, errors)
    assert {name: page.value(name) for name in typed} == typed
    assert start(site) == FIRST_START


def test_within_a_day_of_the_start_it_asks_before_it_tells(site: Site) -> None:
    invite_everybody(site)
    site.clock.set(FIRST_START - timedelta(hours=24, seconds=-1))
    ana = site.visitor(ANA)
    asked = ana.press(ana.look(SESSION), SAVE, {"on": "2026-03-12"})
    assert (asked.status, asked.buttons) == (200, ["Move it and tell 4 people"])
    assert [each.text for each in asked.main.all("dd")] == [
        "Tuesday 10 March 2026, 19:00 in London, until 20:30",
        "Thursday 12 March 2026, 19:00 in London, until 20:30",
    ]
    assert (start(site), told(site)) == (FIRST_START, [])
    assert ana.press(asked, "Move it and tell 4 people").status == 303
    assert start(site) == FIRST_START + timedelta(days=2)


def test_a_time_within_a_day_of_now_asks_as_well(site: Site) -> None:
    invite_everybody(site)
    ana = site.visitor(ANA)
    asked = ana.press(ana.look(SESSION), SAVE, {"on": "2026-03-04", "at": "11:00"})
    assert asked.title == "This is less than a day ahead"
    assert start(site) == FIRST_START


def test_a_day_before_it_does_not_ask(site: Site) -> None:
    invite_everybody(site)
    site.clock.set(FIRST_START - timedelta(hours=24))
    ana = site.visitor(ANA)
    assert ana.press(ana.look(SESSION), SAVE, {"on": "2026-03-12"}).status == 303


def test_before_it_is_cancelled_a_page_says_how_many_will_be_told(site: Site) -> None:
    invite_everybody(site)
    ana = site.visitor(ANA)
    page = ana.look(ana.look(SESSION).links["Cancel this session"])
    assert page.title == "Cancel session 1?"
    assert page.main.all("p")[1].text == (
        "An e-mail tells 4 people and the leaders, and the session disappears from their calendars. "
        "It stays in the schedule, marked as cancelled. This cannot be undone; another session can be added."
    )
    assert not site.group().meetings[0].cancelled


def test_the_press_cancels_it_and_tells_them(site: Site) -> None:
    invite_everybody(site)
    ana = site.visitor(ANA)
    ana.press(ana.look(f"{SESSION}/cancel"), "Cancel the session")
    assert [one.cancelled for one in site.group().meetings] == [True, False]
    assert told(site) == [
        (MailKind.CANCELLED, each) for each in ("ana", "ben", "carla", "dan", "otto", "priya")
    ]


def test_a_second_press_on_cancel_says_that_it_is(site: Site) -> None:
    ana = site.visitor(ANA)
    page = ana.look(f"{SESSION}/cancel")
    ana.press(page, "Cancel the session")
    again = ana.press(page, "Cancel the session")
    assert (again.status, again.summary) == (422, "This session is cancelled already.")


@pytest.mark.parametrize(
    ("happened", "now", "said"),
    [
        ({}, SECOND_START, "Its time is over and nobody opened it. Add another session instead."),
        (
            {"cancelled_at": FIRST_START - timedelta(days=2)},
            FIRST_START,
            "It keeps its place in the schedule. Add another session in its stead.",
        ),
    ],
    ids=["not held", "cancelled"],
)
def test_what_is_settled_is_shown_and_not_changed(
    site: Site, happened: dict[str, Any], now: datetime, said: str
) -> None:
    site.change(Changes(meetings=(replace(site.group().meetings[0], **happened),)))
    ana = site.visitor(ANA)
    token = ana.look("/groups/tuesday/leaders").value("csrf_token")
    site.clock.set(now)
    page = ana.look(SESSION)
    assert (page.main.all("form"), page.main.all("p")[-1].text) == ([], said)
    assert ana.look(f"{SESSION}/cancel").main.all("form") == []
    typed = {"on": "2026-06-02", "at": "19:00", "plan": "as_booked", "csrf_token": token}
    assert ana.post(SESSION, typed).status == 422
    assert start(site) == FIRST_START


def test_a_session_of_another_group_is_not_found(site: Site) -> None:
    cleo = site.visitor(CLEO)
    assert cleo.look("/groups/thursday/sessions/first").status == 404
    token = cleo.look("/groups/thursday/leaders").value("csrf_token")
    for address in (f"{SESSION}/cancel", "/groups/thursday/sessions/first/cancel"):
        assert cleo.post(address, {"csrf_token": token}).status == 404
    assert not site.group().meetings[0].cancelled
