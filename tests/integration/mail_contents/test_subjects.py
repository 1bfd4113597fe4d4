"""Subjects name the group, the session and the reader's own time; neutral ones leave the group out."""

from dataclasses import replace
from email.header import decode_header, make_header
from itertools import takewhile

import pytest

from balint_live.adapters.mail.headers import octets
from balint_live.application.mail.contents import Mail
from balint_live.application.mail_queue import MailKind
from tests.integration.mail_contents.cast import MIRIAM, TUESDAY, every_letter, letter, message

SUBJECTS = {
    MailKind.INVITATION: "Your place in Tuesday evening group: session 1, Tuesday 3 March, 14:00 New York",
    MailKind.LINK_AGAIN: "Your link for Tuesday evening group: session 2, Tuesday 17 March, 15:00 New York",
    MailKind.MOVED: "New time: Tuesday evening group, session 2, Tuesday 17 March, 15:00 New York",
    MailKind.CANCELLED: "Cancelled: Tuesday evening group, session 2, Tuesday 17 March, 15:00 New York",
    MailKind.DAY_BEFORE: "Tuesday evening group, session 2: Tuesday 17 March, 15:00 New York",
    MailKind.SOON: "Soon: Tuesday evening group, session 2, Tuesday 17 March, 15:00 New York",
    MailKind.RUNNING_NOW: (
        "We are running now: Tuesday evening group, session 2, Tuesday 17 March, 15:00 New York"
    ),
    MailKind.REMOVED: "You are no longer enrolled in Tuesday evening group",
    MailKind.SIGN_IN: "Your sign-in link",
    MailKind.ROLL_OPEN: "Attendance to confirm: Tuesday evening group, session 2, Tuesday 17 March",
    MailKind.STATEMENT: "Your attendance in Tuesday evening group is confirmed",
    MailKind.ERASED: "Your data has been erased",
    MailKind.LEADS: "You lead Tuesday evening group: session 1, Tuesday 3 March, 20:00 Paris",
    MailKind.DATES_ADDED: "New dates for Tuesday evening group: session 2, Tuesday 17 March, 20:00 Paris",
}
NEUTRAL = {
    MailKind.INVITATION: "Your place: session 1, Tuesday 3 March, 14:00 New York",
    MailKind.LINK_AGAIN: "Your link: session 2, Tuesday 17 March, 15:00 New York",
    MailKind.MOVED: "New time: session 2, Tuesday 17 March, 15:00 New York",
    MailKind.CANCELLED: "Cancelled: session 2, Tuesday 17 March, 15:00 New York",
    MailKind.DAY_BEFORE: "Session 2: Tuesday 17 March, 15:00 New York",
    MailKind.SOON: "Soon: session 2, Tuesday 17 March, 15:00 New York",
    MailKind.RUNNING_NOW: "We are running now: session 2, Tuesday 17 March, 15:00 New York",
    MailKind.REMOVED: "You are no longer enrolled",
    MailKind.SIGN_IN: "Your sign-in link",
    MailKind.ROLL_OPEN: "Attendance to confirm: session 2, Tuesday 17 March",
    MailKind.STATEMENT: "Your attendance is confirmed",
    MailKind.ERASED: "Your data has been erased",
    MailKind.LEADS: "You are a leader: session 1, Tuesday 3 March, 20:00 Paris",
    MailKind.DATES_ADDED: "New dates: session 2, Tuesday 17 March, 20:00 Paris",
}
WITHOUT_SESSIONS = {
    (MailKind.INVITATION, False): "Your place in Tuesday evening group",
    (MailKind.INVITATION, True): "Your place",
    (MailKind.LINK_AGAIN, False): "Your link for Tuesday evening group",
    (MailKind.LINK_AGAIN, True): "Your link",
    (MailKind.LEADS, False): "You lead Tuesday evening group",
    (MailKind.LEADS, True): "You are a leader",
}


def neutral(letter: Mail) -> Mail:
    return replace(letter, settings=replace(TUESDAY, neutral_subjects=True) if letter.settings else None)


def test_subjects() -> None:
    assert {kind: message(each)["Subject"] for kind, each in every_letter().items()} == SUBJECTS


def test_neutral_subjects() -> None:
    assert {kind: message(neutral(each))["Subject"] for kind, each in every_letter().items()} == NEUTRAL


@pytest.mark.parametrize(("kind", "is_neutral"), WITHOUT_SESSIONS)
def test_before_there_are_sessions(kind: MailKind, is_neutral: bool) -> None:
    early = replace(every_letter()[kind], meeting=None, meetings=())
    early = neutral(early) if is_neutral else early
    assert message(early)["Subject"] == WITHOUT_SESSIONS[kind, is_neutral]


def test_a_reader_whose_zone_is_not_known_reads_the_groups() -> None:
    somewhere = letter(MailKind.SOON, to=replace(MIRIAM, timezone=None))
    assert message(somewhere)["Subject"] == (
        "Soon: Tuesday evening group, session 2, Tuesday 17 March, 20:00 Paris"
    )


def test_a_groups_name_of_several_lines_stays_on_one() -> None:
    broken = replace(TUESDAY, name="Tuesday\r\nBcc: all@example.org\x00group")
    assert message(letter(MailKind.SOON, settings=broken))["Subject"] == (
        "Soon: Tuesday Bcc: all@example.orggroup, session 2, Tuesday 17 March, 15:00 New York"
    )


@pytest.mark.parametrize(
    "name", ["Tuesday evening group", "Gruppe für Ärztinnen und Ärzte in Übersee", "ü" * 200]
)
def test_a_subject_goes_over_the_wire_from_its_own_line_on(name: str) -> None:
    sent = message(letter(MailKind.SOON, settings=replace(TUESDAY, name=name)))
    head = octets(sent).decode("ascii").split("\r\n\r\n")[0]
    begun, *rest = head[head.index("Subject: ") :].split("\r\n")
    folded = [begun, *takewhile(lambda line: line.startswith(" "), rest)]

    assert max(map(len, folded)) <= 78
    assert len(begun) > len("Subject: ")
    assert str(make_header(decode_header("".join(folded).removeprefix("Subject: ")))) == sent["Subject"]
