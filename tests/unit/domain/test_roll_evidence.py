"""The roll lays the evidence out: who was here when, every long gap as a question, open questions first."""

from balint_live.domain.errors import Code
from balint_live.domain.roll import Absence, Evidence, Place, Row, laid_out, session_window
from balint_live.domain.timeline import LeaderMark, Mark, PresenceInterval, Source, Span
from tests.unit.domain.cast import at, refusal, span

WINDOW = at(0), at(60)
NAMES = {"carla": "Carla"}


def minutes(from_minute: float, to_minute: float) -> Span:
    return at(from_minute), at(to_minute)


def page(*bounds: float) -> list[PresenceInterval]:
    """Pressed at the first minute; what follows, the page came back to by itself."""
    pairs = [(bounds[index], bounds[index + 1]) for index in range(0, len(bounds), 2)]
    sources = [Source.SELF_CHECKIN] + [Source.HEARTBEAT] * len(pairs)
    return [
        PresenceInterval(at(join), at(leave), source)
        for (join, leave), source in zip(pairs, sources, strict=False)
    ]


def present(minute: float) -> LeaderMark:
    return LeaderMark(Mark.PRESENT, at(minute))


def absent(minute: float) -> LeaderMark:
    return LeaderMark(Mark.ABSENT, at(minute))


def carla(*facts: PresenceInterval | LeaderMark) -> Row:
    intervals = [fact for fact in facts if isinstance(fact, PresenceInterval)]
    marks = [fact for fact in facts if isinstance(fact, LeaderMark)]
    [row] = laid_out(NAMES, {"carla": (intervals, marks)}, WINDOW)
    return row


def test_somebody_here_throughout_is_clear() -> None:
    row = carla(*page(-5, 60))
    assert row == Row("carla", "Carla", (minutes(-5, 60),), ())
    assert row.clear is True


def test_a_gap_in_the_middle_is_a_question() -> None:
    row = carla(*page(0, 20, 30, 60))
    assert row.absences == (Absence(minutes(20, 30), Place.BETWEEN),)
    assert (row.questions, row.clear) == (row.absences, False)


def test_so_is_the_time_before_somebody_came() -> None:
    assert carla(*page(10, 60)).questions == (Absence(minutes(0, 10), Place.BEFORE),)


def test_and_the_time_after_they_were_last_seen() -> None:
    assert carla(*page(0, 22)).questions == (Absence(minutes(22, 60), Place.AFTER),)


def test_somebody_never_seen_is_one_question() -> None:
    row = carla()
    assert row == Row("carla", "Carla", (), (Absence(WINDOW, Place.THROUGHOUT),))
    assert row.clear is False


def test_somebody_seen_only_before_the_opening_was_not_in_the_session() -> None:
    assert carla(*page(-10, -4)).questions == (Absence(WINDOW, Place.THROUGHOUT),)


def test_three_minutes_are_no_gap_and_a_second_more_is() -> None:
    assert carla(*page(3, 20, 23, 57)).absences == ()
    assert carla(*page(0, 20, 23 + 1 / 60, 60)).absences == (Absence((at(20), at(23, 1)), Place.BETWEEN),)


def test_a_gap_knows_its_length() -> None:
    assert carla(*page(0, 22)).absences[0].length == span(38)


def test_a_gap_outside_the_session_is_none() -> None:
    assert carla(*page(-10, -6, 0, 60)).absences == ()


def test_a_press_whose_page_never_lived_leaves_the_question_open() -> None:
    press = PresenceInterval(at(0), at(0.5), Source.SELF_CHECKIN, provisional=True)
    assert carla(press).questions == (Absence(WINDOW, Place.THROUGHOUT),)


def test_a_leaders_present_answers_it() -> None:
    assert carla(*page(0, 22), present(40)).clear is True


def test_a_leaders_absent_is_an_answer_too() -> None:
    row = carla(*page(0, 60), absent(25))
    assert row.absences == (Absence(minutes(25, 60), Place.AFTER, said=True),)
    assert (row.questions, row.clear) == ((), True)


def test_absent_answers_for_the_whole_gap_in_which_it_was_said() -> None:
    assert carla(*page(0, 20), absent(25)).absences == (Absence(minutes(20, 60), Place.AFTER, said=True),)


def test_absent_said_before_the_opening_answers_for_the_session() -> None:
    assert carla(*page(-10, 60), absent(-5)).absences == (Absence(WINDOW, Place.THROUGHOUT, said=True),)


def test_absent_does_not_answer_for_a_gap_after_the_person_came_back() -> None:
    pressed_again = PresenceInterval(at(30), at(40), Source.SELF_CHECKIN)
    assert carla(*page(0, 20), absent(20), pressed_again).absences == (
        Absence(minutes(20, 30), Place.BETWEEN, said=True),
        Absence(minutes(40, 60), Place.AFTER),
    )


def test_nor_for_one_before_it() -> None:
    assert carla(*page(0, 10, 20, 60), absent(50)).absences == (
        Absence(minutes(10, 20), Place.BETWEEN),
        Absence(minutes(50, 60), Place.AFTER, said=True),
    )


def test_open_questions_come_first_and_each_part_is_alphabetical() -> None:
    names = {"1": "zoe", "2": "Özil", "3": "Olga", "4": "Tom", "5": "Ana", "6": "Ana"}
    here: Evidence = page(0, 60), ()
    evidence: dict[str, Evidence] = {"2": here, "3": here, "1": here, "4": (page(0, 20), ()), "6": here}
    assert [(row.person, row.clear) for row in laid_out(names, evidence, WINDOW)] == [
        ("5", False),
        ("4", False),
        ("6", True),
        ("3", True),
        ("2", True),
        ("1", True),
    ]


def test_evidence_of_somebody_not_on_the_list_is_left_out() -> None:
    assert laid_out({}, {"carla": (page(0, 60), ())}, WINDOW) == []


def test_the_window_runs_from_the_opening_in_whole_seconds() -> None:
    assert session_window(at(4, 0.9), at(60, 0.2)) == (at(4), at(60))


def test_a_clock_set_back_makes_no_window_that_ends_before_it_begins() -> None:
    assert session_window(at(4), at(3)) == (at(4), at(4))


def test_a_session_that_was_never_opened_has_no_roll() -> None:
    assert refusal(lambda: session_window(None, at(60))) is Code.INVALID
