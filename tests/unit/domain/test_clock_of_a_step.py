"""A step's clock: three stored facts, everything else derived from them and from now."""

from balint_live.domain.timer import Countdown
from tests.unit.domain.cast import at, span


def test_a_fresh_clock_has_all_its_time_and_has_not_begun() -> None:
    clock = Countdown(span(7))
    assert (clock.running, clock.begun) == (False, False)
    assert (clock.spent_at(at(100)), clock.remaining_at(at(100))) == (span(), span(7))


def test_a_started_clock_has_begun_at_once() -> None:
    clock = Countdown(span(7)).started(at(0))
    assert (clock.running, clock.begun, clock.spent_at(at(0))) == (True, True, span())


def test_a_running_clock_spends_what_passes() -> None:
    clock = Countdown(span(7), spent=span(2), running_since=at(10))
    assert clock.spent_at(at(11, 30)) == span(3, 30)
    assert clock.remaining_at(at(11, 30)) == span(3, 30)


def test_past_its_length_it_counts_on() -> None:
    clock = Countdown(span(7)).started(at(0))
    assert clock.remaining_at(at(7)) == span()
    assert clock.remaining_at(at(8, 20)) == -span(1, 20)


def test_stopped_it_keeps_what_was_spent() -> None:
    stopped = Countdown(span(7)).started(at(0)).stopped(at(2))
    assert stopped == Countdown(span(7), spent=span(2))
    assert stopped.begun
    assert stopped.spent_at(at(30)) == span(2)


def test_started_again_it_goes_on_from_there() -> None:
    again = Countdown(span(7)).started(at(0)).stopped(at(2)).started(at(30))
    assert again.spent_at(at(31)) == span(3)


def test_starting_a_running_clock_changes_nothing() -> None:
    running = Countdown(span(7)).started(at(0))
    assert running.started(at(5)) == running


def test_stopping_a_resting_clock_changes_nothing() -> None:
    assert Countdown(span(7), spent=span(2)).stopped(at(5)) == Countdown(span(7), spent=span(2))


def test_a_server_clock_set_back_never_gives_time_back() -> None:
    running = Countdown(span(7), spent=span(2), running_since=at(10))
    assert running.spent_at(at(9)) == span(2)
    assert running.stopped(at(9)) == Countdown(span(7), spent=span(2))


def test_a_longer_clock_keeps_what_was_spent_and_runs_on() -> None:
    running = Countdown(span(7), spent=span(2), running_since=at(10))
    assert running.lengthened(-span(5)) == Countdown(span(2), spent=span(2), running_since=at(10))


def test_it_knows_when_it_will_have_spent_so_much() -> None:
    running = Countdown(span(7), spent=span(2), running_since=at(10))
    assert running.moment_of(span(7)) == at(15)
    assert running.moment_of(span(1)) == at(9)


def test_at_rest_there_is_no_such_moment() -> None:
    assert Countdown(span(7), spent=span(2)).moment_of(span(7)) is None
