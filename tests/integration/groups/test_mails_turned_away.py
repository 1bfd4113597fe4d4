"""What a leader reads of mails that did not arrive: whose doing it was, and for every kind of mail."""

from datetime import timedelta

from balint_live.application.mail_queue import MailState
from tests.integration.groups.cast import ANA, FIRST, Site
from tests.integration.groups.page import Page

GROUP, CARLA_PAGE = "/groups/tuesday", "/groups/tuesday/people/carla"
INVITATIONS = "/groups/tuesday/invitations"


def invited(site: Site) -> Page:
    ana = site.visitor(ANA)
    return ana.pressed(ana.look(INVITATIONS), "Send 4 invitations")


def put_off(site: Site, *problems: str) -> None:
    """Of the mails that wait, by their people's names, each is put off with its code."""
    due = sorted(site.waiting(), key=lambda one: one.mail.registrant_id or "")
    now = site.clock.now()
    for one, problem in zip(due, problems, strict=True):
        site.mails.put_off(one.mail.id, one.claim, now + timedelta(minutes=1), now, problem)


def lines(page: Page) -> list[str]:
    (part,) = [each for each in page.main.all("ul") if "recipients" in each.get("class")]
    return [each.text for each in part.all("li")]


def test_what_the_mail_server_turns_away_is_said_to_be_our_side(site: Site) -> None:
    sent = invited(site)
    put_off(site, "5.1.8", "5.7.26", "4.2.1", "no_answer")

    page = site.visitor(ANA).look(sent.address)

    ours = "waiting: a problem on this site's side (code {}), we try again"
    assert lines(page) == [
        f"Carla carla@example.org {ours.format('5.1.8')}",
        f"Dan dan@example.org {ours.format('5.7.26')}",
        "Otto otto@example.org waiting: their mail server said “not now”, we try again",
        f"Priya priya@example.org {ours.format('no_answer')}",
    ]
    assert (
        "The mail server refuses this site's own e-mail, whoever it is for (code 5.1.8, 5.7.26, no_answer). "
        "No address is wrong. We try again; please tell whoever runs this site." in page.text
    )
    assert "refused" not in page.text


def test_a_mail_that_only_waits_says_no_more(site: Site) -> None:
    page = invited(site)

    assert lines(page)[0] == "Carla carla@example.org waiting"
    assert "this site's own mail" not in page.text


def test_what_was_turned_away_for_too_long_is_not_the_persons(site: Site) -> None:
    sent = invited(site)
    site.deliver(MailState.GIVEN_UP, "5.7.1")

    said = "It was not sent, for a reason on this site's side and not theirs. Please tell whoever runs this site."
    ana = site.visitor(ANA)
    assert lines(ana.look(sent.address))[0] == f"Carla carla@example.org not delivered {said} (code 5.7.1)"
    assert f"not delivered {said} (code 5.7.1)" in ana.look(CARLA_PAGE).text


def test_after_a_correction_of_the_address_earlier_mails_are_not_spoken_of(site: Site) -> None:
    invited(site)
    site.deliver()
    site.services.groups.cancel(ANA, "tuesday", FIRST)
    site.deliver(MailState.REFUSED, "5.2.2")
    ana, because = (
        site.visitor(ANA),
        "Notice of a cancelled session not delivered: their mailbox is full (5.2.2)",
    )
    before = ana.look(CARLA_PAGE)
    site.clock.wait(minutes=1)

    ana.press(before, "Save", {"email": "carla@clinic.example"})

    assert because in before.text
    assert because not in ana.look(CARLA_PAGE).text
    assert because in ana.look("/groups/tuesday/people/dan").text


def test_of_each_kind_the_newest_counts(site: Site) -> None:
    invited(site)
    site.deliver()
    site.services.groups.cancel(ANA, "tuesday", FIRST)
    site.deliver(MailState.REFUSED, "5.2.2")
    site.clock.wait(minutes=1)
    site.services.groups.cancel(ANA, "tuesday", "second")
    site.deliver()

    assert "not delivered" not in site.visitor(ANA).look(GROUP).text


def test_somebody_who_has_left_and_was_not_told(site: Site) -> None:
    invited(site)
    site.deliver()
    site.services.groups.withdraw(ANA, "tuesday", "carla")
    site.deliver(MailState.REFUSED, "550")

    assert (
        "Notice of leaving the group not delivered: their mail server does not know this address (550)"
        in site.visitor(ANA).look(CARLA_PAGE).text
    )
