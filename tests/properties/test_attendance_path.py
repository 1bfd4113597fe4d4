"""From the first press to the last correction, on a real store: whatever pages did, and in whatever order it was learnt.

The parts are proved elsewhere (presence, roll, credit); here they are one path, with the register and the database between.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balint_live.application.attendance.service import as_read, roll_rows, window_of
from balint_live.domain.errors import Code, DomainError
from balint_live.domain.roll import CorrectionReason, Evidence, Row, Spans, record
from balint_live.domain.timeline import Span, timeline, whole_seconds
from tests.examples import examples
from tests.integration.database.cast import ANA, BEN, START, THIRD
from tests.properties.attended_session import PEOPLE, AttendedSession, Event, Sites, events

SECOND = timedelta(seconds=1)
FEW = examples(15)

inside = st.tuples(st.integers(0, 4), st.integers(5, 10)).map(lambda ends: [ends])
anything = st.lists(st.tuples(st.integers(-2, 12), st.integers(-2, 12)), max_size=2)
attempts = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.one_of(inside, anything),
        st.sampled_from(CorrectionReason),
        st.integers(-900, 900),
        st.booleans(),
    ),
    max_size=6,
)
"""Whose; tenths of the session; why; how the clock steps before; whether it was made for a record that is out of date."""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    return Sites(tmp_path_factory.mktemp("evenings"))


def seconds(spans: Iterable[Span]) -> set[int]:
    return {
        second
        for join, leave in map(whole_seconds, spans)
        for second in range((join - START) // SECOND, (leave - START) // SECOND)
    }


def rows_of(attended: AttendedSession) -> list[Row]:
    people = attended.attendance_service.attendance("tuesday", ANA).group.registrants
    return roll_rows(attended.session, people, attended.clock.now())


def answers(data: st.DataObject, rows: list[Row]) -> tuple[dict[str, list[Span]], set[str]]:
    """Any gaps answered *here*, and anybody else said not to have been here at all."""
    here = {
        row.person: [each.span for each in row.absences if data.draw(st.booleans(), label="here")]
        for row in rows
    }
    return here, {
        person for person in here if not here[person] and data.draw(st.booleans(), label="not here")
    }


def tenths(window: Span, drawn: list[tuple[int, int]]) -> Spans:
    tenth = (window[1] - window[0]) / 10
    return tuple(
        whole_seconds((window[0] + join * tenth, window[0] + leave * tenth)) for join, leave in drawn
    )


@FEW
@given(told=events, opening=st.integers(0, 2), attempts=attempts, data=st.data())
def test_no_evening_gives_anybody_more_than_the_session_or_less_than_nothing(
    sites: Sites,
    told: list[Event],
    opening: int,
    attempts: list[tuple[str, list[tuple[int, int]], CorrectionReason, int, bool]],
    data: st.DataObject,
) -> None:
    with sites.attended() as attended:
        attended.lives_through(told, opening)
        rows, window = rows_of(attended), window_of(attended.session, attended.clock.now())
        here, not_here = answers(data, rows)
        attended.attendance_service.confirm(ANA, "tuesday", THIRD, here, not_here, as_read(rows, window))

        says = {
            row.person: set() if row.person in not_here else seconds([*row.spans, *here[row.person]])
            for row in rows
        }
        assert said(attended) == says
        minutes_fit(attended)

        confirmed = attended.session.roll
        assert confirmed is not None
        for person, drawn, reason, step, out_of_date in attempts:
            attended.clock.wait(seconds=step)
            before = spans_of(attended)[person]
            made_for = (*before, (window[0] - 2 * SECOND, window[0] - SECOND)) if out_of_date else before
            after = tenths(window, drawn)
            refused = attended.corrects(person=person, before=made_for, after=after, reason=reason)
            if out_of_date:
                assert refused is Code.STALE_REVISION
            elif refused is None:
                says[person] = seconds(after)
            else:
                assert refused is Code.INVALID
            assert said(attended) == says
            minutes_fit(attended)

        one = attended.session
        assert one.roll == confirmed
        replayed = record(one.roll, data.draw(st.permutations(one.corrections)))
        assert replayed == spans_of(attended)


@pytest.mark.parametrize("tenths_after", [(0, 10), (0, 5), (-2, 12), (5, 5)], ids=str)
def test_a_record_with_a_stretch_more_is_another_one_wherever_that_lies(
    sites: Sites, tenths_after: tuple[int, int]
) -> None:
    """Found by chance: it lay before the opening, where Carla was seen already, and was taken for the record itself."""
    told: list[Event] = [
        (0, "press", "carla", 0),
        (0, "here", "carla", 0),
        (30, "write", "carla", 0),
        (600, "away", "carla", 0),
    ]
    with sites.attended() as attended:
        attended.lives_through(told, 3)
        attended.attendance_service.confirm(ANA, "tuesday", THIRD, {})
        window, before = window_of(attended.session, attended.clock.now()), spans_of(attended)["carla"]
        assert before[0][0] < window[0] - 2 * SECOND
        refused = attended.corrects(
            person="carla",
            before=(*before, (window[0] - 2 * SECOND, window[0] - SECOND)),
            after=tenths(window, [tenths_after]),
            reason=CorrectionReason.LEADER_ERROR,
        )
        assert refused is Code.STALE_REVISION


@FEW
@given(told=events, opening=st.integers(0, 2), attempts=attempts, data=st.data())
def test_the_order_in_which_the_same_facts_arrive_makes_no_other_record(
    sites: Sites,
    told: list[Event],
    opening: int,
    attempts: list[tuple[str, list[tuple[int, int]], CorrectionReason, int, bool]],
    data: st.DataObject,
) -> None:
    with sites.attended() as attended, sites.attended() as other:
        attended.lives_through(told, opening)
        meeting = attended.session.meeting
        assert meeting.opened_at is not None
        assert meeting.closed_at is not None
        other.opens(meeting.opened_at)
        other.learns(mixed_up(attended.session.evidence, data))
        other.closes(meeting.closed_at)
        other.clock.set(attended.clock.now())
        assert rows_of(other) == rows_of(attended)

        here, not_here = answers(data, rows_of(attended))
        window = window_of(attended.session, attended.clock.now())
        for each in (attended, other):
            each.attendance_service.confirm(ANA, "tuesday", THIRD, here, not_here)
            for person, drawn, reason, step, _ in attempts:
                each.clock.wait(seconds=step)
                before = spans_of(each)[person]
                each.corrects(person=person, before=before, after=tenths(window, drawn), reason=reason)
        assert (other.session.roll, other.session.corrections) == (
            attended.session.roll,
            attended.session.corrections,
        )
        assert spans_of(other) == spans_of(attended)


@FEW
@given(told=events, opening=st.integers(0, 2), later=events)
def test_after_it_is_confirmed_no_evidence_changes_the_record(
    sites: Sites, told: list[Event], opening: int, later: list[Event]
) -> None:
    with sites.attended() as attended:
        attended.lives_through(told, opening)
        attended.attendance_service.confirm(ANA, "tuesday", THIRD, {})
        before = attended.session.roll
        for step, what, who, device in later:
            attended.clock.wait(seconds=step)
            attended.happens(what, who, device)
        assert attended.session.roll == before
        with pytest.raises(DomainError, match="Attendance is confirmed already"):
            attended.attendance_service.confirm(BEN, "tuesday", THIRD, {})


def mixed_up(evidence: Mapping[str, Evidence], data: st.DataObject) -> dict[str, Evidence]:
    """People, stretches and marks in another order, each stretch learnt twice."""
    people = data.draw(st.permutations(sorted(evidence)), label="people")
    return {
        person: (
            data.draw(st.permutations([*evidence[person][0], *evidence[person][0]]), label="stretches"),
            data.draw(st.permutations(evidence[person][1]), label="marks"),
        )
        for person in people
    }


def spans_of(attended: AttendedSession) -> Mapping[str, Spans]:
    one = attended.session
    assert one.roll is not None
    return record(one.roll, one.corrections)


def said(attended: AttendedSession) -> dict[str, set[int]]:
    return {person: seconds(spans) for person, spans in spans_of(attended).items()}


def minutes_fit(attended: AttendedSession) -> None:
    """What counts is what lies in the credited time, and that lies in the session."""
    one = attended.session
    window = window_of(one, attended.clock.now())
    assert seconds(one.windows) <= seconds([window])
    for spans in spans_of(attended).values():
        credited = timeline(one.windows, spans)
        assert credited.attended == len(seconds(spans) & seconds(one.windows))
        assert 0 <= credited.attended <= credited.total == len(seconds(one.windows))
