from datetime import datetime, timedelta

import pytest

from balint_live.application.groups.registrants import (
    STEP_WORDS,
    LinkState,
    LinkStep,
    Refusal,
    link_state,
    refusal_of,
)
from balint_live.application.mail_queue import MailKind, MailStanding, MailState
from tests.unit.application.groups.cast import CARLA, LONG_AGO, NOW, person

WAITING, DELIVERED, REFUSED = MailState.WAITING, MailState.DELIVERED, MailState.REFUSED


def mail(state: MailState, problem: str | None = None, at: datetime = NOW) -> MailStanding:
    return MailStanding("mail", MailKind.INVITATION, "carla", state, at, 1, problem)


@pytest.mark.parametrize(
    ("newest", "has_come", "step"),
    [
        (None, False, LinkStep.NOT_SENT),
        (mail(WAITING), False, LinkStep.WAITING),
        (mail(DELIVERED), False, LinkStep.DELIVERED),
        (mail(MailState.DROPPED), False, LinkStep.NOT_SENT),
        (None, True, LinkStep.USED),
        (mail(WAITING), True, LinkStep.USED),
        (mail(DELIVERED), True, LinkStep.USED),
    ],
)
def test_how_far_a_link_has_got(newest: MailStanding | None, has_come: bool, step: LinkStep) -> None:
    assert link_state(CARLA, newest, has_come) == LinkState(step)


def test_a_refusal_is_said_even_of_somebody_who_has_come() -> None:
    newest = mail(REFUSED, "5.2.2")

    assert link_state(CARLA, newest, has_come=True) == LinkState(
        LinkStep.REFUSED, Refusal.MAILBOX_FULL, "5.2.2"
    )


def test_a_mail_that_waits_after_a_try_says_what_the_server_answered() -> None:
    assert link_state(CARLA, mail(WAITING, "4.7.1"), has_come=False) == LinkState(
        LinkStep.WAITING, problem="4.7.1"
    )


def test_a_new_link_has_not_been_sent_by_an_older_mail() -> None:
    moved = person("carla", link_version=2, link_issued_at=NOW)
    before = mail(DELIVERED, at=NOW - timedelta(seconds=1))

    assert link_state(moved, before, has_come=True) == LinkState(LinkStep.NOT_SENT)
    assert link_state(moved, mail(DELIVERED, at=NOW), has_come=False) == LinkState(LinkStep.DELIVERED)


def test_a_mail_still_waiting_will_carry_the_new_link() -> None:
    moved = person("carla", link_version=2, link_issued_at=NOW)

    assert link_state(moved, mail(WAITING, at=LONG_AGO), has_come=False) == LinkState(LinkStep.WAITING)


@pytest.mark.parametrize(
    ("problem", "refusal"),
    [
        ("5.1.1", Refusal.UNKNOWN_ADDRESS),
        ("5.1.10", Refusal.UNKNOWN_ADDRESS),
        ("5.2.2", Refusal.MAILBOX_FULL),
        ("5.2.1", Refusal.MAILBOX_CLOSED),
        ("5.4.1", Refusal.UNKNOWN_ADDRESS),
        ("5.7.1", Refusal.OURS),
        ("5.6.7", Refusal.OTHER),
        ("550", Refusal.UNKNOWN_ADDRESS),
        ("552", Refusal.MAILBOX_FULL),
        ("556", Refusal.MAILBOX_CLOSED),
        ("554", Refusal.OTHER),
        (None, Refusal.OTHER),
    ],
)
def test_what_a_mail_servers_code_means(problem: str | None, refusal: Refusal) -> None:
    assert refusal_of(mail(REFUSED, problem)) is refusal


@pytest.mark.parametrize(
    ("problem", "refusal"),
    [
        ("4.4.1", Refusal.NO_ANSWER),
        ("451", Refusal.NO_ANSWER),
        ("4.7.1", Refusal.OURS),
        ("5.1.8", Refusal.OURS),
        ("no_answer", Refusal.OURS),
        ("auth", Refusal.OURS),
        ("too_late", Refusal.OURS),
    ],
)
def test_a_mail_given_up_names_no_refusal_of_theirs(problem: str, refusal: Refusal) -> None:
    assert refusal_of(mail(MailState.GIVEN_UP, problem)) is refusal


def test_a_mail_that_was_delivered_names_none() -> None:
    assert refusal_of(mail(DELIVERED)) is None


def test_every_step_has_words() -> None:
    assert set(STEP_WORDS) == set(LinkStep)
