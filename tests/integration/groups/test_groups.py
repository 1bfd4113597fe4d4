"""The list of groups, and a new one."""

from datetime import timedelta

import pytest

from balint_live.application.groups.group import LeaderLabel, Settings
from balint_live.application.identity import Identity
from tests.integration.groups.cast import ANA, CARLA, CLEO, FIRST_START, MARA, Site
from tests.integration.groups.page import Page

NEW = "/groups/new"
TYPED = {
    "name": "  Friday   group ",
    "timezone": "new york",
    "leaders-0-name": "Dora",
    "leaders-0-email": "dora@example.org",
    "leaders-1-name": "Ana again",
    "leaders-1-email": "ANA@example.org",
}


def names(page: Page) -> list[str]:
    return [each.text for each in page.main.all("a") if "group-name" in each.get("class")]


@pytest.mark.parametrize(
    ("who", "seen"), [(MARA, ["Thursday group", "Tuesday group"]), (CLEO, ["Thursday group"])]
)
def test_everybody_sees_the_groups_they_may_look_after(site: Site, who: Identity, seen: list[str]) -> None:
    assert names(site.visitor(who).look("/groups")) == seen


def test_a_line_says_when_the_next_session_is_and_who_is_in_it(site: Site) -> None:
    [line] = site.visitor(ANA).look("/groups").main.all("li")
    assert line.text == (
        "Tuesday group The Balint Society Next session: Tuesday 10 March 2026, 19:00 in London "
        "Leaders: Ana, Ben · 4 participants"
    )


def test_or_that_none_is_planned(site: Site) -> None:
    [line] = site.visitor(CLEO).look("/groups").main.all("li")
    assert line.text == "Thursday group The Balint Society No session planned Leaders: Cleo · 1 participant"


def test_only_coordinators_are_offered_to_add_groups_and_people(site: Site) -> None:
    ways = {"Add a group": "/groups/new", "People who sign in": "/staff"}
    assert ways.items() <= site.visitor(MARA).look("/groups").links.items()
    assert list(site.visitor(CLEO).look("/groups").links) == ["Thursday group"]


@pytest.mark.parametrize("who", [None, CARLA])
def test_there_is_no_list_for_anybody_else(site: Site, who: Identity | None) -> None:
    assert site.visitor(who).look("/groups").status == 404


def test_a_leader_without_a_group_reads_what_will_happen(site: Site) -> None:
    site.services.groups.add_leader(MARA, "thursday", "Dora", "dora@example.org", LeaderLabel.LEADER)
    site.services.groups.remove_leader(MARA, "thursday", "cleo")
    page = site.visitor(CLEO).look("/groups")
    assert page.text == (
        "Your groups No groups yet. When your society's office makes you a leader of a group, you'll see it here."
    )


def test_from_the_thirteenth_group_on_there_is_a_search(site: Site) -> None:
    mara = site.visitor(MARA)
    for number in range(11):
        settings = Settings(
            name=f"Group {number:02}", society="Elsewhere", timezone="UTC", contact="a@example.org"
        )
        site.services.groups.create(MARA, settings, [("Ben", "ben@example.org")])
    assert len(names(mara.look("/groups"))) == 13
    assert names(mara.look("/groups?q=ELSE+07")) == ["Group 07"]
    assert names(mara.look("/groups?q=cleo")) == ["Thursday group"]
    assert mara.look("/groups?q=nowhere").text.endswith("Show all groups Add a group People who sign in")
    assert [each.get("name") for each in mara.look("/groups").main.all("input")] == ["q"]
    assert site.visitor(ANA).look("/groups").main.all("input") == []


@pytest.mark.parametrize("who", [None, CARLA, ANA])
def test_only_coordinators_see_the_form_for_a_new_group(site: Site, who: Identity | None) -> None:
    assert site.visitor(who).look(NEW).status == 404


def test_and_only_their_press_adds_one(site: Site) -> None:
    ana = site.visitor(ANA)
    token = ana.look("/groups/tuesday/leaders").value("csrf_token")
    assert ana.post(NEW, {**TYPED, "csrf_token": token}).status == 404
    assert [one.name for one in site.services.groups.overview(MARA)] == ["Thursday group", "Tuesday group"]


def test_a_new_group_is_what_was_typed_and_otherwise_as_groups_usually_are(site: Site) -> None:
    mara = site.visitor(MARA)
    answer = mara.press(mara.look(NEW), "Add this group", TYPED)
    assert answer.status == 303
    assert answer.location.endswith("/sessions/new")
    group = site.group(answer.location.split("/")[2])
    assert group.settings == Settings(
        name="Friday group", society="", timezone="America/New_York", contact="mara@example.org"
    )
    assert [(one.name, one.email) for one in group.leaders] == [
        ("Ana", "ana@example.org"),
        ("Dora", "dora@example.org"),
    ]


def test_a_form_that_says_nothing_names_every_field_that_is_missing(site: Site) -> None:
    mara = site.visitor(MARA)
    page = mara.press(mara.look(NEW), "Add this group")
    assert page.status == 422
    assert page.errors == {
        "name": "Give the group a name.",
        "timezone": "Choose a zone from the list, such as Europe/London.",
        "leaders-0-name": "Name at least one leader.",
    }
    assert page.summary == (
        "Not saved yet. Please look at this again: "
        "Name of the group: Give the group a name. "
        "Time zone: Choose a zone from the list, such as Europe/London. "
        "Name: Name at least one leader."
    )


def test_a_form_that_comes_back_keeps_what_was_typed(site: Site) -> None:
    mara = site.visitor(MARA)
    wrong = {**TYPED, "timezone": "Springfield", "leaders-0-email": "ana@example.org"}
    page = mara.press(mara.look(NEW), "Add this group", wrong)
    assert {name: page.value(name) for name in wrong} == {**wrong, "name": "Friday group"}
    assert page.errors == {
        "timezone": "Choose a zone from the list, such as Europe/London.",
        "leaders-1-email": "This address is here twice.",
    }
    assert [one.name for one in site.services.groups.overview(MARA)] == ["Thursday group", "Tuesday group"]


def test_another_leader_is_a_press_that_adds_a_row_and_keeps_the_rest(site: Site) -> None:
    mara = site.visitor(MARA)
    page = mara.press(mara.look(NEW), "Another leader", {"name": "Friday group"})
    assert (page.status, page.value("name")) == (200, "Friday group")
    assert [each.get("name") for each in page.main.all("input") if each.get("name").endswith("-email")] == [
        "leaders-0-email",
        "leaders-1-email",
        "leaders-2-email",
    ]


def test_half_a_leader_is_none(site: Site) -> None:
    mara = site.visitor(MARA)
    half = {**TYPED, "leaders-0-email": "", "leaders-1-name": ""}
    assert mara.press(mara.look(NEW), "Add this group", half).errors == {
        "leaders-0-email": "Type this leader’s address.",
        "leaders-1-name": "Type this leader’s name.",
    }


def test_after_the_last_session_no_next_one_is_said(site: Site) -> None:
    site.clock.set(FIRST_START + timedelta(days=60))
    [line] = site.visitor(ANA).look("/groups").main.all("li")
    assert line.all("p")[1].text == "No session planned"
