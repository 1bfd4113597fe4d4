"""Attendance for any evidence and any marks, against an account kept second by second."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from balint_live.domain.timeline import (
    LONGEST_SILENCE,
    LeaderMark,
    Mark,
    PresenceInterval,
    Source,
    Span,
    clip,
    effective,
    merge,
    witnessed,
)
from tests.unit.domain.cast import START

SECOND = timedelta(seconds=1)
END = 40

Seconds = set[int]

moments = st.integers(-5, END + 5)
ends = st.tuples(moments, moments)
intervals = st.lists(
    st.builds(
        lambda ends, source, provisional: PresenceInterval(
            _at(min(ends)), _at(max(ends)), source, provisional
        ),
        ends,
        st.sampled_from([Source.SELF_CHECKIN, Source.HEARTBEAT]),
        st.booleans(),
    ),
    max_size=6,
)
marks = st.lists(st.tuples(moments, st.sampled_from(Mark)), max_size=5, unique_by=lambda mark: mark[0]).map(
    lambda drawn: [LeaderMark(mark, _at(moment)) for moment, mark in drawn]
)
silences = st.lists(
    st.integers(0, 2 * LONGEST_SILENCE // SECOND).map(lambda seconds: seconds * SECOND),
    min_size=1,
    max_size=20,
)
spans = st.lists(ends.map(lambda ends: (_at(ends[0]), _at(ends[1]))), max_size=8)


def _at(second: int) -> datetime:
    return START + second * SECOND


def _seconds(spans: Iterable[Span]) -> Seconds:
    """The same spans as the seconds they hold."""
    return {
        second
        for join, leave in spans
        for second in range((join - START) // SECOND, (leave - START) // SECOND)
    }


def _is_tidy(spans: list[Span]) -> bool:
    """In order, none empty, none touching the next."""
    bounds = [moment for span in spans for moment in span]
    return all(earlier < later for earlier, later in pairwise(bounds))


def _kept_by_the_second(intervals: list[PresenceInterval], marks: list[LeaderMark]) -> Seconds:
    """One second after the other: what the newest mark says, else what the evidence says.

    Somebody who comes into sight in the very second of a `present` is here, and no gap of theirs is closed.
    """
    counted = [
        each
        for each in intervals
        if not each.provisional
        or any(mark.mark is Mark.PRESENT and mark.at >= each.joined_at for mark in marks)
    ]
    evidence = _seconds((each.joined_at, each.left_at) for each in counted)
    presses = {(each.joined_at - START) // SECOND for each in counted if each.source is Source.SELF_CHECKIN}
    said = {(mark.at - START) // SECOND: mark.mark for mark in marks}
    here: Seconds = set()
    standing: Mark | None = None
    absent_until = -5
    for second in range(-5, END + 6):
        if standing is Mark.ABSENT and second in presses:
            standing, absent_until = None, second
        if second in said:
            unseen = standing is None and second not in evidence
            if unseen and said[second] is Mark.PRESENT and here:
                here |= set(range(max(*here, absent_until), second))
            standing = said[second]
        if standing is Mark.PRESENT or (standing is None and second in evidence):
            here.add(second)
    return {second for second in here if second < END}


@given(spans=spans)
def test_union_holds_each_second_once(spans: list[Span]) -> None:
    assert _seconds(merge(spans)) == _seconds(spans)
    assert _is_tidy(merge(spans))


@given(spans=spans)
def test_joining_what_is_joined_changes_nothing(spans: list[Span]) -> None:
    assert merge(merge(spans)) == merge(spans)


@given(spans=spans, window=ends)
def test_nothing_lies_past_the_window(spans: list[Span], window: tuple[int, int]) -> None:
    clipped = clip(spans, (_at(window[0]), _at(window[1])))
    assert _seconds(clipped) == _seconds(spans) & set(range(*window))
    assert _is_tidy(clipped)


@given(intervals=intervals, marks=marks)
def test_marks_outrank_evidence_second_by_second(
    intervals: list[PresenceInterval], marks: list[LeaderMark]
) -> None:
    assert _seconds(effective(intervals, marks, _at(END))) == _kept_by_the_second(intervals, marks)


@given(intervals=intervals, marks=marks)
def test_presence_is_tidy_never_negative_and_never_past_the_end(
    intervals: list[PresenceInterval], marks: list[LeaderMark]
) -> None:
    present = effective(intervals, marks, _at(END))
    assert _is_tidy(present)
    assert clip(present, (_at(-5), _at(END))) == present


@given(intervals=intervals, marks=marks, data=st.data())
def test_the_order_in_which_facts_arrive_changes_nothing(
    intervals: list[PresenceInterval], marks: list[LeaderMark], data: st.DataObject
) -> None:
    arrived = data.draw(st.permutations(intervals)), data.draw(st.permutations(marks))
    assert effective(*arrived, _at(END)) == effective(intervals, marks, _at(END))


@given(silences=silences, written=st.lists(st.booleans(), min_size=20, max_size=20))
def test_how_often_answers_are_written_down_changes_nothing(
    silences: list[timedelta], written: list[bool]
) -> None:
    """As long as a page's last answer is written down before its silence has lasted three minutes, as the pulse sees to."""
    before_a_silence = [silence > LONGEST_SILENCE for silence in silences]
    some = [now or due for now, due in zip(written, before_a_silence, strict=False)]
    assert _record(silences, [*some, True]) == _record(silences, [True] * (len(silences) + 1))


@given(silences=silences)
def test_only_a_silence_longer_than_three_minutes_leaves_a_gap(silences: list[timedelta]) -> None:
    record = _record(silences, [True] * (len(silences) + 1))
    gaps = [later.joined_at - earlier.left_at for earlier, later in pairwise(record)]
    assert gaps == [silence for silence in silences if silence > LONGEST_SILENCE]
    assert [each.source for each in record] == [Source.SELF_CHECKIN] + [Source.HEARTBEAT] * len(gaps)
    assert (record[0].joined_at, record[-1].left_at) == (START, START + sum(silences, timedelta()))


def _record(silences: list[timedelta], written: list[bool]) -> list[PresenceInterval]:
    """What is stored of a page that was pressed at START and answered after each silence, where it was written down."""
    record = [PresenceInterval(START, START, Source.SELF_CHECKIN)]
    since = until = START
    for silence, writes in zip([timedelta(), *silences], written, strict=True):
        since = until + silence if silence > LONGEST_SILENCE else since
        until += silence
        if writes:
            newest = witnessed(record[-1], since, until)
            assert newest is not None
            record[len(record) - (newest.joined_at == record[-1].joined_at) :] = [newest]
    return record
