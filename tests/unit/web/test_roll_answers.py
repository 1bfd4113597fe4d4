"""What leaders answer on the roll, as a form carries it."""

from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.datastructures import MultiDict

from balint_live.application.attendance.service import Read
from balint_live.domain.timeline import Mark, Span
from balint_live.web.attendance.roll_forms import RollAnswers, gap_name, roll_answers, span_in, span_text

START = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)


def span(start: int, end: int) -> Span:
    return START + timedelta(minutes=start), START + timedelta(minutes=end)


def test_answers_name_the_gap_they_are_about() -> None:
    form = MultiDict(
        [
            ("window", span_text(span(0, 90))),
            ("person", "carla"),
            ("person", "dan"),
            (gap_name("carla", span(0, 12)), "here"),
            (gap_name("carla", span(40, 50)), "away"),
            ("not_here", "dan"),
        ]
    )
    answers = roll_answers(form)
    assert answers.read == Read(
        span(0, 90), {"carla": frozenset({span(0, 12), span(40, 50)}), "dan": frozenset()}
    )
    assert (answers.here, answers.not_here) == ({"carla": [span(0, 12)]}, {"dan"})
    asked = [span(0, 12), span(40, 50), span(0, 13)]
    assert [answers.was_here("carla", each) for each in asked] == [True, False, False]


def test_marks_of_a_running_session_are_one_for_each_person() -> None:
    form = MultiDict(
        [
            ("mark.carla", "present"),
            ("mark.dan", "absent"),
            ("mark.otto", "present"),
            ("not_here", "otto"),
            ("mark.priya", "late"),
        ]
    )
    assert roll_answers(form).marks == {
        "carla": Mark.PRESENT,
        "dan": Mark.ABSENT,
        "otto": Mark.ABSENT,
    }


def test_a_form_without_anything_answers_nothing() -> None:
    assert roll_answers(MultiDict()) == RollAnswers(None, (), {}, frozenset(), {})


@pytest.mark.parametrize("text", ["", "1", "-", "1-", "a-b", "1-2-3", "1-2 ", "123456789012-1"])
def test_what_is_no_span_is_none(text: str) -> None:
    assert span_in(text) is None


def test_a_span_is_read_back_in_whole_seconds() -> None:
    assert span_in(span_text(span(0, 90))) == span(0, 90)
    assert roll_answers(MultiDict([("gap.carla.1-", "here"), ("gap.1-2", "here")])).gaps == {}
