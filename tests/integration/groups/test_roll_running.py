"""Who is here, while the session runs: every answer is a leader's mark, and the press says that somebody looked round."""

from balint_live.domain.timeline import LeaderMark, Mark
from tests.integration.groups.cast import ANA, BEN, MARA, House
from tests.integration.groups.evening import ROLL, at, begins, ends, first, marked, seen
from tests.integration.groups.page import Page


def runs(house: House) -> None:
    """Six minutes in: Carla's page is open, Dan's was lost four minutes ago, nobody has seen Otto; Priya was sent away."""
    begins(house)
    seen(house, "carla", (-2, 6))
    seen(house, "dan", (-2, 2))
    marked(house, "priya", Mark.ABSENT, 5)
    house.clock.set(at(6))


def questions(page: Page) -> list[str]:
    return [each.text for each in page.main.all("legend")]


def marks(house: House) -> dict[str, list[LeaderMark]]:
    return {who: list(said) for who, (_, said) in sorted(first(house).evidence.items()) if said}


def test_people_whose_page_is_not_open_come_first(house: House) -> None:
    runs(house)
    page = house.visitor(ANA).look(ROLL)
    assert page.title == "Who is here?"
    assert questions(page) == ["Is Dan here?", "Is Otto here?", "Is Priya here?"]
    assert [each.text for each in page.main.all("h2")] == ["Dan", "Otto", "Carla", "Priya"]
    assert [each.has("checked") for each in page.main.all("input") if each.get("type") == "radio"] == [
        False
    ] * 6


def test_answers_are_marks_and_the_press_is_remembered(house: House) -> None:
    runs(house)
    ana = house.visitor(ANA)
    typed = {"mark.dan": "present", "mark.otto": "absent", "not_here": "carla"}
    page = ana.pressed(ana.look(ROLL), "Confirm roll, 1 here", typed)
    assert marks(house) == {
        "carla": [LeaderMark(Mark.ABSENT, at(6))],
        "dan": [LeaderMark(Mark.PRESENT, at(6))],
        "otto": [LeaderMark(Mark.ABSENT, at(6))],
        "priya": [LeaderMark(Mark.ABSENT, at(5))],
    }
    opening = first(house).opening
    assert (opening and opening.by, opening and opening.at) == ("ana", at(6))
    assert "The roll was confirmed by Ana at 19:06." in page.text
    assert page.buttons == ["Save, 1 here"]


def test_nothing_answered_marks_nobody(house: House) -> None:
    runs(house)
    ana = house.visitor(ANA)
    ana.press(ana.look(ROLL), "Confirm roll, 1 here")
    assert list(marks(house)) == ["priya"]


def test_the_first_confirmation_stands(house: House) -> None:
    runs(house)
    ana, ben = house.visitor(ANA), house.visitor(BEN)
    ana.press(ana.look(ROLL), "Confirm roll, 1 here")
    house.clock.set(at(8))
    ben.press(ben.look(ROLL), "Save, 1 here", {"mark.dan": "present"})
    opening = first(house).opening
    assert (opening and opening.by, opening and opening.at) == ("ana", at(6))
    assert marks(house)["dan"] == [LeaderMark(Mark.PRESENT, at(8))]


def test_a_coordinator_looks_on(house: House) -> None:
    runs(house)
    mara = house.visitor(MARA)
    page = mara.look(ROLL)
    assert (page.main.all("form"), page.main.all("p")[1].text) == (
        [],
        "While a session runs, its leaders say who is here.",
    )
    refused = mara.post(ROLL, {"roll_call": "opening", "mark.dan": "present"})
    assert (refused.status, refused.summary) == (422, "While a session runs, its leaders say who is here.")
    assert (first(house).opening, list(marks(house))) == (None, ["priya"])


def test_a_mark_for_nobody_of_the_group_is_refused(house: House) -> None:
    runs(house)
    refused = house.visitor(ANA).post(ROLL, {"roll_call": "opening", "mark.finn": "present"})
    assert (refused.status, refused.summary) == (422, "That person is not enrolled in this group.")
    assert first(house).opening is None


def test_ended_meanwhile_it_says_so_and_shows_the_whole_roll(house: House) -> None:
    runs(house)
    ana = house.visitor(ANA)
    page = ana.look(ROLL)
    ends(house)
    for typed in ({}, {"mark.dan": "present"}):
        refused = ana.press(page, "Confirm roll, 1 here", typed)
        assert (refused.status, refused.summary) == (422, "The session has ended.")
        assert refused.title == "Attendance, not yet confirmed"
    assert list(marks(house)) == ["priya"]
