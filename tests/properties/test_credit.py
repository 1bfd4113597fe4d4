"""Credit for any attendance, against an account kept second by second; and what no evidence may ever do to it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from balint_live.domain.credit import CreditLine, Gap, Policy, ReasonCode, Rounding
from balint_live.domain.credit_results import (
    Outcome,
    Tally,
    can_still_miss,
    outcome,
    series_count,
    series_outcome,
    share_of_series,
)
from balint_live.domain.timeline import (
    LeaderMark,
    Mark,
    PresenceInterval,
    Source,
    Span,
    effective,
    timeline,
    witnessed,
)
from tests.unit.domain.cast import START

SECOND = timedelta(seconds=1)
LONGEST = 3 * 3600

# Whole quarters and minutes, one second beside them, or anything: figures change where blocks and quarters end.
moments = st.one_of(
    st.integers(-1, 13).map(lambda quarters: quarters * 900),
    st.builds(
        lambda minute, beside: minute * 60 + beside, st.integers(-10, 190), st.sampled_from([-1, 0, 1])
    ),
    st.integers(-600, LONGEST + 600),
)
ends = st.tuples(moments, moments)
spans = st.lists(ends.map(lambda ends: (_at(min(ends)), _at(max(ends)))), max_size=6)
windows = st.lists(ends.map(lambda ends: (_at(min(ends)), _at(max(ends)))), min_size=1, max_size=3)
lines = st.builds(
    CreditLine,
    policy=st.sampled_from([Policy.FULL_HOUR, Policy.QUARTER_HOUR, Policy.MIN_FRACTION]),
    credit_type=st.just("Credit"),
    designated_quarters=st.integers(0, 16),
    grace_minutes=st.sampled_from([0, 5, 15, 59]),
    gap=st.sampled_from(Gap),
    rounding=st.sampled_from(Rounding),
    numerator=st.integers(1, 5),
    denominator=st.integers(5, 7),
)
tabs = st.lists(st.tuples(moments, st.lists(st.integers(-120, 900), max_size=8), st.booleans()), max_size=4)
marks = st.lists(
    st.builds(lambda moment, mark: LeaderMark(mark, _at(moment)), moments, st.sampled_from(Mark)),
    max_size=3,
    unique_by=lambda mark: mark.at,
)


def _at(second: int) -> datetime:
    return START + second * SECOND


def _earned(line: CreditLine, windows: Iterable[Span], spans: Iterable[Span]) -> Outcome:
    return outcome(line, timeline(windows, spans), held=True, confirmed=True, role_excluded=False)


def _seconds(spans: Iterable[Span]) -> set[int]:
    return {
        second
        for join, leave in spans
        for second in range((join - START) // SECOND, (leave - START) // SECOND)
    }


def _here(windows: Iterable[Span], spans: Iterable[Span]) -> list[bool]:
    """Each credited second in its order: whether the person was present in it."""
    present = _seconds(spans)
    return [second in present for second in sorted(_seconds(windows))]


def _account(line: CreditLine, here: list[bool]) -> int:
    """The quarters a line awards, counted second by second."""
    if line.policy is Policy.MIN_FRACTION:
        met = bool(here) and here.count(True) * line.denominator >= len(here) * line.numerator
        return line.designated_quarters if met else 0
    if line.policy is Policy.QUARTER_HOUR:
        full, rest = divmod(here.count(True), 900)
        up = line.rounding is Rounding.NEAREST and rest >= 450
        return min(full + up, line.designated_quarters)
    blocks = [here[start : start + 3600] for start in range(0, len(here) - 3599, 3600)]
    kept = [block for block in blocks if _away(line, block) <= line.grace_minutes * 60]
    return 4 * min(len(kept), line.designated_quarters // 4)


def _away(line: CreditLine, block: list[bool]) -> int:
    if line.gap is Gap.TOTAL:
        return block.count(False)
    return max((len(list(run)) for here, run in groupby(block) if not here), default=0)


def _recorded(tabs: Iterable[tuple[int, list[int], bool]]) -> list[PresenceInterval]:
    """Several tabs of one person: each pressed, then answering after so many seconds, with a clock that may step back.

    None of them says when it is left; a tab may be a press whose page never lived.
    """
    intervals = []
    for pressed, silences, provisional in tabs:
        newest = PresenceInterval(_at(pressed), _at(pressed), Source.SELF_CHECKIN, provisional)
        intervals.append(newest)
        now = pressed
        for silence in silences:
            extended = witnessed(newest, _at(now), _at(now + silence))
            assert extended is not None
            newest, now = extended, now + silence
            intervals.append(newest)
    return intervals


@given(line=lines, windows=windows, spans=spans)
def test_every_policy_agrees_with_the_account(
    line: CreditLine, windows: list[Span], spans: list[Span]
) -> None:
    assert _earned(line, windows, spans).quarters == _account(line, _here(windows, spans))


@given(windows=windows, spans=spans)
def test_the_timeline_agrees_with_the_account(windows: list[Span], spans: list[Span]) -> None:
    here = _here(windows, spans)
    lived = timeline(windows, spans)
    assert (lived.total, lived.attended) == (len(here), here.count(True))
    assert [
        any(join <= second < leave for join, leave in lived.present) for second in range(lived.total)
    ] == here


@given(line=lines, windows=windows, tabs=tabs, marks=marks, data=st.data())
def test_whatever_arrives_in_whatever_order_it_earns_the_same_and_never_more_than_the_window(
    line: CreditLine,
    windows: list[Span],
    tabs: list[tuple[int, list[int], bool]],
    marks: list[LeaderMark],
    data: st.DataObject,
) -> None:
    """Evidence arrives twice and mixed up, its leaves get lost, its clocks step."""
    intervals = _recorded(tabs)
    end = max(closes for _, closes in windows)
    present = effective(intervals, marks, end)
    arrived = effective(data.draw(st.permutations(intervals * 2)), data.draw(st.permutations(marks)), end)
    lived = timeline(windows, present)
    assert 0 <= lived.attended <= lived.total == len(_seconds(windows))
    again = _earned(line, data.draw(st.permutations(windows)), data.draw(st.permutations(arrived)))
    assert again == _earned(line, windows, present)


@given(line=lines, windows=windows, one=spans, other=spans)
def test_another_device_never_lowers_credit_and_never_counts_twice(
    line: CreditLine, windows: list[Span], one: list[Span], other: list[Span]
) -> None:
    both = _earned(line, windows, one + other)
    assert both.quarters >= _earned(line, windows, one).quarters
    assert timeline(windows, one + other).attended == len(
        _seconds(windows) & (_seconds(one) | _seconds(other))
    )
    assert _earned(line, windows, one + other + one) == both


@given(line=lines, windows=windows, spans=spans)
def test_credits_lie_between_nothing_and_what_is_designated(
    line: CreditLine, windows: list[Span], spans: list[Span]
) -> None:
    earned = _earned(line, windows, spans)
    assert 0 <= earned.quarters <= line.designated_quarters
    assert earned.credits * 4 == earned.quarters
    assert earned.words.endswith(".")


@given(line=lines, windows=windows, spans=spans)
def test_more_grace_and_kinder_rounding_never_earn_less(
    line: CreditLine, windows: list[Span], spans: list[Span]
) -> None:
    strict = {"grace_minutes": 0, "gap": Gap.TOTAL, "rounding": Rounding.DOWN, "numerator": line.denominator}
    same = {"policy": line.policy, "credit_type": "Credit", "denominator": line.denominator}
    strictest = CreditLine(**same, **strict, designated_quarters=line.designated_quarters)  # type: ignore[arg-type]
    assert _earned(strictest, windows, spans).quarters <= _earned(line, windows, spans).quarters


@given(line=lines, windows=windows, spans=spans, confirmed=st.booleans(), role_excluded=st.booleans())
def test_what_was_not_held_or_not_confirmed_earns_nothing(
    line: CreditLine, windows: list[Span], spans: list[Span], confirmed: bool, role_excluded: bool
) -> None:
    for held in (True, False):
        known = {"held": held, "confirmed": confirmed, "role_excluded": role_excluded}
        if known != {"held": True, "confirmed": True, "role_excluded": False}:
            assert outcome(line, timeline(windows, spans), **known).quarters == 0


@given(
    needed=st.integers(1, 10),
    sessions=st.lists(st.tuples(st.sampled_from("ain?"), st.integers(0, 12)), max_size=10),
)
def test_a_series_is_missed_exactly_when_no_end_of_it_would_meet_the_minimum(
    needed: int, sessions: list[tuple[str, int]]
) -> None:
    """Each session was attended, was missed, was not held, or is undecided; and awards a figure of its own."""
    fates = [fate for fate, _most in sessions]
    line = CreditLine(policy=Policy.SERIES_MIN, credit_type="Credit", required_sessions=needed)
    tally = Tally(planned=len(fates), attended=fates.count("a"), undecided=fates.count("?"))
    best = ["a" if fate == "?" else fate for fate in fates]
    code = series_count(line, tally).code
    assert (code is ReasonCode.SERIES_MISSED) == (best.count("a") < needed)
    assert (code is ReasonCode.SERIES_MET) == (fates.count("a") >= needed)
    spare = can_still_miss(line, tally)
    assert (spare is None) == (code is not ReasonCode.SERIES_OPEN)
    assert spare is None or best.count("a") - spare == needed
    shares = [
        share_of_series(
            replace(line, designated_quarters=most),
            tally,
            counted=fate == "a",
            held=fate != "n",
            confirmed=fate != "?",
            role_excluded=False,
        )
        for fate, most in sessions
    ]
    designated = sum(most for fate, most in sessions if fate == "a")
    whole = series_outcome(line, tally, designated, role_excluded=False)
    assert sum(share.quarters for share in shares) == whole.quarters
