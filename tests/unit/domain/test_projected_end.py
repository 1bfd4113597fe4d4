"""The projected end: now, what is left of this step, and what is left of the steps after it."""

from tests.unit.domain.cast import ANA, START, arrived, at, gathering, opened, span


def test_on_time_it_is_the_booked_end() -> None:
    meeting = opened()
    assert (meeting.projected_end(START), meeting.late_by(START)) == (at(60), span())


def test_while_a_step_has_time_left_it_stands_still() -> None:
    assert [opened().projected_end(at(minute)) for minute in (1, 2, 3)] == 3 * [at(60)]


def test_an_overrun_pushes_it_on() -> None:
    meeting = opened()
    assert (meeting.projected_end(at(5)), meeting.late_by(at(5))) == (at(62), span(2))


def test_a_pause_pushes_it_on() -> None:
    paused = opened().pause(ANA, at(1))
    assert [paused.projected_end(at(minute)) for minute in (1, 3)] == [at(60), at(62)]


def test_moving_on_early_leaves_time_in_hand() -> None:
    assert opened().next(ANA, at(1)).late_by(at(1)) == -span(2)


def test_opened_late_it_is_as_much_later() -> None:
    assert gathering().open(ANA, at(4)).projected_end(at(4)) == at(64)


def test_steps_before_this_one_no_longer_count() -> None:
    assert opened().goto(7, ANA, at(20)).projected_end(at(20)) == at(31)


def test_of_a_later_step_only_what_it_has_not_used_counts() -> None:
    meeting = arrived(2).back(ANA, at(5))
    assert meeting.projected_end(at(5)) == at(60)


def test_a_later_step_that_ran_over_takes_no_more() -> None:
    meeting = arrived(2).back(ANA, at(10))
    assert meeting.projected_end(at(10)) == at(10 + 54)


def test_added_time_counts() -> None:
    assert opened().adjust(span(5), ANA, at(1)).projected_end(at(1)) == at(65)


def test_in_the_last_step_it_is_when_that_one_ends() -> None:
    assert arrived(8).projected_end(at(58)) == at(60)


def test_before_the_opening_nothing_is_projected() -> None:
    assert (gathering().projected_end(START), gathering().late_by(START)) == (None, span())
