from datetime import timedelta

import pytest
from sqlalchemy import text

from balint_live.application.identity import Member, RosterEntry
from balint_live.domain.display import Role
from balint_live.domain.timeline import LeaderMark, Mark, PresenceInterval, Source, witnessed
from tests.integration.database.cast import THIRD, Site, at

NOT_A_SECOND = timedelta(milliseconds=900)
PRESSED, ANSWERED = Source.SELF_CHECKIN, Source.HEARTBEAT


def intervals(site: Site, person: str) -> list[PresenceInterval]:
    return site.attendance.evidence(THIRD)[person][0]


def acknowledgements(site: Site) -> list[tuple[str, str]]:
    query = text("SELECT registrant_id, version FROM acknowledgements ORDER BY 1, 2")
    return site.database.read(lambda session: [(row[0], row[1]) for row in session.execute(query)])


def press(site: Site, minutes: float, person: str = "carla", version: str = "1") -> None:
    site.attendance.press(THIRD, person, version, at(minutes) + NOT_A_SECOND)


def answer(site: Site, since: float, until: float, person: str = "carla", confirmed: bool = True) -> None:
    seen = {person: (at(since) + NOT_A_SECOND, at(until) + NOT_A_SECOND)}
    site.attendance.witness(THIRD, seen, frozenset({person} if confirmed else ()))


def mark(site: Site, minutes: float, what: Mark, person: str = "carla") -> None:
    site.attendance.mark(THIRD, person, "ana", LeaderMark(what, at(minutes)))


def test_before_anybody_came_everybody_is_on_the_roster_leaders_first(enrolled: Site) -> None:
    assert enrolled.attendance.roster(THIRD) == (
        RosterEntry(Member("ana", "Ana", Role.LEADER)),
        RosterEntry(Member("ben", "Ben", Role.LEADER)),
        RosterEntry(Member("carla", "Carla", Role.REGISTRANT)),
        RosterEntry(Member("dan", "Dan", Role.REGISTRANT)),
        RosterEntry(Member("otto", "Otto", Role.OBSERVER)),
    )


def test_there_is_no_roster_of_a_meeting_that_does_not_exist(enrolled: Site) -> None:
    assert enrolled.attendance.roster("fifth") == ()


def test_the_roster_shows_the_stored_facts_in_whole_seconds(enrolled: Site) -> None:
    press(enrolled, -5)
    answer(enrolled, -5, 2)
    mark(enrolled, 3, Mark.ABSENT)
    mark(enrolled, 4, Mark.PRESENT)

    assert enrolled.attendance.roster(THIRD)[2] == RosterEntry(
        Member("carla", "Carla", Role.REGISTRANT),
        acknowledged_at=at(-5),
        last_seen_at=at(2),
        last_press_at=at(-5),
        mark=LeaderMark(Mark.PRESENT, at(4)),
    )


def test_a_press_acknowledges_and_opens_a_provisional_interval(enrolled: Site) -> None:
    press(enrolled, -5)

    assert intervals(enrolled, "carla") == [PresenceInterval(at(-5), at(-5), PRESSED, provisional=True)]
    assert acknowledgements(enrolled) == [("carla", "1")]


def test_a_second_press_while_the_first_is_open_adds_nothing(enrolled: Site) -> None:
    press(enrolled, -5)
    press(enrolled, -3)

    assert intervals(enrolled, "carla") == [PresenceInterval(at(-5), at(-5), PRESSED, provisional=True)]
    assert acknowledgements(enrolled) == [("carla", "1")]


def test_a_changed_text_is_acknowledged_anew(enrolled: Site) -> None:
    press(enrolled, -5)
    press(enrolled, -4, version="2")

    assert acknowledgements(enrolled) == [("carla", "1"), ("carla", "2")]


def test_a_press_after_a_long_silence_opens_another_interval(enrolled: Site) -> None:
    press(enrolled, 0)
    press(enrolled, 4)

    assert [each.joined_at for each in intervals(enrolled, "carla")] == [at(0), at(4)]


def test_what_one_process_saw_is_kept_when_another_wrote_what_came_later_first(enrolled: Site) -> None:
    press(enrolled, 0)
    answer(enrolled, 0, 10)
    answer(enrolled, 20, 25)
    answer(enrolled, 10, 16)
    answer(enrolled, 16, 18)
    answer(enrolled, 20, 24)

    assert [(each.joined_at, each.left_at) for each in intervals(enrolled, "carla")] == [
        (at(0), at(18)),
        (at(20), at(25)),
    ]


def test_a_stranger_to_the_group_cannot_press_or_be_marked(enrolled: Site) -> None:
    with pytest.raises(LookupError):
        press(enrolled, 0, person="finn")
    with pytest.raises(LookupError):
        mark(enrolled, 0, Mark.PRESENT, person="finn")
    with pytest.raises(LookupError):
        mark(enrolled, 0, Mark.PRESENT, person="ana")


@pytest.mark.parametrize("since", [0, 2.9, 3, 3.1, 60])
def test_witnessing_follows_the_pure_rule(enrolled: Site, since: float) -> None:
    press(enrolled, 0)
    [pressed] = intervals(enrolled, "carla")
    answer(enrolled, since, since + 1, confirmed=False)

    joined_until = witnessed(pressed, at(since), at(since + 1))
    assert joined_until is not None
    kept = [joined_until] if joined_until.joined_at == pressed.joined_at else [pressed, joined_until]
    assert intervals(enrolled, "carla") == kept


