"""What leaders say of a session as a whole: that it was broken off, and when it really ended."""

import pytest

from balint_live.application.groups.group import SessionStatus
from tests.integration.groups.cast import ANA, BEN, FIRST, FIRST_START, TUESDAY, Site
from tests.integration.groups.held_session import ROLL, at, begins, ends, first, seen

NOT_HELD = "Cut short, no credit"


def test_broken_off_it_earns_nothing_and_can_be_taken_back(site: Site) -> None:
    ends(site, 20)
    ana = site.visitor(ANA)
    page = ana.pressed(ana.look(ROLL), NOT_HELD)
    assert first(site).meeting.status(site.clock.now()) is SessionStatus.NOT_HELD
    assert page.main.all("section")[-1].text == (
        "This session was cut short and earns nobody credit. It was not cut short"
    )
    assert ana.look("/groups/tuesday/sessions/first").links["See attendance"] == ROLL
    assert [each.text for each in ana.look("/groups/tuesday").main.all("a") if each.get("href") == ROLL] == [
        "attendance"
    ]
    back = ana.pressed(page, "It was not cut short")
    assert first(site).meeting.status(site.clock.now()) is SessionStatus.HELD
    assert NOT_HELD in back.buttons


def test_it_can_be_said_of_a_confirmed_session_too(site: Site) -> None:
    ends(site)
    site.services.attendance_service.confirm(ANA, TUESDAY, FIRST, {})
    ana = site.visitor(ANA)
    assert ana.press(ana.look(ROLL), NOT_HELD).status == 303
    assert first(site).meeting.not_held_at == site.clock.now()


def test_a_session_that_runs_cannot_be_called_broken_off(site: Site) -> None:
    begins(site)
    page = site.visitor(ANA).post(f"{ROLL}/held", {"press": "not_held"})
    assert (page.status, page.summary) == (422, "The session has not ended yet.")


def test_a_session_that_nobody_ended_asks_for_its_end_first(site: Site) -> None:
    seen(site, "carla", (-2, 90))
    ends(site)
    ana = site.visitor(ANA)
    page = ana.look(ROLL)
    assert page.main.all("section")[0].text == (
        "Nobody ended this session, so we use its booked end, 20:30. If it ended at another time, "
        "please correct that first: the questions depend on it. Ended at Correct the end"
    )
    assert page.value("ended_at") == "20:30:00"
    after = ana.pressed(page, "Correct the end", {"ended_at": "20:10"})
    assert "It ran from 19:00 to 20:10." in after.text
    assert (first(site).meeting.closed_at, first(site).windows) == (at(70), ((FIRST_START, at(70)),))


def test_a_session_that_was_ended_late_can_be_corrected_as_well(site: Site) -> None:
    ends(site, 88)
    ana = site.visitor(ANA)
    page = ana.look(ROLL)
    assert [each.text for each in page.main.all("summary")] == [
        "It ended at another time",
        "The session was cut short",
    ]
    ana.press(page, "Correct the end", {"ended_at": "20:27:30"})
    assert first(site).meeting.closed_at == at(87.5)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("soon", "Type the time in 24 hours, such as 19:00 or 19:00:30."),
        ("", "Type the time in 24 hours, such as 19:00 or 19:00:30."),
        ("19:00", "A session ends after it was opened, and not in the future."),
        ("18:00", "A session ends after it was opened, and not in the future."),
        ("20:40", "A session ends after it was opened, and not in the future."),
    ],
)
def test_an_end_that_cannot_be_comes_back(site: Site, typed: str, sentence: str) -> None:
    ends(site)
    ana = site.visitor(ANA)
    page = ana.press(ana.look(ROLL), "Correct the end", {"ended_at": typed})
    assert (page.status, page.summary, page.value("ended_at")) == (422, sentence, typed)
    assert first(site).meeting.closed_at == at(90)


def test_a_confirmed_session_keeps_its_end(site: Site) -> None:
    ends(site)
    ana = site.visitor(ANA)
    page = ana.look(ROLL)
    site.services.attendance_service.confirm(BEN, TUESDAY, FIRST, {})
    refused = ana.press(page, "Correct the end", {"ended_at": "20:10"})
    assert (refused.status, refused.summary) == (422, "Attendance is confirmed already.")
    assert (first(site).meeting.closed_at, refused.title) == (at(90), "Attendance, confirmed")
