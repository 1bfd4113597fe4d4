from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from balint_live.application.groups.registrants import invite, running_now, send_link
from balint_live.application.mail_queue import LONGEST_WAIT, NewMail
from balint_live.domain.errors import DomainError
from tests.unit.application.groups.cast import CARLA, DAN, FIRST, NOW, START, asked, group, occasions, person

LEFT = person("erin", withdrawn_at=NOW)
PRIYA = person("priya")


def keys(mails: tuple[NewMail, ...]) -> list[str]:
    return [mail.key for mail in mails]


def test_everybody_enrolled_and_not_invited_yet_is_invited_in_one_batch() -> None:
    mails = invite(group(CARLA, DAN, LEFT, PRIYA, invited=frozenset({"dan"})), None, occasions()).mails

    assert asked(mails) == [("invitation", "carla"), ("invitation", "priya")]
    assert {(mail.batch, mail.created_at, mail.expires_at) for mail in mails} == {
        ("batch", NOW, NOW + LONGEST_WAIT)
    }


def test_only_these_are_invited_and_nobody_who_left() -> None:
    mails = invite(group(CARLA, DAN, LEFT), ["dan", "erin", "somebody else"], occasions()).mails

    assert asked(mails) == [("invitation", "dan")]


def test_who_asks_for_nobody_invites_nobody() -> None:
    assert invite(group(CARLA, DAN, invited=frozenset()), [], occasions()).mails == ()


def test_an_invitation_is_one_mail_for_each_link() -> None:
    again = person("carla", link_version=2)

    assert keys(invite(group(CARLA), ["carla"], occasions()).mails) == ["invitation:carla:1"]
    assert keys(invite(group(again), ["carla"], occasions()).mails) == ["invitation:carla:2"]


def test_there_is_nothing_to_invite_anybody_to_without_a_session() -> None:
    with pytest.raises(DomainError, match="Add the dates first"):
        invite(group(meetings=()), None, occasions())


def test_the_same_link_goes_out_once_more() -> None:
    changes = send_link(group(), "carla", occasions())

    assert asked(changes.mails) == [("link_again", "carla")]
    assert changes.registrants == ()


def test_presses_within_ten_minutes_are_one() -> None:
    soon = replace(occasions(), now=NOW + timedelta(minutes=9, seconds=59))
    later = replace(occasions(), now=NOW + timedelta(minutes=10))
    first = keys(send_link(group(), "carla", occasions()).mails)

    assert keys(send_link(group(), "carla", soon).mails) == first
    assert keys(send_link(group(), "carla", later).mails) != first


@pytest.mark.parametrize("id", ["erin", "finn"])
def test_no_link_for_whoever_is_not_enrolled(id: str) -> None:
    with pytest.raises(DomainError):
        send_link(group(LEFT), id, occasions())


def test_we_are_running_now_goes_to_whoever_was_invited_and_is_not_here() -> None:
    mails = running_now(
        group(CARLA, DAN, PRIYA, LEFT), "first", {"carla"}, replace(occasions(), now=START)
    ).mails

    assert [(mail.kind.value, mail.registrant_id, mail.meeting_id, mail.expires_at) for mail in mails] == [
        ("running_now", "dan", "first", FIRST.end)
    ]


@pytest.mark.parametrize(
    ("meeting_id", "now"),
    [
        ("first", FIRST.end),
        ("first", NOW),
        ("nowhere", START),
    ],
)
def test_only_of_a_session_that_runs_or_is_about_to(meeting_id: str, now: datetime) -> None:
    with pytest.raises(DomainError, match="This session is not running"):
        running_now(group(), meeting_id, set(), replace(occasions(), now=now))