def test_nobody_is_here_by_a_page_alone(enrolled: Site) -> None:
    answer(enrolled, 0, 5)

    assert intervals(enrolled, "carla") == []


def test_answers_of_several_people_go_to_each_of_them(enrolled: Site) -> None:
    press(enrolled, 0)
    press(enrolled, 1, person="dan")
    seen = {"carla": (at(0), at(2)), "dan": (at(1), at(3)), "ana": (at(0), at(3))}
    enrolled.attendance.witness(THIRD, seen, frozenset({"dan"}))

    assert intervals(enrolled, "carla") == [PresenceInterval(at(0), at(2), PRESSED, provisional=True)]
    assert intervals(enrolled, "dan") == [PresenceInterval(at(1), at(3), PRESSED)]


def test_a_late_answer_never_shortens(enrolled: Site) -> None:
    press(enrolled, 0)
    answer(enrolled, 0, 5)
    answer(enrolled, 1, 2)

    assert intervals(enrolled, "carla") == [PresenceInterval(at(0), at(5), PRESSED)]


def test_marking_present_makes_the_press_count(enrolled: Site) -> None:
    press(enrolled, 0)
    mark(enrolled, 1, Mark.PRESENT)

    assert enrolled.attendance.evidence(THIRD)["carla"] == (
        [PresenceInterval(at(0), at(0), PRESSED)],
        [LeaderMark(Mark.PRESENT, at(1))],
    )


def test_marks_are_kept_in_the_order_they_were_made(enrolled: Site) -> None:
    mark(enrolled, 1, Mark.PRESENT)
    mark(enrolled, 1, Mark.ABSENT)
    mark(enrolled, 1, Mark.PRESENT)

    assert [each.mark for each in enrolled.attendance.evidence(THIRD)["carla"][1]] == [
        Mark.PRESENT,
        Mark.ABSENT,
        Mark.PRESENT,
    ]


def test_a_press_after_being_marked_absent_counts_as_new_even_in_the_same_second(enrolled: Site) -> None:
    press(enrolled, 0)
    answer(enrolled, 0, 1)
    mark(enrolled, 1, Mark.ABSENT)
    assert enrolled.attendance.roster(THIRD)[2].marked_absent

    press(enrolled, 1)
    press(enrolled, 1)

    assert intervals(enrolled, "carla")[1:] == [
        PresenceInterval(at(1, seconds=1), at(1, seconds=1), PRESSED, provisional=True)
    ]
    assert not enrolled.attendance.roster(THIRD)[2].marked_absent


def test_absent_people_are_part_of_the_record(enrolled: Site) -> None:
    assert enrolled.attendance.evidence(THIRD) == {"carla": ([], []), "dan": ([], []), "otto": ([], [])}


def test_at_the_close_a_page_that_answered_lately_was_there_to_the_end(enrolled: Site) -> None:
    enrolled.open()
    press(enrolled, 0)
    answer(enrolled, 0, 58)
    press(enrolled, 0, person="dan")
    answer(enrolled, 0, 40, person="dan")
    enrolled.close(60)

    assert intervals(enrolled, "carla") == [PresenceInterval(at(0), at(60), PRESSED)]
    assert intervals(enrolled, "dan") == [PresenceInterval(at(0), at(40), PRESSED)]


def test_a_press_whose_page_never_came_alive_leaves_nothing(enrolled: Site) -> None:
    enrolled.open()
    press(enrolled, 0)
    answer(enrolled, 0, 0.5, confirmed=False)
    enrolled.close(60)

    assert (intervals(enrolled, "carla"), acknowledgements(enrolled)) == ([], [])


def test_a_lifeless_second_press_leaves_the_first_and_its_acknowledgement(enrolled: Site) -> None:
    enrolled.open()
    press(enrolled, 0)
    answer(enrolled, 0, 10)
    press(enrolled, 30)
    enrolled.close(60)

    assert intervals(enrolled, "carla") == [PresenceInterval(at(0), at(10), PRESSED)]
    assert acknowledgements(enrolled) == [("carla", "1")]


def test_a_press_of_somebody_marked_present_stays(enrolled: Site) -> None:
    enrolled.open()
    mark(enrolled, 1, Mark.PRESENT)
    press(enrolled, 20)
    enrolled.close(60)

    assert intervals(enrolled, "carla") == [PresenceInterval(at(20), at(20), PRESSED, provisional=True)]
    assert acknowledgements(enrolled) == [("carla", "1")]


def test_after_the_close_neither_a_press_nor_an_open_page_adds_anything(enrolled: Site) -> None:
    enrolled.open()
    press(enrolled, 0)
    answer(enrolled, 0, 60)
    enrolled.close(60)
    before = enrolled.attendance.evidence(THIRD)
    press(enrolled, 61, person="dan")
    answer(enrolled, 60, 62)

    assert enrolled.attendance.evidence(THIRD) == before


def test_a_page_that_comes_back_by_itself_is_a_new_interval(enrolled: Site) -> None:
    press(enrolled, 0)
    answer(enrolled, 0, 5)
    answer(enrolled, 20, 25)

    assert intervals(enrolled, "carla") == [
        PresenceInterval(at(0), at(5), PRESSED),
        PresenceInterval(at(20), at(25), ANSWERED),
    ]
