""" "Send me my link again": a mail for each enrolment whose link still holds, and nothing for anybody else."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

import pytest

from balint_live.application.access.asking import Asking, AskLimits, LinkAgain
from balint_live.application.access.links import LINKS_END_AFTER, LinkFacts
from balint_live.application.mail_queue import MailKind, NewMail
from tests.cast import LENA, TOM, at
from tests.fake_links import FakePeople
from tests.fakes import ManualClock

TOMS = FakePeople().links[TOM.id]
TOMS_LAPTOP = Asking("tom's laptop", "192.0.2.1")


class Enrolments:
    """Who is enrolled under which address; what was queued, in how many writes."""

    def __init__(self) -> None:
        self.by_email: dict[str, list[LinkFacts]] = {"tom@example.org": [TOMS]}
        self.queued: list[NewMail] = []
        self.writes = 0

    def links_of(self, email: str) -> Sequence[LinkFacts]:
        return self.by_email.get(email, [])

    def send_again(self, mails: Sequence[NewMail]) -> None:
        self.queued += mails
        self.writes += 1


@pytest.fixture
def enrolments() -> Enrolments:
    return Enrolments()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(at(0))


@pytest.fixture
def again(clock: ManualClock, enrolments: Enrolments) -> LinkAgain:
    numbers = count(1)
    return LinkAgain(clock, enrolments, AskLimits(lambda: None), lambda: f"id {next(numbers)}")


def test_it_is_mailed_to_the_one_it_belongs_to(again: LinkAgain, enrolments: Enrolments) -> None:
    again.ask("tom@example.org", TOMS_LAPTOP)
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
    assert enrolments.writes == 1


def test_once_in_ten_minutes(again: LinkAgain, enrolments: Enrolments, clock: ManualClock) -> None:
    for minutes in (0, 9.9, 10.5, 59, 60.5):
        clock.set(at(minutes))
        again.ask("tom@example.org", TOMS_LAPTOP)
    moments = [mail.key.removeprefix("link_again:tom:1:2026-03-05T") for mail in enrolments.queued]
    assert moments == ["19:00", "19:00", "19:10", "19:50", "20:00"]


def test_one_mail_for_each_group(again: LinkAgain, enrolments: Enrolments) -> None:
    enrolments.by_email["tom@example.org"].append(replace(TOMS, who=LENA.who, group_id="thursday"))
    again.ask("tom@example.org", TOMS_LAPTOP)
    assert [mail.group_id for mail in enrolments.queued] == ["tuesday", "thursday"]
    assert len({mail.id for mail in enrolments.queued}) == 2


@pytest.mark.parametrize(
    "facts", [replace(TOMS, withdrawn=True), replace(TOMS, last_end=at(0) - LINKS_END_AFTER)]
)
def test_a_link_that_holds_no_more_is_not_sent(
    again: LinkAgain, enrolments: Enrolments, facts: LinkFacts
) -> None:
    enrolments.by_email["tom@example.org"] = [facts]
    again.ask("tom@example.org", TOMS_LAPTOP)
    assert enrolments.writes == 0


def test_for_an_unknown_address_nothing_is_written(again: LinkAgain, enrolments: Enrolments) -> None:
    again.ask("nobody@example.org", TOMS_LAPTOP)
    assert enrolments.writes == 0


def test_strangers_who_ask_leave_room_for_the_one_enrolled(again: LinkAgain, enrolments: Enrolments) -> None:
    for each in range(40):
        again.ask("tom@example.org", Asking(f"stranger {each}", "198.51.100.7"))
    assert enrolments.writes == 30
    again.ask("tom@example.org", TOMS_LAPTOP)
    assert enrolments.writes == 31
