"""Which time of a session earns credit: bare windows, frozen when it ends."""

from dataclasses import replace

from balint_live.domain.meeting import Meeting
from balint_live.domain.timer import Progress
from tests.unit.domain.cast import ANA, START, at, gathering
from tests.unit.domain.shipped import SHIPPED


def leaving_out(*phases: str) -> Meeting:
    """A session by the default plan, in which these phases earn no credit."""
    shipped = SHIPPED.protocols["abs60"]
    plan = [(step.phase.id, int(step.planned.total_seconds()) // 60) for step in shipped.steps]
    protocol = SHIPPED.without_credit_for(phases).protocol("abs60", "ABS-style", plan)
    return replace(gathering(), protocol=protocol, progress=Progress.before_opening(protocol))


def test_without_a_break_there_is_one_window() -> None:
    ended = leaving_out().open(ANA, START).next(ANA, at(3)).pause(ANA, at(10)).close(at(60))

    assert ended.progress.credited == ((START, at(60)),)


def test_a_phase_that_earns_none_is_left_out_wherever_it_comes() -> None:
    running = leaving_out("opening", "clarifying").open(ANA, START)
    running = running.goto(3, ANA, at(4)).next(ANA, at(14)).next(ANA, at(20))

    assert running.close(at(61)).progress.credited == ((at(4), at(14)), (at(20), at(61)))


def test_going_back_into_it_ends_the_window_again() -> None:
    running = leaving_out("opening").open(ANA, START).next(ANA, at(3)).back(ANA, at(5)).next(ANA, at(6))

    assert running.close(at(60)).progress.credited == ((at(3), at(5)), (at(6), at(60)))


def test_undoing_a_move_undoes_what_it_did_to_credit() -> None:
    running = leaving_out("opening").open(ANA, START).next(ANA, at(3)).back(ANA, at(5)).undo(at(5))

    assert running.close(at(60)).progress.credited == ((at(3), at(60)),)


def test_nothing_after_the_moment_of_closing_counts() -> None:
    running = leaving_out("opening").open(ANA, START).next(ANA, at(3)).goto(1, ANA, at(70))

    assert running.close(at(60)).progress.credited == ((at(3), at(60)),)


def test_a_session_that_earns_nothing_has_no_window() -> None:
    assert leaving_out("opening").open(ANA, START).close(at(60)).progress.credited == ()


def test_a_clock_set_back_makes_no_window() -> None:
    running = leaving_out("opening").open(ANA, START).next(ANA, at(3)).back(ANA, at(1))

    assert running.close(at(60)).progress.credited == ()
