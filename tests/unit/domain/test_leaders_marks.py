"""A leader's mark outranks evidence: `present` fills in and holds, `absent` ends and holds until a new press or mark."""

from balint_live.domain.timeline import LeaderMark, Mark, PresenceInterval, Source, Span, effective
from tests.unit.domain.cast import at

END = at(60)


def present(minute: float) -> LeaderMark:
    return LeaderMark(Mark.PRESENT, at(minute))


def absent(minute: float) -> LeaderMark:
    return LeaderMark(Mark.ABSENT, at(minute))


def pressed(from_minute: float, to_minute: float, provisional: bool = False) -> PresenceInterval:
    return PresenceInterval(at(from_minute), at(to_minute), Source.SELF_CHECKIN, provisional)


def came_back(from_minute: float, to_minute: float) -> PresenceInterval:
    return PresenceInterval(at(from_minute), at(to_minute), Source.HEARTBEAT)


def counted(*facts: PresenceInterval | LeaderMark) -> list[Span]:
    intervals = [fact for fact in facts if isinstance(fact, PresenceInterval)]
    marks = [fact for fact in facts if isinstance(fact, LeaderMark)]
    return effective(intervals, marks, END)


def minutes(*bounds: float) -> list[Span]:
    return [(at(bounds[index]), at(bounds[index + 1])) for index in range(0, len(bounds), 2)]


def test_without_marks_the_evidence_counts() -> None:
    assert counted(pressed(-5, 20), came_back(30, 55)) == minutes(-5, 20, 30, 55)


def test_nobody_is_here_without_evidence_or_mark() -> None:
    assert counted() == []


def test_nothing_counts_past_the_end() -> None:
    assert counted(pressed(0, 75)) == minutes(0, 60)


def test_a_press_whose_page_never_lived_counts_for_nothing() -> None:
    assert counted(pressed(0, 0.5, provisional=True)) == []


def test_present_makes_such_a_press_count() -> None:
    assert counted(pressed(0, 0.5, provisional=True), present(10)) == minutes(0, 60)


def test_present_for_somebody_on_the_phone_starts_at_the_mark_and_holds() -> None:
    assert counted(present(4)) == minutes(4, 60)


def test_present_closes_the_gap_since_the_person_was_last_seen() -> None:
    assert counted(pressed(0, 22), present(40)) == minutes(0, 60)


def test_present_closes_no_earlier_gap() -> None:
    assert counted(pressed(0, 10), came_back(20, 30), present(40)) == minutes(0, 10, 20, 60)


def test_present_for_somebody_who_is_seen_holds_past_their_page() -> None:
    assert counted(pressed(0, 30), present(10)) == minutes(0, 60)


def test_present_twice_is_present() -> None:
    assert counted(present(4), present(30)) == minutes(4, 60)


def test_absent_ends_presence_though_the_page_stays_open() -> None:
    assert counted(pressed(0, 60), absent(25)) == minutes(0, 25)


def test_absent_outlasts_a_page_that_comes_back_by_itself() -> None:
    assert counted(pressed(0, 20), absent(25), came_back(30, 60)) == minutes(0, 20)


def test_absent_holds_until_a_new_press() -> None:
    assert counted(pressed(0, 60), absent(25), pressed(40, 55)) == minutes(0, 25, 40, 60)


def test_the_press_a_mark_was_made_for_is_no_new_press() -> None:
    assert counted(pressed(25, 60), absent(25)) == []


def test_a_new_press_that_never_lived_ends_no_absence() -> None:
    assert counted(pressed(0, 60), absent(25), pressed(40, 40.5, provisional=True)) == minutes(0, 25)


def test_absent_holds_until_a_new_mark() -> None:
    assert counted(pressed(0, 60), absent(25), present(40)) == minutes(0, 25, 40, 60)


def test_present_after_absent_starts_at_the_mark_though_no_page_was_open() -> None:
    assert counted(pressed(0, 20), absent(25), present(40)) == minutes(0, 20, 40, 60)


def test_present_after_absent_and_a_new_press_closes_the_gap_since_that_press() -> None:
    assert counted(pressed(0, 20), absent(25), pressed(30, 34), present(40)) == minutes(0, 20, 30, 60)


def test_absent_ends_what_present_began() -> None:
    assert counted(present(4), absent(30)) == minutes(4, 30)


def test_absent_for_somebody_never_seen_changes_nothing() -> None:
    assert counted(absent(10)) == []


def test_absent_twice_is_absent_from_the_first() -> None:
    assert counted(pressed(0, 60), absent(20), absent(30)) == minutes(0, 20)


def test_back_and_forth() -> None:
    marks = present(5), absent(10), present(20), absent(30)
    assert counted(*marks, pressed(40, 50)) == minutes(5, 10, 20, 30, 40, 50)


def test_a_press_long_after_the_marks_is_judged_by_itself() -> None:
    press = pressed(40, 40.5, provisional=True)
    assert counted(present(5), absent(10), press) == minutes(5, 10)


def test_a_mark_made_after_the_end_closes_the_gap_up_to_the_end() -> None:
    assert counted(pressed(0, 22), present(65)) == minutes(0, 60)


def test_the_order_in_which_facts_arrive_does_not_matter() -> None:
    in_order = counted(pressed(0, 20), absent(25), pressed(30, 34), present(40), absent(50))
    assert in_order == minutes(0, 20, 30, 50)
    assert counted(absent(50), present(40), pressed(30, 34), absent(25), pressed(0, 20)) == in_order
