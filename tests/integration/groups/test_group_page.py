from datetime import timedelta

import pytest

from balint_live.application.mail_queue import MailState
from tests.integration.groups.cast import (
    ANA,
    CLEO,
    FIRST,
    FIRST_END,
    FIRST_START,
    MARA,
    SECOND,
    Site,
    hold_first,
    open_first,
)
from tests.integration.groups.held_session import ends, seen
from tests.integration.groups.page import Page

GROUP = "/groups/tuesday"


def rows(page: Page, table: int) -> list[str]:
    """The lines of a table, without its headings."""
    return [each.text for each in page.main.all("table")[table].all("tbody")[0].all("tr")]


def test_the_next_session_and_the_schedule(site: Site) -> None:
    page = site.visitor(ANA).look(GROUP)

    assert page.title == "Tuesday group"
    assert "The Balint Society · Leaders: Ana, Ben" in page.text
    assert (
        "Next session Tuesday 10 March 2026, 19:00 in London "
        "Session 1, in 1 week. First meeting of a series, 90 minutes." in page.text
    )
    assert rows(page, 0) == [
        "1 Tuesday 10 March 2026, 19:00 in London First meeting of a series, 90 minutes to come",
        "2 Tuesday 7 April 2026, 19:00 in London ABS-style, 60 minutes to come",
    ]


def test_the_people_and_whether_they_are_enough(site: Site) -> None:
    page = site.visitor(ANA).look(GROUP)

    assert "4 enrolled. 4 needed, so everybody has to come." in page.text
    assert rows(page, 1) == [
        "Carla participant carla@example.org Link: not sent Attended: none held yet",
        "Dan participant dan@example.org Link: not sent Attended: none held yet",
        "Otto observer otto@example.org Link: not sent Attended: none held yet",
        "Priya practice leader priya@example.org Link: not sent Attended: none held yet",
    ]


def test_before_anybody_is_invited_that_is_the_next_useful_thing(site: Site) -> None:
    ana = site.visitor(ANA)

    before = ana.look(GROUP)
    ana.press(ana.look(f"{GROUP}/invitations"), "Send 4 invitations")
    after = ana.look(GROUP)

    assert "Nobody is invited yet." in before.text
    assert "Nobody is invited yet." not in after.text
    assert after.links["Latest e-mails: 0 of 4 sent"] == f"{GROUP}/mails/new-1"


def test_who_cannot_come_and_whether_the_others_are_enough(site: Site) -> None:
    assert "expected" not in site.visitor(ANA).look(GROUP).text
    site.cannot_come("carla", "dan")
    assert "2 of 4 expected, 4 needed. Can't come: Carla, Dan." in site.visitor(ANA).look(GROUP).text


def test_how_far_links_have_got(site: Site) -> None:
    ana = site.visitor(ANA)
    ana.press(ana.look(f"{GROUP}/invitations"), "Send 4 invitations")
    carla, dan, otto, _priya = site.waiting()
    site.mails.settle(carla.mail.id, "test", MailState.DELIVERED, site.clock.now())
    site.mails.settle(dan.mail.id, "test", MailState.REFUSED, site.clock.now(), "5.2.2")
    site.mails.settle(otto.mail.id, "test", MailState.DELIVERED, site.clock.now())
    hold_first(site, "otto")
    site.clock.set(FIRST_END)

    page = ana.look(GROUP)

    assert [line.partition("Link: ")[2] for line in rows(page, 1)] == [
        "delivered to their mail server Attended: 0 of 1 held",
        "refused Their mailbox is full. Ask them to make room, then send the link again. (code 5.2.2) "
        "Attended: 0 of 1 held",
        "used Attended: 1 of 1 held",
        "waiting Attended: 0 of 1 held",
    ]
    assert "invited have come" not in page.text, "nothing is confirmed yet"
    assert rows(page, 0)[0].endswith("held attendance not yet confirmed")
    assert "Next session Tuesday 7 April 2026, 19:00 in London" in page.text


def test_within_two_hours_of_a_start_a_leader_goes_to_the_session(site: Site) -> None:
    site.clock.set(FIRST_START - timedelta(hours=2))

    assert site.visitor(ANA).look(GROUP).links["Go to session"] == "/meetings/first"
    assert "Go to session" not in site.visitor(MARA).look(GROUP).links


