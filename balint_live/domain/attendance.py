"""Presence as facts, and what follows from them.

Stored are intervals with their source and leaders' marks; who was here, and for how long, is derived each time. A page's
silence is a question to the leaders, not an absence: an interval ends with the last answer only once three minutes have
passed without another. A leader's mark outranks evidence, because union alone could only ever add minutes, and a page
left open would keep somebody who has gone. Everything is aware UTC; spans are half open, `[join, leave)`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Self

LONGEST_SILENCE = timedelta(minutes=3)
"""A shorter silence leaves no gap (domain.md, section 13, rule 1)."""
LIVED_LONG_ENOUGH = timedelta(seconds=60)
"""A press counts once its page has lived this long: some mail filters press buttons."""

NEVER = datetime.min.replace(tzinfo=UTC)

Span = tuple[datetime, datetime]


class Source(StrEnum):
    SELF_CHECKIN = "self_checkin"
    HEARTBEAT = "heartbeat"
    LEADER_MARK = "leader_mark"
    ZOOM_IMPORT = "zoom_import"


class Mark(StrEnum):
    PRESENT = "present"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class PresenceInterval:
    """`[joined_at, left_at)`, `left_at` being the last answer so far; provisional until the page has lived."""

    joined_at: datetime
    left_at: datetime
    source: Source
    provisional: bool = False

    def extended(self, until: datetime) -> Self:
        return replace(self, left_at=max(self.left_at, until))

    def ended(self, at: datetime) -> Self:
        """At the end of the meeting, a page that answered lately was there to the end."""
        return replace(self, left_at=at) if timedelta() <= at - self.left_at <= LONGEST_SILENCE else self


@dataclass(frozen=True, slots=True)
class LeaderMark:
    mark: Mark
    at: datetime


def witnessed(newest: PresenceInterval | None, since: datetime, until: datetime) -> PresenceInterval | None:
    """The interval after a page answered from `since` to `until`: the newest one longer, or one of its own.

    None when there is none to go on: nobody is here by a page alone, without an earlier press in this meeting.
    """
    if newest is None:
        return None
    if since - newest.left_at <= LONGEST_SILENCE:
        return newest.extended(until)
    return PresenceInterval(since, until, Source.HEARTBEAT, newest.provisional)


def merge(spans: Iterable[Span]) -> list[Span]:
    """Sorted union of the non-empty spans; touching spans become one."""
    merged: list[Span] = []
    for join, leave in sorted(span for span in spans if span[0] < span[1]):
        if merged and join <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], leave))
        else:
            merged.append((join, leave))
    return merged


def clip(spans: Iterable[Span], window: Span) -> list[Span]:
    """What of the spans lies inside the window."""
    return merge((max(join, window[0]), min(leave, window[1])) for join, leave in spans)


def effective(
    intervals: Sequence[PresenceInterval], marks: Iterable[LeaderMark], end: datetime
) -> list[Span]:
    """Where the person counts as present up to `end`: evidence by union, overruled by the leaders' marks in their order."""
    ordered = sorted(marks, key=lambda mark: mark.at)
    counted = [each for each in intervals if not each.provisional or _vouched_for(each, ordered)]
    presses = [each.joined_at for each in counted if each.source is Source.SELF_CHECKIN]
    spans = merge((each.joined_at, each.left_at) for each in counted)
    absent_until = NEVER
    for index, mark in enumerate(ordered):
        overruled = [other.at for other in ordered[index + 1 :] if other.mark is not mark.mark]
        if mark.mark is Mark.PRESENT:
            since = max(_last_seen(spans, mark.at), absent_until)
            spans = merge([*spans, (since, min([end, *overruled]))])
        else:
            absent_until = min([end, *overruled, *(press for press in presses if press > mark.at)])
            spans = _without(spans, (mark.at, absent_until))
    return merge((join, min(leave, end)) for join, leave in spans)


def _vouched_for(interval: PresenceInterval, marks: Iterable[LeaderMark]) -> bool:
    """A leader marked the person here after this press, which so became one that counts."""
    return any(mark.mark is Mark.PRESENT and mark.at >= interval.joined_at for mark in marks)


def _last_seen(spans: Sequence[Span], at: datetime) -> datetime:
    """The end of presence before `at`, or `at` itself for somebody present or never seen."""
    before = [min(leave, at) for join, leave in spans if join <= at]
    return max(before, default=at)


def _without(spans: Iterable[Span], hole: Span) -> list[Span]:
    return merge(
        part for join, leave in spans for part in ((join, min(leave, hole[0])), (max(join, hole[1]), leave))
    )
