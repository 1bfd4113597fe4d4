"""Who is here, while the session runs: every answer is a leader's mark, and the press says that somebody looked round."""

from balint_live.domain.timeline import LeaderMark, Mark
from tests.integration.groups.cast import ANA, BEN, MARA, Site
from tests.integration.groups.held_session import ROLL, at, begins, ends, first, marked, seen
from tests.integration.groups.page import Page


def runs(site: Site) -> None:
    """Six minutes in: Carla's page is open, Dan's was lost four minutes ago, nobody has seen Otto; Priya was sent away."""
    begins(site)
    seen(site, "carla", (-2, 6))
    seen(site, "dan", (-2, 2))
    marked(site, "priya", Mark.ABSENT, 5)
    site.clock.set(at(6))


def questions(page: Page) -> list[str]:
    return [each.text for each in page.main.all("legend")]


def marks(site: Site) -> dict[str, list[LeaderMark]]:
    return {who: list(said) for who, (_, said) in sorted(first(site).evidence.items()) if said}


def test_people_whose_page_is_not_open_come_first(site: Site) -> None:
    runs(site)
    page = site.visitor(ANA).look(ROLL)
    assert page.title == "Who is here?"
    assert questions(page) == ["Is Dan here?", "Is Otto here?", "Is Priya here?"]
    assert [each.text for each in page.main.all("h2")] == ["Dan", "Otto", "Carla", "Priya"]
    assert [each.has("checked") for each in page.main.all("input") if each.get("type") == "radio"] == [
        False
    ] * 6


def test_answers_are_marks_and_the_press_is_remembered(site: Site) -> None:
    runs(site)
    ana = site.visitor(ANA)
    typed = {"mark.dan": "present", "mark.otto": "absent", "not_here": "carla"}
    page = ana.pressed(ana.look(ROLL), "Confirm roll, 1 here", typed)
    assert marks(site) == {
        "carla": [LeaderMark(Mark.ABSENT, at(6))],
        "dan": [LeaderMark(Mark.PRESENT, at(6))],
        "otto": [LeaderMark(Mark.ABSENT, at(6))],
        "priya": [LeaderMark(Mark.ABSENT, at(5))],
    }
    opening = first(site).opening
    assert (opening and opening.by, opening and opening.at) == ("ana", at(6))
    assert "The roll was confirmed by Ana at 19:06." in page.text
    assert page.buttons == ["Save, 1 here"]


def test_nothing_answered_marks_nobody(site: Site) -> None:
    runs(site)
    ana = site.visitor(ANA)
    ana.press(ana.look(ROLL), "Confirm roll, 1 here")
    assert list(marks(site)) == ["priya"]


def test_the_first_confirmation_stands(site: Site) -> None:
    runs(site)
    ana, ben = site.visitor(ANA), site.visitor(BEN)
    ana.press(ana.look(ROLL), "Confirm roll, 1 here")
    site.clock.set(at(8))
    ben.press(ben.look(ROLL), "Save, 1 here", {"mark.dan": "present"})
    opening = first(site).opening
    assert (opening and opening.by, opening and opening.at) == ("ana", at(6))
    assert marks(site)["dan"] == [LeaderMark(Mark.PRESENT, at(8))]


def test_a_coordinator_looks_on(site: Site) -> None:
    runs(site)
    mara = site.visitor(MARA)
    page = mara.look(ROLL)
    assert (page.main.all("form"), page.main.all("p")[1].text) == (
        [],
        "While a session runs, its leaders say who is here.",
    )
    refused = mara.post(ROLL, {"roll_call": "opening", "mark.dan": "present"})
    assert (refused.status, refused.summary) == (422, "While a session runs, its leaders say who is here.")
    assert (first(site).opening, list(marks(site))) == (None, ["priya"])


def test_a_mark_for_nobody_of_the_group_is_refused(site: Site) -> None:
    runs(site)
    refused = site.visitor(ANA).post(ROLL, {"roll_call": "opening", "mark.finn": "present"})
    assert (refused.status, refused.summary) == (422, "That person is not enrolled in this group.")
    assert first(site).opening is None


def test_ended_meanwhile_it_says_so_and_shows_the_whole_roll(site: Site) -> None:
    runs(site)
    ana = site.visitor(ANA)
    page = ana.look(ROLL)
    ends(site)
    for typed in ({}, {"mark.dan": "present"}):
        refused = ana.press(page, "Confirm roll, 1 here", typed)
        assert (refused.status, refused.summary) == (422, "The session has ended.")
        assert refused.title == "Attendance, not yet confirmed"
    assert list(marks(site)) == ["priya"]
