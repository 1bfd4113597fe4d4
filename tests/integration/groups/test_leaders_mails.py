"""Leaders are written to: what they lead, other dates, and reminders; brought to a real mail server."""

from datetime import timedelta

import pytest

from balint_live.adapters.tokens import Tokens
from balint_live.application.groups.group import LeaderLabel
from balint_live.application.groups.schedule import Slot
from balint_live.application.groups.service import NoSuchGroup
from balint_live.application.identity import Identity, Kind
from balint_live.application.mail_queue import MailState
from tests.integration.groups.cast import (
    ANA,
    BEN,
    CATALOGUE,
    CLEO,
    FIRST,
    FIRST_START,
    MARA,
    SECOND,
    SECOND_START,
    TUESDAY,
)
from tests.integration.groups.post import Post

HOUR = timedelta(hours=1)
LEADERS = "/groups/tuesday/leaders"
DORA = {"name": "Dora", "email": "dora@example.org", "label": "leader"}
SUBJECT = "You lead Tuesday group: session 1, Tuesday 10 March, 19:00 London"


def test_who_is_made_a_leader_is_told_once_and_may_sign_in_from_there(post: Post) -> None:
    ana = post.site.visitor(ANA)
    ana.pressed(ana.look(LEADERS), "Add this leader", DORA)
    assert post.brought() == [("dora@example.org", SUBJECT)]

    ana.pressed(ana.look(LEADERS), "Add this leader", {**DORA, "label": "faculty"})
    assert post.brought() == []
    body = post.box.taken[0].message.get_body(("plain",))
    files = [part.get_filename() for part in post.box.taken[0].message.iter_attachments()]
    assert body is not None
    [dora] = [one.id for one in post.site.group().leaders if one.name == "Dora"]
    token = Tokens("s" * 32).calendar_token(Identity(Kind.LEADER, dora, 1))
    assert [line for line in body.get_content().splitlines() if "https://" in line] == [
        "https://balint.example.org/sign-in",
        f"https://balint.example.org/calendar/{token}.ics",
    ]
    assert files == ["session-1.ics", "session-2.ics"]


def test_nobody_is_told_what_they_did_themselves(post: Post) -> None:
    mara = post.site.visitor(MARA)
    mara.pressed(
        mara.look(LEADERS),
        "Add this leader",
        {"name": "Mara", "email": "mara@example.org", "label": "leader"},
    )
    assert post.brought() == []


def test_a_new_groups_leaders_are_told_and_not_who_adds_it(post: Post) -> None:
    settings = post.site.group().settings
    slot = Slot(SECOND_START + HOUR, CATALOGUE.protocols["abs60"])
    leaders = [("Mara", "mara@example.org"), ("Dora", "dora@example.org")]
    post.site.services.groups.create(MARA, settings, leaders, [slot])
    assert post.brought() == [
        ("dora@example.org", "You lead Tuesday group: session 1, Tuesday 7 April, 20:00 London")
    ]


def test_leaders_are_told_of_dates_added_moved_and_cancelled(post: Post) -> None:
    groups, plan = post.site.services.groups, CATALOGUE.protocols["abs60"]
    leaders = ("ana@example.org", "ben@example.org")
    groups.book(ANA, TUESDAY, [Slot(SECOND_START + 24 * HOUR, plan)])
    assert post.brought() == [
        (one, "New dates for Tuesday group: session 1, Tuesday 10 March, 19:00 London") for one in leaders
    ]
    groups.move(ANA, TUESDAY, FIRST, FIRST_START + HOUR, plan)
    assert post.brought() == [
        (one, "New time: Tuesday group, session 1, Tuesday 10 March, 20:00 London") for one in leaders
    ]
    groups.cancel(ANA, TUESDAY, SECOND)
    assert post.brought() == [
        (one, "Cancelled: Tuesday group, session 2, Tuesday 7 April, 19:00 London") for one in leaders
    ]


def test_leaders_are_reminded_a_day_and_half_an_hour_before_and_anew_after_a_move(post: Post) -> None:
    """Nobody has been invited yet; Mara, who coordinates, leads nothing."""
    day_before = "Tuesday group, session 1: Tuesday 10 March, {} London"
    soon = "Soon: Tuesday group, session 1, Tuesday 10 March, 20:00 London"
    leaders = ("ana@example.org", "ben@example.org")
    post.site.clock.set(FIRST_START - 22 * HOUR)
    assert post.brought() == [(one, day_before.format("19:00")) for one in leaders]
    assert post.brought() == []

    post.site.services.groups.move(ANA, TUESDAY, FIRST, FIRST_START + HOUR, CATALOGUE.protocols["first90"])
    assert {subject for _, subject in post.brought()} == {
        "New time: Tuesday group, session 1, Tuesday 10 March, 20:00 London",
        day_before.format("20:00"),
    }
    post.site.clock.set(FIRST_START + HOUR - timedelta(minutes=29))
    assert post.brought() == [(one, soon) for one in leaders]


def test_who_has_just_been_told_the_dates_is_not_reminded_of_them_at_once(post: Post) -> None:
    post.site.clock.set(FIRST_START - 23 * HOUR)
    post.brought()
    post.site.services.groups.add_leader(ANA, TUESDAY, "Dora", "dora@example.org", LeaderLabel.LEADER)
    assert post.brought() == [("dora@example.org", SUBJECT)]


def test_a_removed_leader_gets_nothing_more(post: Post) -> None:
    """Not even what was on its way already."""
    post.site.services.groups.cancel(ANA, TUESDAY, FIRST)
    post.site.services.groups.remove_leader(ANA, TUESDAY, "ben")
    assert [who for who, _ in post.brought()] == ["ana@example.org"]


def test_the_page_says_whether_it_was_delivered_and_a_press_sends_it_again(post: Post) -> None:
    ana, site = post.site.visitor(ANA), post.site
    assert "dates and sign-in: not sent" in ana.look(LEADERS).text
    page = ana.pressed(ana.look(LEADERS), "Send it to Ben")
    assert page.text.startswith("The e-mail is on its way.")
    assert "dates and sign-in: waiting" in page.text
    assert post.brought() == [("ben@example.org", SUBJECT)]
    assert "dates and sign-in: delivered to their mail server" in ana.look(LEADERS).text

    page = ana.pressed(ana.look(LEADERS), "Send again to Ben")
    assert page.text.startswith("This e-mail was delivered a few minutes ago.")
    site.clock.wait(minutes=11)
    ana.pressed(ana.look(LEADERS), "Send again to Ben")
    site.deliver(MailState.REFUSED, "5.1.1")
    assert (
        "E-mail that they lead this group not delivered: their mail server does not know this address (5.1.1)"
        in ana.look(LEADERS).text
    )
    assert site.visitor(BEN).look("/groups/tuesday").status == 200


def test_another_groups_leaders_cannot_have_it_sent(post: Post) -> None:
    with pytest.raises(NoSuchGroup):
        post.site.services.groups.write_to_leader(CLEO, TUESDAY, "ben")
    assert post.brought() == []
