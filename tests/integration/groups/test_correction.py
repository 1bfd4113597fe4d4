"""Corrections of a confirmed record: added and never overwritten, and refused with a sentence where they cannot be."""

from typing import Any

import pytest

from balint_live.domain.roll import Correction, CorrectionReason
from tests.integration.groups.cast import ANA, BEN, FIRST, TUESDAY, Site
from tests.integration.groups.held_session import ROLL, at, ends, first, recorded, seen

ADD = "Add this correction"
CARLA = f"{ROLL}/carla"
PHONE = {"reason": "joined_by_phone"}


@pytest.fixture
def held_session(site: Site) -> Site:
    """Confirmed: Carla from 19:12 to the end, nobody else."""
    seen(site, "carla", (12, 90))
    ends(site)
    site.services.attendance_service.confirm(ANA, TUESDAY, FIRST, {})
    return site


def test_the_form_begins_with_what_the_record_says(held_session: Site) -> None:
    ana = held_session.visitor(ANA)
    page = ana.look(ana.look(ROLL).links["Correct … Carla"])
    assert page.main.all("p")[1].text == "The record says: here 19:12–20:30."
    times = [each.get("value") for each in page.main.all("input") if each.get("name") in ("join", "leave")]
    assert times == ["19:12:00", "20:30:00", "", ""]


def test_a_correction_is_added_with_who_when_and_why(held_session: Site) -> None:
    ben = held_session.visitor(BEN)
    page = ben.pressed(ben.look(CARLA), ADD, {"join": ["19:00", ""], "leave": ["20:30:00", ""], **PHONE})
    assert recorded(held_session)["carla"] == [(0, 90)]
    assert first(held_session).corrections == (
        Correction(
            "carla",
            1,
            held_session.clock.now(),
            "ben",
            CorrectionReason.JOINED_BY_PHONE,
            ((at(12), at(90)),),
            ((at(0), at(90)),),
        ),
    )
    assert page.main.all("li")[-1].text == (
        "Carla Joined by phone, without a page 19:12:00–20:30:00 → 19:00:00–20:30:00 "
        "By Ben, Tuesday 10 March 2026, 20:31"
    )


def test_a_stretch_can_be_added_and_everything_taken_away(held_session: Site) -> None:
    ana = held_session.visitor(ANA)
    ana.press(
        ana.look(f"{ROLL}/dan"),
        ADD,
        {"join": "19:10:05", "leave": "19:20", "reason": "shared_device"},
    )
    assert recorded(held_session)["dan"] == [(10 + 5 / 60, 20)]
    ana.press(
        ana.look(f"{ROLL}/dan"),
        ADD,
        {"join": ["", ""], "leave": ["", ""], "reason": "wrong_name"},
    )
    assert recorded(held_session)["dan"] == []
    assert [each.reason for each in first(held_session).corrections] == ["shared_device", "wrong_name"]