def test_a_running_session_offers_to_tell_whoever_is_not_here(site: Site) -> None:
    ana = site.visitor(ANA)
    ana.press(ana.look(f"{GROUP}/invitations"), "Send 4 invitations")
    site.deliver()
    before = ana.look(GROUP)
    open_first(site)
    site.clock.set(FIRST_START + timedelta(minutes=5))

    page = ana.pressed(ana.look(GROUP), "E-mail “We are running now”")
    again = ana.pressed(ana.look(GROUP), "E-mail “We are running now”")

    assert "E-mail “We are running now”" not in before.buttons
    assert page.title == "We are running now"
    assert "Everybody invited is here, or was told within the last ten minutes." in again.text
    assert site.deliver() == ["dan", "otto", "priya"]


def test_a_session_that_does_not_run_cannot_be_said_to(site: Site) -> None:
    page = site.visitor(ANA).post(f"{GROUP}/running-now", {"meeting": SECOND})

    assert (page.status, page.summary) == (422, "This session is not running.")


def test_whoever_left_is_folded_away(site: Site) -> None:
    site.services.groups.withdraw(ANA, "tuesday", "dan")

    page = site.visitor(ANA).look(GROUP)

    assert "3 enrolled. 4 needed, so 1 more is needed." in page.text
    assert [each.text for each in page.main.all("details")] == ["1 person has left the group Dan"]


def test_a_cancelled_session_keeps_its_line(site: Site) -> None:
    site.services.groups.cancel(ANA, "tuesday", FIRST)

    page = site.visitor(ANA).look(GROUP)

    assert rows(page, 0)[0].endswith("cancelled")
    assert "Session 2, in 1 month." in page.text


def test_an_empty_group_says_what_to_do_next(site: Site) -> None:
    cleo = site.visitor(CLEO)

    page = cleo.look("/groups/thursday")

    assert "No sessions yet." in page.text
    assert "Nobody is invited yet." in page.text
    assert page.links["Add sessions"] == "/groups/thursday/sessions/new"


def test_a_coordinator_sees_every_group_and_a_leader_their_own(site: Site) -> None:
    groups = ("/groups/tuesday", "/groups/thursday", "/groups/nowhere")

    seen = {who: [site.visitor(who).look(each).status for each in groups] for who in (MARA, ANA, CLEO, None)}

    assert seen == {
        MARA: [200, 200, 404],
        ANA: [200, 404, 404],
        CLEO: [404, 200, 404],
        None: [404, 404, 404],
    }
    assert site.visitor(CLEO).post(f"{GROUP}/running-now", {"meeting": FIRST}).status == 404


@pytest.mark.parametrize("address", ["", "/plans", "/leaders", "/settings", "/invitations", "/delete"])
def test_every_page_of_a_group_names_its_address_for_questions(site: Site, address: str) -> None:
    page = site.visitor(MARA).look(f"{GROUP}{address}")

    assert page.tree.all("footer")[0].text == "What this site keeps Questions: office@example.org"


def test_so_does_the_page_that_says_it_is_deleted(site: Site) -> None:
    mara = site.visitor(MARA)

    page = mara.press(mara.look(f"{GROUP}/delete"), "Delete the group")

    assert page.tree.all("footer")[0].text == "What this site keeps Questions: office@example.org"


def test_a_page_of_no_group_names_none(site: Site) -> None:
    assert site.visitor(MARA).look("/groups").tree.all("footer")[0].text == "What this site keeps"


def test_after_a_session_its_attendance_is_the_next_thing_to_do(site: Site) -> None:
    ana, roll = site.visitor(ANA), f"{GROUP}/sessions/{FIRST}/roll"
    for person in ("carla", "otto"):
        seen(site, person, (0, 90))
    ends(site)
    words = "Confirm attendance of session 1"
    assert ana.look(GROUP).links[words] == roll
    assert ana.press(ana.look(roll), "Confirm attendance, 2 here").status == 303
    after = ana.look(GROUP)
    assert words not in after.links
    assert "By confirmed attendance, 2 of 2 invited have come at least once." in after.text
