"""Evidence is joined by union, so that nothing counts twice, and cut to a window only when computing."""

from balint_live.domain.timeline import Span, clip, merge
from tests.unit.domain.cast import at


def minutes(from_minute: float, to_minute: float) -> Span:
    return at(from_minute), at(to_minute)


def test_two_devices_at_once_are_one_person() -> None:
    assert merge([minutes(0, 40), minutes(35, 60)]) == [minutes(0, 60)]


def test_touching_spans_become_one() -> None:
    assert merge([minutes(0, 20), minutes(20, 40)]) == [minutes(0, 40)]


def test_spans_apart_stay_apart_in_their_order() -> None:
    assert merge([minutes(50, 60), minutes(0, 20), minutes(30, 40)]) == [
        minutes(0, 20),
        minutes(30, 40),
        minutes(50, 60),
    ]


def test_a_span_within_another_adds_nothing() -> None:
    assert merge([minutes(0, 60), minutes(10, 20)]) == [minutes(0, 60)]


def test_empty_spans_are_nothing() -> None:
    assert merge([minutes(5, 5), minutes(7, 6)]) == []


def test_nobody_was_nowhere() -> None:
    assert merge([]) == []


def test_arriving_early_and_lingering_lie_outside_the_window() -> None:
    assert clip([minutes(-10, 70)], minutes(0, 60)) == [minutes(0, 60)]


def test_what_lies_wholly_outside_is_gone() -> None:
    assert clip([minutes(-10, 0), minutes(20, 30), minutes(60, 70)], minutes(0, 60)) == [minutes(20, 30)]


def test_a_window_of_no_length_holds_nothing() -> None:
    assert clip([minutes(-10, 70)], minutes(30, 30)) == []
