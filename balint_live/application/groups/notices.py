"""Which mails an occasion asks for: one for each person it concerns, each under a key that makes it one mail."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from balint_live.application.groups.group import (
    LONGEST,
    NOTHING,
    SHORTEST,
    BookedMeeting,
    Changes,
    Group,
    Registrant,
    Settings,
    shortest_retention,
)
from balint_live.application.mail_queue import LONGEST_WAIT, MailKind, NewMail
from balint_live.domain.credit import CreditLine, Figures, designated
from balint_live.domain.errors import Code, DomainError, invalid
from balint_live.domain.protocol import Protocol

ONE_PRESS = timedelta(minutes=10)
"""Presses on "we are running now" and "send the link again" within the same ten minutes are one."""
REMINDER_IS_TOO_LATE = timedelta(minutes=5)
"""A quarter-hour reminder that has not gone out five minutes before the start helps nobody any more."""


@dataclass(frozen=True, slots=True)
class Occasions:
    """Writes the mails of one press, at one moment, as one batch."""

    now: datetime
    new_id: Callable[[], str]
    batch: str

    def invitations(self, people: Iterable[Registrant]) -> tuple[NewMail, ...]:
        return tuple(
            self._mail(MailKind.INVITATION, one, f"invitation:{one.id}:{one.link_version}") for one in people
        )

    def link_again(self, one: Registrant) -> NewMail:
        return self._mail(MailKind.LINK_AGAIN, one, f"link_again:{one.id}:{one.link_version}:{self._press()}")

    def moved(
        self, meeting: BookedMeeting, previous_start: datetime, people: Iterable[Registrant]
    ) -> tuple[NewMail, ...]:
        return self._about(
            MailKind.MOVED, meeting, people, previous_start=previous_start, until=meeting.end, times=True
        )

    def cancelled(self, meeting: BookedMeeting, people: Iterable[Registrant]) -> tuple[NewMail, ...]:
        return self._about(MailKind.CANCELLED, meeting, people, until=meeting.end, times=True)

    def day_before(self, meeting: BookedMeeting, people: Iterable[Registrant]) -> tuple[NewMail, ...]:
        return self._about(MailKind.DAY_BEFORE, meeting, people, until=meeting.start, times=True)

    def soon(self, meeting: BookedMeeting, people: Iterable[Registrant]) -> tuple[NewMail, ...]:
        too_late = meeting.start - REMINDER_IS_TOO_LATE
        return self._about(MailKind.SOON, meeting, people, until=too_late, times=True)

    def running_now(self, meeting: BookedMeeting, people: Iterable[Registrant]) -> tuple[NewMail, ...]:
        return self._about(MailKind.RUNNING_NOW, meeting, people, until=meeting.end, suffix=self._press())

    def removed(self, one: Registrant) -> NewMail:
        return self._mail(MailKind.REMOVED, one, f"removed:{one.id}:{one.link_version}")

    def _about(
        self,
        kind: MailKind,
        meeting: BookedMeeting,
        people: Iterable[Registrant],
        *,
        until: datetime,
        times: bool = False,
        suffix: str = "",
        previous_start: datetime | None = None,
    ) -> tuple[NewMail, ...]:
        mark = str(meeting.sequence) if times else suffix
        return tuple(
            self._mail(
                kind,
                one,
                f"{kind}:{meeting.id}:{mark}:{one.id}",
                meeting_id=meeting.id,
                expires_at=until,
                previous_start=previous_start,
            )
            for one in people
        )

    def _press(self) -> str:
        return str(int(self.now.timestamp()) // int(ONE_PRESS.total_seconds()))

    def _mail(
        self,
        kind: MailKind,
        one: Registrant,
        key: str,
        *,
        meeting_id: str | None = None,
        expires_at: datetime | None = None,
        previous_start: datetime | None = None,
    ) -> NewMail:
        return NewMail(
            id=self.new_id(),
            key=key,
            kind=kind,
            created_at=self.now,
            expires_at=expires_at or self.now + LONGEST_WAIT,
            group_id=one.group_id,
            meeting_id=meeting_id,
            registrant_id=one.id,
            previous_start=previous_start,
            batch=self.batch,
        )


# Decisions about a group itself: its settings, its leaders, and session plans of its own.


MOST_PLANNED = 100
MOST_QUORUM = 50
MOST_PLANS = 50


def settle(
    group: Group,
    expected_version: int,
    settings: Settings,
    new_id: Callable[[], str],
    put_right: Collection[int] = (),
) -> Changes:
    """Sessions that have ended keep the most they could award, but under the credit lines in the places `put_right`.

    Raises DomainError: "stale_revision" if somebody else saved others meanwhile; else "invalid" for impossible ones.
    """
    lines = known_again(group.settings.credit_lines, settings.credit_lines, new_id)
    figures = _of_ended_sessions(
        group, lines, {line.id for place, line in enumerate(lines) if place in put_right}
    )
    changed = settings != group.settings or bool(figures)
    if changed and expected_version != group.version:
        raise DomainError(Code.STALE_REVISION, "Somebody else has changed these settings meanwhile.")
    require_possible(settings)
    return Changes(settings=replace(settings, credit_lines=lines), designated=figures) if changed else NOTHING


def known_again(
    before: Sequence[CreditLine], lines: Sequence[CreditLine], new_id: Callable[[], str]
) -> tuple[CreditLine, ...]:
    """The lines with their ids: of the line each was before, else a new one.

    A line remains what it was while its rule or its name does; with another rule and another name it is a new one.
    """
    left = list(before)
    found = []
    for line in lines:
        was = next((old for old in left if _is_still(old, line)), None)
        if was is not None:
            left.remove(was)
        found.append(replace(line, id=new_id() if was is None else was.id))
    return tuple(found)


def _is_still(old: CreditLine, line: CreditLine) -> bool:
    same = (old.policy is line.policy, old.credit_type == line.credit_type)
    return any(same) if line.id == old.id else not line.id and all(same)


def _of_ended_sessions(
    group: Group, lines: Sequence[CreditLine], put_right: Collection[str]
) -> tuple[tuple[str, Figures], ...]:
    """The figures of sessions that have ended, where they become others."""
    ended = {one.id: one for one in group.meetings if one.closed_at is not None}
    figures = {
        id: designated(lines, one.plan.id, tuple(each for each in one.designated if each[0] not in put_right))
        for id, one in ended.items()
    }
    return tuple((id, each) for id, each in figures.items() if each != ended[id].designated)


def require_possible(settings: Settings) -> None:
    if not settings.name.strip():
        raise invalid("A group needs a name.")
    if not 1 <= settings.planned_sessions <= MOST_PLANNED:
        raise invalid(f"A series has between 1 and {MOST_PLANNED} sessions.")
    if not 0 <= settings.quorum <= MOST_QUORUM:
        raise invalid(f"The number of participants a session needs lies between 0 and {MOST_QUORUM}.")
    if not SHORTEST <= settings.retention_years <= LONGEST:
        raise invalid(f"Attendance that earned credit is kept for {SHORTEST} to {LONGEST} years.")
    least = shortest_retention(settings)
    if settings.retention_years < least:
        raise invalid(f"Attendance that earned credit for time attended is kept for at least {least} years.")


def remove_leader(group: Group, leader_id: str) -> Changes:
    """Raises DomainError for the last one: a group without leaders would be nobody's."""
    if all(one.id != leader_id for one in group.leaders):
        return NOTHING
    if len(group.leaders) == 1:
        raise invalid("A group needs at least one leader. Add another one first.")
    return Changes(departed_leaders=(leader_id,))


def keep_plan(group: Group, plan: Protocol) -> Changes:
    """A plan of the group's own, new or changed. Sessions already booked keep the copy they were booked with."""
    if not plan.name.strip():
        raise invalid("A session plan needs a name.")
    if len(group.plans) >= MOST_PLANS and all(one.id != plan.id for one in group.plans):
        raise invalid(f"A group keeps at most {MOST_PLANS} session plans of its own.")
    return Changes(plans=(plan,))


def drop_plan(group: Group, plan_id: str) -> Changes:
    return Changes(dropped_plans=(plan_id,)) if any(one.id == plan_id for one in group.plans) else NOTHING
