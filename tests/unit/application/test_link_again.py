""" "Send me my link again": a mail for each enrolment whose link still holds, to nobody else, and no difference to see."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest

from balint_live.application.link_again import LinkAgain
from balint_live.application.links import LINKS_END_AFTER, LinkFacts
from balint_live.application.post.mail import MailKind, NewMail
from tests.cast import LENA, TOM, at
from tests.fake_links import FakePeople
from tests.fakes import ManualClock

TOMS = FakePeople().links[TOM.id]


class Enrolments:
    """Who is enrolled under which address; what was queued, and taken back."""

    def __init__(self) -> None:
        self.by_email: dict[str, list[LinkFacts]] = {"tom@example.org": [TOMS]}
        self.queued: list[NewMail] = []
        self.taken_back: list[NewMail] = []

    def send_again(self, email: str, mail: Callable[[LinkFacts], NewMail | None], to_nobody: NewMail) -> None:
        mails = [mail(facts) for facts in self.by_email.get(email, [])]
        due = [each for each in mails if each is not None]
        self.queued += due
        self.taken_back += [] if due else [to_nobody]


@pytest.fixture
def enrolments() -> Enrolments:
    return Enrolments()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(at(0))


@pytest.fixture
def again(clock: ManualClock, enrolments: Enrolments) -> LinkAgain:
    numbers = count(1)
    return LinkAgain(clock, enrolments, lambda: f"id {next(numbers)}")


def test_it_is_mailed_to_the_one_it_belongs_to(again: LinkAgain, enrolments: Enrolments) -> None:
    again.ask("tom@example.org")
    [mail] = enrolments.queued
    assert mail == NewMail(
        id=mail.id,
        key="link_again:tom:1:2026-03-05T19:00",
        kind=MailKind.LINK_AGAIN,
        created_at=at(0),
        expires_at=at(24 * 60),
        group_id="tuesday",
        registrant_id="tom",
    )
    assert enrolments.taken_back == []


def test_once_in_ten_minutes(again: LinkAgain, enrolments: Enrolments, clock: ManualClock) -> None:
    for minutes in (0, 9.99, 10, 59, 60):
        clock.set(at(minutes))
        again.ask("tom@example.org")
    moments = [mail.key.removeprefix("link_again:tom:1:2026-03-05T") for mail in enrolments.queued]
    assert moments == ["19:00", "19:00", "19:10", "19:50", "20:00"]


def test_one_mail_for_each_group(again: LinkAgain, enrolments: Enrolments) -> None:
    enrolments.by_email["tom@example.org"].append(replace(TOMS, who=LENA.who, group_id="thursday"))
    again.ask("tom@example.org")
    assert [mail.group_id for mail in enrolments.queued] == ["tuesday", "thursday"]
    assert len({mail.id for mail in enrolments.queued}) == 2


@pytest.mark.parametrize(
    "facts", [replace(TOMS, withdrawn=True), replace(TOMS, last_end=at(0) - LINKS_END_AFTER)]
)
def test_a_link_that_holds_no_more_is_not_sent(
    again: LinkAgain, enrolments: Enrolments, facts: LinkFacts
) -> None:
    enrolments.by_email["tom@example.org"] = [facts]
    again.ask("tom@example.org")
    assert (enrolments.queued, len(enrolments.taken_back)) == ([], 1)


def test_for_an_unknown_address_the_same_is_done_for_nobody(again: LinkAgain, enrolments: Enrolments) -> None:
    again.ask("nobody@example.org")
    [mail] = enrolments.taken_back
    assert (enrolments.queued, mail.registrant_id, mail.group_id, mail.kind) == (
        [],
        None,
        None,
        MailKind.LINK_AGAIN,
    )
