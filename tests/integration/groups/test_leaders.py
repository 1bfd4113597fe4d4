"""Who leads a group, and who signs in at all."""

import pytest

from balint_live.application.groups.group import Staff
from balint_live.application.identity import Identity
from tests.integration.groups.cast import ANA, BEN, CARLA, CLEO, MARA, Site

LEADERS = "/groups/tuesday/leaders"
ADD = "Add this leader"


def leaders(site: Site) -> list[tuple[str, str, str]]:
    return [(one.name, one.email, one.label.value) for one in site.group().leaders]


def test_a_leader_adds_another_one(site: Site) -> None:
    ana = site.visitor(ANA)
    typed = {"name": "Dora", "email": "Dora@Example.org", "label": "co_leader"}
    page = ana.pressed(ana.look(LEADERS), ADD, typed)
    assert page.text.startswith("Dora leads this group.")
    assert leaders(site) == [
        ("Ana", "ana@example.org", "leader"),
        ("Ben", "ben@example.org", "leader"),
        ("Dora", "dora@example.org", "co_leader"),
    ]


def test_somebody_who_signs_in_already_keeps_their_name(site: Site) -> None:
    ana = site.visitor(ANA)
    page = ana.pressed(
        ana.look(LEADERS), ADD, {"name": "C.", "email": "cleo@example.org", "label": "faculty"}
    )
    assert page.text.startswith("Cleo leads this group.")
    assert leaders(site)[2] == ("Cleo", "cleo@example.org", "faculty")
    assert site.visitor(CLEO).look("/groups/tuesday/settings").status == 200


def test_adding_a_leader_again_changes_what_they_are_called(site: Site) -> None:
    ana = site.visitor(ANA)
    ana.press(ana.look(LEADERS), ADD, {"name": "Ben", "email": "ben@example.org", "label": "faculty"})
    assert leaders(site)[1] == ("Ben", "ben@example.org", "faculty")


def test_half_a_leader_comes_back_as_typed(site: Site) -> None:
    ana = site.visitor(ANA)
    page = ana.press(ana.look(LEADERS), ADD, {"name": "", "email": "dora", "label": "co_leader"})
    assert page.status == 422
    assert page.errors == {
        "name": "Type this leader’s name.",
        "email": "An email address must have an @-sign.",
    }
    assert (page.value("email"), page.value("label")) == ("dora", "co_leader")


def test_a_removed_leader_no_longer_sees_the_group(site: Site) -> None:
    ana, ben = site.visitor(ANA), site.visitor(BEN)
    page = ana.pressed(ana.look(LEADERS), "Remove Ben")
    assert page.text.startswith("Ben no longer leads Tuesday group.")
    assert [one.name for one in site.group().leaders] == ["Ana"]
    assert ben.look(LEADERS).status == 404


def test_who_removes_themself_is_led_out_of_the_group(site: Site) -> None:
    ben = site.visitor(BEN)
    answer = ben.press(ben.look(LEADERS), "Remove Ben")
    assert answer.location == "/groups"
    assert ben.look(LEADERS).status == 404


def test_the_last_leader_stays(site: Site) -> None:
    ana, ben = site.visitor(ANA), site.visitor(BEN)
    both = ben.look(LEADERS)
    ana.press(ana.look(LEADERS), "Remove Ana")
    page = ben.press(both, "Remove Ben")
    assert page.status == 422
    assert page.summary == "A group needs at least one leader. Add another one first."
    assert page.buttons == ["Send it to Ben", ADD]
    assert [one.name for one in site.group().leaders] == ["Ben"]


def test_removing_somebody_who_has_gone_already_is_no_mistake(site: Site) -> None:
    ana, mara = site.visitor(ANA), site.visitor(MARA)
    before = mara.look(LEADERS)
    ana.press(ana.look(LEADERS), "Remove Ben")
    assert mara.press(before, "Remove Ben").location == LEADERS


@pytest.mark.parametrize("who", [None, CARLA, CLEO])
def test_the_leaders_of_a_group_are_not_for_others(site: Site, who: Identity | None) -> None:
    assert site.visitor(who).look(LEADERS).status == 404


def test_nor_can_others_remove_them(site: Site) -> None:
    cleo = site.visitor(CLEO)
    token = cleo.look("/groups/thursday/leaders").value("csrf_token")
    assert cleo.post(f"{LEADERS}/ana/remove", {"csrf_token": token}).status == 404
    assert [one.name for one in site.group().leaders] == ["Ana", "Ben"]


def test_coordinators_see_everybody_who_signs_in(site: Site) -> None:
    page = site.visitor(MARA).look("/staff")
    assert [each.text for each in page.main.all("li")] == [
        "Ana ana@example.org Remove … Ana",
        "Ben ben@example.org Remove … Ben",
        "Cleo cleo@example.org Remove … Cleo",
        "Mara Coordinator mara@example.org Make a leader only … Mara Remove … Mara",
    ]


def test_and_add_somebody(site: Site) -> None:
    mara = site.visitor(MARA)
    page = mara.pressed(mara.look("/staff"), "Add them", {"name": "Dora", "email": "DORA@example.org"})
    assert page.text.startswith("Dora can sign in now, with a link by e-mail.")
    assert site.groups.by_email("dora@example.org") == Staff(
        id="new-1", name="Dora", email="dora@example.org", coordinator=False
    )


def test_or_make_somebody_a_coordinator(site: Site) -> None:
    mara = site.visitor(MARA)
    typed = {"name": "Ana", "email": "ana@example.org", "coordinator": "yes"}
    page = mara.pressed(mara.look("/staff"), "Add them", typed)
    assert page.text.startswith("Ana looks after all groups now.")
    assert site.visitor(ANA).look("/groups/thursday/settings").status == 200


def test_a_coordinator_is_not_made_less_by_being_added_again(site: Site) -> None:
    mara = site.visitor(MARA)
    page = mara.pressed(mara.look("/staff"), "Add them", {"name": "M.", "email": "mara@example.org"})
    assert page.text.startswith("Mara signs in with that address already.")
    assert site.groups.by_email("mara@example.org") == Staff(
        id="mara", name="Mara", email="mara@example.org", coordinator=True
    )


def test_somebody_without_an_address_is_nobody(site: Site) -> None:
    mara = site.visitor(MARA)
    page = mara.press(mara.look("/staff"), "Add them", {"coordinator": "yes"})
    assert (page.status, page.errors) == (422, {"name": "Type their name.", "email": "Type their address."})
    assert page.ticked("coordinator") == ["yes"]


@pytest.mark.parametrize("who", [None, CARLA, ANA])
def test_there_is_no_such_list_for_anybody_else(site: Site, who: Identity | None) -> None:
    assert site.visitor(who).look("/staff").status == 404


def test_nor_can_a_leader_make_coordinators(site: Site) -> None:
    ana = site.visitor(ANA)
    token = ana.look(LEADERS).value("csrf_token")
    typed = {"csrf_token": token, "name": "Ana", "email": "ana@example.org", "coordinator": "yes"}
    assert ana.post("/staff", typed).status == 404
    assert site.groups.staff(ANA) == Staff(id="ana", name="Ana", email="ana@example.org", coordinator=False)
