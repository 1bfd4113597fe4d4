"""Dates are booked, moved and cancelled; nothing past, nothing twice, and nothing that has begun."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest

from balint_live.application.groups.changes import NOTHING, Changes, MailBatch
from balint_live.application.groups.group import Group
from balint_live.application.groups.schedule import MOST_SESSIONS, SENTENCES, Hitch, Slot, book, cancel, move
from balint_live.application.mail_queue import MailKind
from balint_live.domain.errors import Code, DomainError
from tests.unit.application.groups.cast import FIRST, FORTNIGHT, NOW, SECOND, START, group, occasions, session
from tests.unit.domain.shipped import SHIPPED

ABS60, ABS75 = SHIPPED.protocols["abs60"], SHIPPED.protocols["abs75"]
MONTH = timedelta(days=28)


def refusal(decide: Callable[[], Changes]) -> str:
    with pytest.raises(DomainError) as refused:
        decide()
    assert refused.value.code is Code.INVALID
    return refused.value.sentence


def booking(at: Group, *starts: datetime) -> Changes:
    ids = (f"id-{number}" for number in count(1))
    return book(at, [Slot(start, ABS60) for start in starts], MailBatch(NOW, lambda: next(ids), "batch"))


def moving(at: Group, start: datetime, plan: str = "abs60", id: str = "first") -> Changes:
    return move(at, id, start, SHIPPED.protocols[plan], occasions())


def test_sessions_are_numbered_on_by_their_dates() -> None:
    later, sooner = START + 2 * MONTH, START + MONTH
    assert booking(group(), later, sooner).meetings == (
        session("id-1", 3, sooner),
        session("id-2", 4, later),
    )


def test_the_first_is_number_one_and_a_cancelled_one_keeps_its_number() -> None:
    assert [one.number for one in booking(group(meetings=()), START).meetings] == [1]
    cancelled = replace(SECOND, cancelled_at=NOW)
    assert [one.number for one in booking(group(meetings=(FIRST, cancelled)), SECOND.start).meetings] == [3]


def test_a_session_is_as_long_as_its_plan() -> None:
    [booked] = book(group(meetings=()), [Slot(START, ABS75)], occasions()).meetings
    assert (booked.start, booked.end, booked.plan) == (START, START + timedelta(minutes=75), ABS75)


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        ([], "There is no date to book."),
        ([NOW], "That time is past."),
        ([NOW + timedelta(days=5 * 366, seconds=1)], "That is more than five years ahead."),
        ([START + timedelta(minutes=59)], "The group already has a session at that time."),
        ([START - timedelta(minutes=59)], "The group already has a session at that time."),
        ([START + MONTH, START + MONTH], "The group already has a session at that time."),
        ([START + MONTH, NOW - MONTH], "That time is past."),
    ],
)
def test_what_cannot_be_booked_is_refused_with_all_the_rest(starts: list[datetime], said: str) -> None:
    assert refusal(lambda: booking(group(), *starts)) == said


@pytest.mark.parametrize("beside", [timedelta(minutes=60), timedelta(minutes=-60)])
def test_one_may_begin_when_another_ends(beside: timedelta) -> None:
    assert [one.start for one in booking(group(), START + beside).meetings] == [START + beside]


def test_a_session_that_was_closed_early_leaves_the_rest_of_its_time_free() -> None:
    begun = replace(FIRST, start=NOW - timedelta(minutes=10), end=NOW + timedelta(minutes=50), opened_at=NOW)
    closed, soon = replace(begun, closed_at=NOW), NOW + timedelta(minutes=5)

    assert refusal(lambda: booking(group(meetings=(begun,)), soon)) == SENTENCES[Hitch.TAKEN]
    assert [one.start for one in booking(group(meetings=(closed,)), soon).meetings] == [soon]


def test_a_group_has_a_hundred_sessions_at_most() -> None:
    full = [START + number * MONTH for number in range(MOST_SESSIONS - 2)]
    assert refusal(lambda: booking(group(), *full, START + MONTH)) == "A group holds at most 100 sessions."


def test_the_leaders_are_told_of_new_dates_once_for_all_of_them() -> None:
    mails = booking(group(), START + 2 * MONTH, START + MONTH).mails
    assert [(one.kind, one.key, one.leader_id, one.batch) for one in mails] == [
        (MailKind.DATES_ADDED, "dates_added:id-1:ana", "ana", None)
    ]


def test_a_moved_session_keeps_its_id_and_number_and_everybody_invited_is_told() -> None:
    changes = moving(group(), START + timedelta(hours=1))
    assert changes.meetings == (session("first", 1, START + timedelta(hours=1), sequence=1),)
    assert [(one.kind, one.registrant_id, one.leader_id, one.previous_start) for one in changes.mails] == [
        (MailKind.MOVED, "carla", None, START),
        (MailKind.MOVED, "dan", None, START),
        (MailKind.MOVED, None, "ana", START),
    ]


def test_a_longer_plan_moves_its_end() -> None:
    changes = moving(group(), START, "abs75")
    [moved] = changes.meetings
    assert (moved.end, moved.sequence, len(changes.mails)) == (START + timedelta(minutes=75), 1, 3)


def test_another_plan_of_the_same_length_is_nobodys_news() -> None:
    ours = replace(ABS60, id="ours", name="Ours")
    changes = move(group(), "first", START, ours, occasions())
    assert changes == Changes(meetings=(replace(FIRST, plan=ours),))


def test_to_where_it_is_already_is_no_change() -> None:
    assert moving(group(), START) == NOTHING


def test_it_may_overlap_its_own_old_time_but_no_other_session() -> None:
    assert moving(group(), START + timedelta(minutes=30)).meetings[0].start == START + timedelta(minutes=30)
    sentence = refusal(lambda: moving(group(), SECOND.start - timedelta(minutes=30)))
    assert sentence == "The group already has a session at that time."
    cancelled = replace(SECOND, cancelled_at=NOW)
    assert moving(group(meetings=(FIRST, cancelled)), SECOND.start).meetings[0].start == SECOND.start


def test_not_into_the_past() -> None:
    assert refusal(lambda: moving(group(), NOW - FORTNIGHT)) == "That time is past."


def test_a_cancelled_session_keeps_its_place_and_everybody_invited_is_told() -> None:
    changes = cancel(group(), "first", occasions())
    assert changes.meetings == (replace(FIRST, cancelled_at=NOW, sequence=1),)
    assert [(one.kind, one.registrant_id, one.leader_id) for one in changes.mails] == [
        (MailKind.CANCELLED, "carla", None),
        (MailKind.CANCELLED, "dan", None),
        (MailKind.CANCELLED, None, "ana"),
    ]


BEGUN = "This session has begun or is over; its time stays as it was."


@pytest.mark.parametrize(
    ("meeting", "said"),
    [
        (replace(FIRST, cancelled_at=NOW), "This session is cancelled already."),
        (replace(FIRST, opened_at=NOW), BEGUN),
        (replace(FIRST, closed_at=NOW), BEGUN),
        (session("first", 1, NOW - ABS60.total), BEGUN),
    ],
    ids=["cancelled", "running", "held", "past"],
)
def test_what_is_settled_is_neither_moved_nor_cancelled(meeting: object, said: str) -> None:
    at = replace(group(), meetings=(meeting, SECOND))  # type: ignore[arg-type]
    assert refusal(lambda: moving(at, START + MONTH)) == said
    assert refusal(lambda: cancel(at, "first", occasions())) == said


def test_a_session_of_another_group_is_none() -> None:
    said = "This group has no such session."
    assert refusal(lambda: moving(group(), START + MONTH, id="elsewhere")) == said
    assert refusal(lambda: cancel(group(), "elsewhere", occasions())) == said
