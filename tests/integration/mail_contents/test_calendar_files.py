"""The calendar files: what each letter asks of a calendar, about which session, and what never stands in one."""

import re
from dataclasses import replace

import pytest

from balint_live.application.mail.contents import Mail
from balint_live.application.mail_queue import MailKind
from tests.integration.mail_contents.calendars import calendars
from tests.integration.mail_contents.cast import (
    CODE,
    FIRST,
    LEAVE,
    LINK,
    MIRIAM,
    SECOND,
    THIRD,
    TUESDAY,
    ZOOM,
    every_letter,
    letter,
    message,
)

ASKED = {
    MailKind.INVITATION: [("REQUEST", 1), ("REQUEST", 1), ("REQUEST", 2), ("REQUEST", 3)],
    MailKind.LINK_AGAIN: [("REQUEST", 2), ("REQUEST", 2), ("REQUEST", 3)],
    MailKind.MOVED: [("REQUEST", 2), ("REQUEST", 2)],
    MailKind.CANCELLED: [("CANCEL", 2), ("CANCEL", 2)],
    MailKind.DAY_BEFORE: [("REQUEST", 2), ("REQUEST", 2)],
    MailKind.SOON: [],
    MailKind.RUNNING_NOW: [],
    MailKind.REMOVED: [("CANCEL", 2), ("CANCEL", 2), ("CANCEL", 3)],
    MailKind.SIGN_IN: [],
    MailKind.ROLL_OPEN: [],
    MailKind.STATEMENT: [],
    MailKind.ERASED: [],
    MailKind.LEADS: [("REQUEST", 1), ("REQUEST", 1), ("REQUEST", 2), ("REQUEST", 3)],
    MailKind.DATES_ADDED: [("REQUEST", 2), ("REQUEST", 2), ("REQUEST", 3)],
}
"""The first of each stands among the ways to read the message; all of them are attached."""


def asked(letter: Mail) -> list[tuple[str, int]]:
    return [(one.method, int(one.says("uid")[len("meeting")])) for one in calendars(message(letter))]


@pytest.mark.parametrize("kind", MailKind)
def test_what_a_letter_asks_of_a_calendar(kind: MailKind) -> None:
    assert asked(every_letter()[kind]) == ASKED[kind]


@pytest.mark.parametrize("kind", MailKind)
def test_one_way_to_read_it_and_the_rest_attached(kind: MailKind) -> None:
    files = calendars(message(every_letter()[kind]))
    assert [one.disposition for one in files] == [None, *["attachment"] * (len(files) - 1)][: len(files)]
    assert [one.text for one in files[:1]] == [one.text for one in files[1:2]]


