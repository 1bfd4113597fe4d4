"""The list of groups, and a new one."""

from datetime import timedelta

import pytest

from balint_live.application.groups.group import LeaderLabel, Settings
from balint_live.application.identity import Identity
from balint_live.domain.credit import CreditLine, Gap, Policy
from balint_live.domain.display import ParticipantClock
from tests.integration.groups.cast import ANA, CARLA, CLEO, FIRST_START, MARA, Site
from tests.integration.groups.page import Page

NEW = "/groups/new"
TYPED = {
    "name": "  Friday   group ",
    "society": "Our Society",
    "timezone": "new york",
    "contact": "Office@Example.org",
    "planned_sessions": "6",
    "quorum": "3",
    "participant_clock": "hidden",
    "neutral_subjects": "yes",
    "zoom_url": "https://zoom.example/j/77",
    "leaders-0-name": "Dora",
    "leaders-0-email": "dora@example.org",
    "leaders-1-name": "Ana again",
    "leaders-1-email": "ANA@example.org",
}
WHOLE_HOURS = {
    "credit_lines-0-policy": "full_hour",
    "credit_lines-0-credit_type": "CE credit",
    "credit_lines-0-per_session": "1,5",
    "credit_lines-0-statement": "Approved  by\r\nthe body.\r\n",
    "credit_lines-0-grace_minutes": "10",
    "credit_lines-0-gap": "total",
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


def test_a_new_group_is_what_was_typed_in_its_normal_form(site: Site) -> None:
    mara = site.visitor(MARA)
    answer = mara.press(mara.look(NEW), "Add this group", {**TYPED, **WHOLE_HOURS})
    assert answer.status == 303
    assert answer.location.endswith("/sessions/new")
    group = site.group(answer.location.split("/")[2])
    assert group.settings == Settings(
        name="Friday group",
        society="Our Society",
        timezone="America/New_York",
        contact="office@example.org",
        planned_sessions=6,
        quorum=3,
        participant_clock=ParticipantClock.HIDDEN,
        zoom_url="https://zoom.example/j/77",
        neutral_subjects=True,
        credit_lines=(
            CreditLine(
                policy=Policy.FULL_HOUR,
                credit_type="CE credit",
                designated_quarters=6,
                statement="Approved by\nthe body.",
                grace_minutes=10,
                gap=Gap.TOTAL,
            ),
        ),
    )
    assert [(one.name, one.email) for one in group.leaders] == [
        ("Ana", "ana@example.org"),
        ("Dora", "dora@example.org"),
    ]


def test_a_form_that_says_nothing_names_every_field_that_is_missing(site: Site) -> None:
    mara = site.visitor(MARA)
    page = mara.press(mara.look(NEW), "Add this group", {"contact": ""})
    assert page.status == 422
    assert page.errors == {
        "name": "Give the group a name.",
        "timezone": "Choose a zone from the list, such as Europe/London.",
        "contact": "Say where questions are to be sent.",
        "leaders-0-name": "Name at least one leader.",
    }
    assert page.summary == (
        "Not saved yet. Please look at this again: "
        "Name of the group: Give the group a name. "
        "Time zone: Choose a zone from the list, such as Europe/London. "
        "Address for questions: Say where questions are to be sent. "
        "Name: Name at least one leader."
    )


def test_a_form_that_comes_back_keeps_what_was_typed(site: Site) -> None:
    mara = site.visitor(MARA)
    wrong = {
        **TYPED,
        **WHOLE_HOURS,
        "timezone": "Springfield",
        "contact": "nobody",
        "planned_sessions": "many",
        "quorum": "99",
        "zoom_url": "http://zoom.example/j/77",
        "leaders-0-email": "ana@example.org",
        "credit_lines-0-per_session": "1.1",
    }
    page = mara.press(mara.look(NEW), "Add this group", wrong)
    kept = {name: page.value(name) for name in wrong if name != "neutral_subjects"}
    tidied = {"name": "Friday group", "credit_lines-0-statement": "Approved by\nthe body."}
    assert kept == {**{name: wrong[name] for name in kept}, **tidied}
    assert page.ticked("neutral_subjects") == ["yes"]
    assert page.errors == {
        "timezone": "Choose a zone from the list, such as Europe/London.",
        "contact": "An email address must have an @-sign.",
        "planned_sessions": "Type a whole number from 1 to 100.",
        "quorum": "Type a whole number from 0 to 50.",
        "zoom_url": "Paste the whole address of the Zoom room; it begins with https://",
        "leaders-1-email": "This address is here twice.",
        "credit_lines-0-per_session": "Type credits in quarters, from 0 to 24, such as 1.25.",
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


def test_a_credit_without_a_name_is_blamed_and_no_credit_is_none(site: Site) -> None:
    mara = site.visitor(MARA)
    nameless = {**TYPED, "credit_lines-0-policy": "series_min", "credit_lines-0-required_sessions": "0"}
    assert mara.press(mara.look(NEW), "Add this group", nameless).errors == {
        "credit_lines-0-credit_type": "Say what the body calls this credit.",
        "credit_lines-0-required_sessions": "Type a whole number from 1 to 100.",
    }
    dropped = {**TYPED, **WHOLE_HOURS, "credit_lines-0-policy": ""}
    answer = mara.press(mara.look(NEW), "Add this group", dropped)
    assert site.group(answer.location.split("/")[2]).settings.credit_lines == ()


def test_after_the_last_session_no_next_one_is_said(site: Site) -> None:
    site.clock.set(FIRST_START + timedelta(days=60))
    [line] = site.visitor(ANA).look("/groups").main.all("li")
    assert line.all("p")[1].text == "No session planned"
