"""The roll for any evidence, its confirmation, and corrections in any order of arrival, against plain accounts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from balint_live.domain.errors import Code, DomainError
from balint_live.domain.roll import (
    ConfirmedRoll,
    Correction,
    CorrectionReason,
    Evidence,
    Spans,
    confirmed,
    corrected,
    laid_out,
    record,
)
from balint_live.domain.timeline import LeaderMark, Mark, PresenceInterval, Source, Span, timeline
from tests.unit.domain.cast import ANA, BEN, START

SECOND = timedelta(seconds=1)
END = 40 * 60
PEOPLE = ["carla", "dan", "eva"]
names = st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(["Ana", "Özil", "olga", "Tom"]), min_size=1)
moments = st.one_of(
    st.integers(-2, 14).map(lambda three_minutes: three_minutes * 180),
    st.integers(-300, END + 300),
)
ends = st.tuples(moments, moments)
intervals = st.lists(
    st.builds(
        lambda ends, source, provisional: PresenceInterval(
            _at(min(ends)), _at(max(ends)), source, provisional
        ),
        ends,
        st.sampled_from(Source),
        st.booleans(),
    ),
    max_size=5,
)
marks = st.lists(
    st.builds(lambda moment, mark: LeaderMark(mark, _at(moment)), moments, st.sampled_from(Mark)),
    max_size=3,
    unique_by=lambda mark: mark.at,
)
evidence = st.dictionaries(st.sampled_from(PEOPLE), st.tuples(intervals, marks))
inside = st.tuples(st.integers(0, 19), st.integers(20, 40)).map(
    lambda ends: [(_at(ends[0] * 60), _at(ends[1] * 60))]
)
anything = st.lists(ends.map(lambda ends: (_at(ends[0]), _at(ends[1]))), max_size=3)
attempts = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.one_of(inside, anything),
        st.integers(-3600, 3600),
        st.sampled_from(CorrectionReason),
        st.integers(0, 4),
    ),
    max_size=8,
)


def _at(second: int) -> datetime:
    return START + second * SECOND


WINDOW = _at(0), _at(END)


def _seconds(spans: Iterable[Span]) -> set[int]:
    return {
        second
        for join, leave in spans
        for second in range((join - START) // SECOND, (leave - START) // SECOND)
    }


def _away_for_long(spans: Iterable[Span]) -> list[Span]:
    """The runs of more than 180 seconds of the session in which nobody was seen."""
    present = _seconds(spans)
    runs = []
    for away, run in groupby(range(END), lambda second: second not in present):
        seconds = list(run)
        if away and len(seconds) > 180:
            runs.append((_at(seconds[0]), _at(seconds[-1] + 1)))
    return runs


def _answer(roll: ConfirmedRoll, earlier: list[Correction], facts: dict[str, Any]) -> Correction | Code:
    """The correction as it was taken, or why it was refused."""
    try:
        return corrected(roll, earlier, by=BEN, **facts)
    except DomainError as refused:
        return refused.code


def _roll(present: dict[str, Spans]) -> ConfirmedRoll:
    return ConfirmedRoll(WINDOW, ANA, _at(END), present)


@given(names=names, evidence=evidence)
def test_every_long_gap_stands_on_the_roll_and_no_short_one(
    names: dict[str, str], evidence: dict[str, Evidence]
) -> None:
    rows = laid_out(names, evidence, WINDOW)
    assert {row.person: [absence.span for absence in row.absences] for row in rows} == {
        row.person: _away_for_long(row.spans) for row in rows
    }
    assert sorted(row.person for row in rows) == sorted(names)


@given(names=names, evidence=evidence, data=st.data())
def test_the_roll_reads_the_same_whatever_arrived_first(
    names: dict[str, str], evidence: dict[str, Evidence], data: st.DataObject
) -> None:
    listed = dict(data.draw(st.permutations(list(names.items()))))
    arrived = {
        person: (data.draw(st.permutations([*intervals, *intervals])), data.draw(st.permutations(marks)))
        for person, (intervals, marks) in evidence.items()
    }
    rows = laid_out(listed, arrived, WINDOW)
    assert rows == laid_out(names, evidence, WINDOW)
    assert [row.clear for row in rows] == sorted(row.clear for row in rows)


@given(names=names, evidence=evidence, data=st.data())
def test_confirming_adds_what_was_answered_here_and_not_a_second_more(
    names: dict[str, str], evidence: dict[str, Evidence], data: st.DataObject
) -> None:
    rows = laid_out(names, evidence, WINDOW)
    here = {
        row.person: data.draw(st.lists(st.sampled_from(row.absences), unique=True)) if row.absences else []
        for row in rows
    }
    answers = {person: [absence.span for absence in absences] for person, absences in here.items()}
    roll = confirmed(rows, WINDOW, by=ANA, at=_at(END), here=answers)
    for row in rows:
        present = roll.present[row.person]
        assert _seconds(present) == _seconds(row.spans) | _seconds(answers[row.person])
        left = [absence.span for absence in row.absences if absence not in here[row.person]]
        assert _away_for_long(present) == left
        assert timeline([WINDOW], present).attended == len(_seconds(present) & set(range(END)))


@given(attempts=attempts, data=st.data())
def test_corrections_replay_to_the_same_record_in_any_order(
    attempts: list[tuple[str, list[Span], int, CorrectionReason, int]], data: st.DataObject
) -> None:
    """Leaders correct what may be impossible or out of date, and the machine's clock steps to and fro."""
    confirmed_spans: dict[str, Spans] = {"carla": ((_at(-300), _at(600)),), "dan": (WINDOW,), "eva": ()}
    roll = _roll(confirmed_spans)
    taken: list[Correction] = []
    says = dict(confirmed_spans)
    for person, after, step, reason, behind in attempts:
        seen = [confirmed_spans[person], *(each.after for each in taken if each.person == person)]
        before = seen[max(-1 - behind, -len(seen))]
        facts = {"person": person, "before": before, "after": after, "reason": reason, "now": _at(step)}
        answer = _answer(roll, taken, facts)
        if isinstance(answer, Code):
            assert answer is (Code.INVALID if before == says[person] else Code.STALE_REVISION)
            continue
        assert (before, _seconds(answer.after)) == (says[person], _seconds(after))
        taken.append(answer)
        says[person] = answer.after
    arrived = data.draw(st.permutations(taken * 2))
    assert record(roll, arrived) == record(roll, taken) == says
    assert all(timeline([WINDOW], spans).attended <= END for spans in says.values())
    assert roll.present == confirmed_spans


@given(
    spans=st.lists(
        ends.map(lambda ends: (_at(min(ends)), _at(max(ends)))).filter(lambda span: span[0] < span[1]),
        max_size=3,
    )
)
def test_a_correction_is_taken_exactly_when_it_lies_in_the_session_and_changes_something(
    spans: list[Span],
) -> None:
    roll = _roll({"carla": ()})
    possible = bool(spans) and _seconds(spans) <= set(range(END))
    mistake = CorrectionReason.LEADER_ERROR
    answer = _answer(
        roll, [], {"person": "carla", "before": (), "after": spans, "reason": mistake, "now": _at(END)}
    )
    if isinstance(answer, Correction):
        assert possible
        assert record(roll, [answer]) == {"carla": answer.after}
    else:
        assert (possible, answer) == (False, Code.INVALID)