def test_two_leaders_do_not_undo_each_other_unseen(held_session: Site) -> None:
    ana, ben = held_session.visitor(ANA), held_session.visitor(BEN)
    shown = ana.look(CARLA)
    ben.press(ben.look(CARLA), ADD, {"join": ["19:05", ""], **PHONE})
    again = ana.press(shown, ADD, {"join": ["19:08", ""], "reason": "leader_error"})
    assert (again.status, again.summary) == (422, "The record has changed since. Please look again.")
    assert again.main.all("p")[2].text == "The record says: here 19:05–20:30."
    assert (again.main.all("input")[2].get("value"), again.ticked("reason")) == ("19:08", ["leader_error"])
    assert recorded(held_session)["carla"] == [(5, 90)]
    ana.press(again, ADD)
    assert recorded(held_session)["carla"] == [(8, 90)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"join": ["18:40", ""]}, "That lies outside the session."),
        ({"leave": ["20:30:01", ""]}, "That lies outside the session."),
        ({"join": ["20:00", ""], "leave": ["19:50", ""]}, "A stretch of presence ends after it begins."),
        ({"join": ["20:00", ""], "leave": ["20:00", ""]}, "A stretch of presence ends after it begins."),
        ({}, "That is what the record says already."),
        ({"before": ""}, "The record has changed since. Please look again."),
        ({"before": "0-1"}, "The record has changed since. Please look again."),
        ({"before": "none"}, "The record has changed since. Please look again."),
    ],
    ids=[
        "before",
        "after",
        "backwards",
        "empty",
        "nothing",
        "no record",
        "another record",
        "nobody's record",
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    held_session: Site, typed: dict[str, Any], sentence: str
) -> None:
    ana = held_session.visitor(ANA)
    page = ana.press(ana.look(CARLA), ADD, {**typed, **PHONE})
    assert (page.status, page.summary, page.ticked("reason")) == (422, sentence, ["joined_by_phone"])
    assert (recorded(held_session)["carla"], first(held_session).corrections) == ([(12, 90)], ())


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"join": ["noon", ""]}, {"join-1": "Type the time in 24 hours, such as 19:00 or 19:00:30."}),
        ({"leave": ["", ""]}, {"leave-1": "Type both times of a line, or neither."}),
        ({"join": ["19:12", "20:40"]}, {"leave-2": "Type both times of a line, or neither."}),
    ],
)
def test_a_field_that_needs_another_look_is_named(
    held_session: Site, typed: dict[str, Any], errors: dict[str, str]
) -> None:
    ana = held_session.visitor(ANA)
    page = ana.press(ana.look(CARLA), ADD, {**typed, **PHONE})
    wrong = {
        each.get("id"): each.get("id") + "-error"
        for each in page.main.all("input")
        if each.has("aria-invalid")
    }
    said = {each.get("id"): each.text for each in page.main.all("p")}
    assert (page.status, {field: said[error] for field, error in wrong.items()}) == (422, errors)
    assert first(held_session).corrections == ()


def test_out_of_date_is_said_first_and_with_it_what_else_needs_another_look(held_session: Site) -> None:
    ana = held_session.visitor(ANA)
    page = ana.press(ana.look(CARLA), ADD, {"before": "none", "join": ["noon", ""]})
    assert (page.status, page.summary) == (
        422,
        "The record has changed since. Please look again. "
        "Here from, line 1: Type the time in 24 hours, such as 19:00 or 19:00:30. "
        "Reason: Choose one from the list.",
    )
    assert page.value("before") != "none"
    assert first(held_session).corrections == ()


@pytest.mark.parametrize("reason", [None, "was tired"], ids=["none", "not on the list"])
def test_a_reason_is_one_of_the_list(held_session: Site, reason: str | None) -> None:
    ana = held_session.visitor(ANA)
    shown = ana.look(CARLA)
    data = {"join": "19:00", "leave": "20:30", "before": shown.value("before"), "reason": reason or ""}
    page = ana.post(CARLA, data)
    assert (page.status, page.main.all("li")[0].text) == (422, "Reason: Choose one from the list.")
    assert first(held_session).corrections == ()


def test_before_the_roll_is_confirmed_there_is_nothing_to_correct(site: Site) -> None:
    seen(site, "carla", (12, 90))
    ends(site)
    ana = site.visitor(ANA)
    for page, status in ((ana.look(CARLA), 200), (ana.post(CARLA, {"before": "none", **PHONE}), 422)):
        said = "Attendance is not confirmed yet; there is nothing to correct."
        assert (page.status, page.main.all("p")[1].text, page.buttons) == (status, said, [])


def test_somebody_who_is_not_on_the_roll_is_told_apart_from_somebody_nobody_knows(held_session: Site) -> None:
    ana = held_session.visitor(ANA)
    new = ana.pressed(
        ana.look("/groups/tuesday/people/new"),
        "Add to the group",
        {"name": "Erin", "email": "erin@example.org"},
    )
    assert new.status == 200
    erin = next(one.id for one in held_session.group().registrants if one.details.name == "Erin")
    refused = ana.post(f"{ROLL}/{erin}", {"before": "none", "join": "19:00", "leave": "20:00", **PHONE})
    assert (refused.status, refused.main.all("p")[1].text) == (
        422,
        "Erin is not on the roll of this session.",
    )
    assert ana.look(f"{ROLL}/nobody").status == 404
    assert ana.post(f"{ROLL}/nobody").status == 404
