"""Presence as pages witness it: a press opens an interval, answers lengthen it, a silence is a question for a while."""

from balint_live.domain.timeline import PresenceInterval, Source, witnessed
from tests.unit.domain.cast import at


def evidence(from_minute: float, to_minute: float, provisional: bool = False) -> PresenceInterval:
    return PresenceInterval(at(from_minute), at(to_minute), Source.SELF_CHECKIN, provisional)


PRESS = evidence(0, 0, provisional=True)


def test_a_page_without_an_earlier_press_is_nobody() -> None:
    assert witnessed(None, at(0), at(10)) is None


def test_a_page_that_answers_lengthens_the_press() -> None:
    assert witnessed(PRESS, at(0), at(10)) == evidence(0, 10, provisional=True)


def test_a_page_open_before_the_press_counts_from_the_press() -> None:
    assert witnessed(PRESS, at(-8), at(10)) == evidence(0, 10, provisional=True)


def test_a_silence_of_up_to_three_minutes_leaves_no_gap() -> None:
    assert witnessed(evidence(0, 10), at(13), at(20)) == evidence(0, 20)


def test_after_a_longer_silence_the_page_that_came_back_opens_an_interval_of_its_own() -> None:
    came_back = witnessed(evidence(0, 10), at(13, 1), at(20))
    assert came_back == PresenceInterval(at(13, 1), at(20), Source.HEARTBEAT)


def test_what_follows_a_press_that_does_not_count_yet_does_not_count_either() -> None:
    came_back = witnessed(PRESS, at(4), at(9))
    assert came_back == PresenceInterval(at(4), at(9), Source.HEARTBEAT, provisional=True)


def test_an_older_report_takes_nothing_back() -> None:
    assert witnessed(evidence(0, 10), at(0), at(7)) == evidence(0, 10)


def test_an_interval_is_lengthened_and_never_shortened() -> None:
    assert evidence(0, 10).extended(at(9)) == evidence(0, 10)
    assert evidence(0, 10).extended(at(12)) == evidence(0, 12)


def test_at_the_end_a_page_that_answered_lately_was_there_to_the_end() -> None:
    assert evidence(0, 57).ended(at(60)) == evidence(0, 60)


def test_a_page_that_went_quiet_before_was_not() -> None:
    assert evidence(0, 56.99).ended(at(60)) == evidence(0, 56.99)


def test_a_page_that_answers_past_the_end_keeps_what_was_seen() -> None:
    assert evidence(0, 62).ended(at(60)) == evidence(0, 62)


def test_a_silence_is_measured_from_the_last_answer() -> None:
    halfway = witnessed(evidence(0, 10), at(12), at(12))
    assert halfway == evidence(0, 12)
    assert witnessed(halfway, at(15), at(15)) == evidence(0, 15)