def test_a_message_with_files_has_the_usual_shape() -> None:
    shape = [part.get_content_type() for part in message(letter(MailKind.DAY_BEFORE)).walk()]
    assert shape == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "text/calendar",
    ]  # fmt: skip
    assert [part.get_content_type() for part in message(letter(MailKind.SOON)).walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip


def test_an_event_in_full() -> None:
    body, attached = calendars(message(letter(MailKind.DAY_BEFORE)))
    event = body.event

    assert attached.filename == "session-2.ics"
    assert body.instants == (SECOND.start, SECOND.end)
    assert body.says("uid") == "meeting2.miriam@balint.example.org"
    assert body.says("sequence") == "0"
    assert body.says("dtstamp") == "2026-02-20 09:30:00+00:00"
    assert body.says("summary") == "Tuesday evening group, session 2 of 3"
    assert body.says("description") == (
        "Use the button in your e-mail, or type your code here: https://balint.example.org/join"
    )
    assert body.says("location") == "https://balint.example.org"
    assert [body.says(name) for name in ("status", "class", "transp")] == ["CONFIRMED", "PRIVATE", "OPAQUE"]
    assert body.says("organizer") == "mailto:groups@balint.example.org"
    assert event.organizer.params == {"CN": ["Balint groups online"]}
    (attendee,) = event.attendee_list
    assert attendee.value == "mailto:miriam.weiss@example.com"
    assert attendee.params == {
        "CN": ["Miriam Weiß"],
        "CUTYPE": ["INDIVIDUAL"],
        "ROLE": ["REQ-PARTICIPANT"],
        "PARTSTAT": ["NEEDS-ACTION"],
        "RSVP": ["FALSE"],
    }
    assert "rrule" not in event.contents
    assert "valarm" not in event.contents


def test_a_cancelled_session_is_taken_out() -> None:
    put_in, _ = calendars(message(letter(MailKind.DAY_BEFORE)))
    gone = replace(SECOND, sequence=1, cancelled_at=SECOND.start)
    taken_out, attached = calendars(message(letter(MailKind.CANCELLED, meeting=gone, meetings=(gone, THIRD))))

    assert taken_out.says("uid") == put_in.says("uid")
    assert (taken_out.method, taken_out.says("status")) == ("CANCEL", "CANCELLED")
    assert int(taken_out.says("sequence")) > int(put_in.says("sequence"))
    assert attached.filename == "session-2-cancelled.ics"


def test_nobody_is_asked_to_put_a_cancelled_session_in() -> None:
    gone = replace(SECOND, cancelled_at=SECOND.start)
    assert asked(letter(MailKind.LINK_AGAIN, meeting=None, meetings=(THIRD, gone, FIRST))) == [
        ("REQUEST", 1), ("REQUEST", 1), ("REQUEST", 3),
    ]  # fmt: skip


def test_the_session_a_letter_is_about_comes_first() -> None:
    assert asked(letter(MailKind.LINK_AGAIN, meeting=THIRD, meetings=(FIRST, SECOND, THIRD))) == [
        ("REQUEST", 3), ("REQUEST", 3), ("REQUEST", 1), ("REQUEST", 2),
    ]  # fmt: skip


def test_a_reminder_that_names_no_other_sessions_is_about_its_own() -> None:
    assert asked(letter(MailKind.DAY_BEFORE, meetings=())) == [("REQUEST", 2), ("REQUEST", 2)]


def test_uids_are_of_one_session_and_one_person() -> None:
    miriams = {one.says("uid") for one in calendars(message(every_letter()[MailKind.INVITATION]))}
    toms = {
        one.says("uid")
        for one in calendars(
            message(replace(every_letter()[MailKind.INVITATION], to=replace(MIRIAM, id="tom")))
        )
    }
    assert len(miriams) == len(toms) == 3
    assert miriams & toms == set()


@pytest.mark.parametrize("kind", MailKind)
def test_no_file_lets_anybody_in(kind: MailKind) -> None:
    """The letters hold what could leak: a link, a code, a way out, and a group with a Zoom address."""
    whole = every_letter()[kind]
    given = replace(whole, link=LINK, code=CODE, leave_link=LEAVE)
    files = [one.text.replace("\r\n ", "") for one in calendars(message(given))]

    for secret in (ZOOM, "zoom", LINK, LEAVE, "/join/", "eyJ", CODE, CODE.replace("-", ""), "7KQM"):
        assert [text for text in files if secret in text] == []


def test_neutral_titles_name_no_group_and_no_society() -> None:
    neutral = replace(TUESDAY, neutral_subjects=True)
    body, _ = calendars(message(letter(MailKind.DAY_BEFORE, settings=neutral)))

    assert body.says("summary") == "Session 2 of 3"
    assert body.event.organizer.params == {}
    assert re.findall("(?i)tuesday evening|society|balint group", body.text) == []


def test_lines_are_folded_and_ended_as_calendars_want_them() -> None:
    long = replace(TUESDAY, name="Gruppe für Ärztinnen und Ärzte, " * 5)
    for one in calendars(message(letter(MailKind.DAY_BEFORE, settings=long))):
        lines = one.text.split("\r\n")
        assert "\n" not in "".join(lines)
        assert max(len(line.encode()) for line in lines) <= 75
        assert one.says("summary").startswith("Gruppe für Ärztinnen und Ärzte, Gruppe für")


@pytest.mark.parametrize(
    "name", ['Miriam "Mimi" Weiß', "Weiß; X=1:mailto:eve@example.org", "A\r\nUID:1", "ü" * 90]
)
def test_a_name_is_no_property(name: str) -> None:
    body, _ = calendars(message(letter(MailKind.DAY_BEFORE, to=replace(MIRIAM, name=name))))
    (attendee,) = body.event.attendee_list

    assert attendee.value == "mailto:miriam.weiss@example.com"
    assert attendee.params["CN"] == [" ".join(name.split()).replace('"', "'")]
    assert len(body.event.contents["uid"]) == 1
