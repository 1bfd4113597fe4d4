"""Somebody who signs in no longer, a coordinator who is a leader only, a group that is deleted: asked first, then done."""

from datetime import timedelta

from tests.integration.groups.cast import ANA, CLEO, FIRST_END, MARA, Site, open_first
from tests.integration.groups.test_leaving import earned_credit
from tests.integration.groups.visitor import Page

GROUPS = "/groups"
STAFF = "/staff"
DELETE = "/groups/tuesday/delete"


def items(page: Page, place: int = 0) -> list[str]:
    return [each.text for each in page.main.all("ul")[place].all("li")]


def everyone(site: Site) -> list[tuple[str, bool]]:
    return [(one.id, one.coordinator) for one in site.groups.everyone(MARA)]


def test_removing_a_leader_says_first_what_will_go(site: Site) -> None:
    mara = site.visitor(MARA)

    asked = mara.look(mara.look(STAFF).links["Remove … Ana"])

    assert (asked.title, asked.buttons) == ("Remove Ana?", ["Remove"])
    assert items(asked) == [
        "Their account: name, address (ana@example.org) and every login, on whatever device.",
        "Their place as a leader of 1 group: Tuesday group.",
        "If their page is open, it closes, in a running session too.",
    ]
    assert len(everyone(site)) == 4


def test_a_removed_leader_signs_in_no_longer(site: Site) -> None:
    mara, ana = site.visitor(MARA), site.visitor(ANA)
    assert ana.look(GROUPS).status == 200

    page = mara.pressed(mara.look(f"{STAFF}/ana/remove"), "Remove")

    assert page.address == STAFF
    assert page.text.startswith("Ana signs in no longer. Their name and address are gone.")
    assert everyone(site) == [("ben", False), ("cleo", False), ("mara", True)]
    assert ana.look(GROUPS).status == 404
    assert mara.look(f"{STAFF}/ana/remove").status == 404


def test_the_last_leader_of_a_group_that_still_meets_stays(site: Site) -> None:
    mara = site.visitor(MARA)
    asked = mara.look(f"{STAFF}/ben/remove")
    mara.press(mara.look(f"{STAFF}/ana/remove"), "Remove")
    why = (
        "Ben is the only leader of Tuesday group, which still meets."
        " Add another leader there first, or cancel its sessions."
    )

    page = mara.press(asked, "Remove")
    again = mara.look(f"{STAFF}/ben/remove")

    assert (page.status, page.summary) == (422, why)
    assert (again.status, again.summary, again.buttons) == (200, why, [])
    assert everyone(site) == [("ben", False), ("cleo", False), ("mara", True)]


def test_the_last_coordinator_stays_one(site: Site) -> None:
    mara = site.visitor(MARA)
    why = "Mara is the only coordinator. Make somebody else one first."
    pages = [mara.look(f"{STAFF}/mara/{act}") for act in ("remove", "demote")]
    presses = [mara.post(f"{STAFF}/mara/{act}") for act in ("remove", "demote")]

    assert [(page.summary, page.buttons) for page in pages] == [(why, []), (why, [])]
    assert [(page.status, page.summary) for page in presses] == [(422, why), (422, why)]
    assert everyone(site)[3] == ("mara", True)


def test_a_coordinator_is_made_a_leader_only(site: Site) -> None:
    mara = site.visitor(MARA)
    mara.press(
        mara.look(STAFF), "Add them", {"name": "Cleo", "email": "cleo@example.org", "coordinator": "y"}
    )

    asked = mara.look(mara.look(STAFF).links["Make a leader only … Cleo"])
    page = mara.pressed(asked, "Make them a leader only")

    assert items(asked) == [
        "They no longer coordinate all groups: they cannot add or delete groups, or say who signs in.",
        "They still lead 1 group: Thursday group.",
        "They go on signing in as before.",
    ]
    assert page.text.startswith("Cleo no longer looks after all groups.")
    cleo = site.visitor(CLEO)
    assert [cleo.look(each).status for each in (GROUPS, STAFF, "/groups/tuesday")] == [200, 404, 404]


def test_a_leader_cannot_be_made_less(site: Site) -> None:
    page = site.visitor(MARA).look(f"{STAFF}/ana/demote")

    assert (page.summary, page.buttons) == ("Ana is not a coordinator.", [])


def test_who_removes_themself_is_signed_out(site: Site) -> None:
    mara = site.visitor(MARA)
    mara.press(
        mara.look(STAFF), "Add them", {"name": "Cleo", "email": "cleo@example.org", "coordinator": "y"}
    )

    asked = mara.look(f"{STAFF}/mara/remove")
    page = mara.press(asked, "Remove")

    assert (asked.title, page.location) == ("Remove yourself?", "/sign-in")
    assert mara.look(GROUPS).status == 404
    assert [one.id for one in site.groups.everyone(CLEO)] == ["ana", "ben", "cleo"]


def test_deleting_a_group_says_first_what_goes_and_what_stays(site: Site) -> None:
    earned_credit(site)
    mara = site.visitor(MARA)

    asked = mara.look(mara.look("/groups/tuesday/settings").links["Delete this group …"])

    assert (asked.title, asked.buttons) == ("Delete Tuesday group?", ["Delete the group"])
    assert items(asked) == [
        "The group with its settings, its session plans and its e-mails.",
        "4 people who are or were enrolled: names, addresses, links and codes.",
        "Its sessions, with everybody’s attendance: 1 held, 1 to come."
        " Cancel the coming ones first if you want them removed from people’s calendars.",
    ]
    assert items(asked, 1) == [
        "1 person has earned credit. One statement of attendance is kept for them, until Wednesday 7 April 2032,"
        " because auditors may ask for it. You'll see their codes after you delete it.",
        "The leaders’ own accounts (Ana, Ben), which may lead other groups.",
    ]
    assert "One last e-mail tells each of 4 people." in asked.text
    assert len(site.group().registrants) == 4


def test_a_deleted_group_leaves_the_codes_of_what_stays(site: Site) -> None:
    earned_credit(site)
    mara = site.visitor(MARA)

    page = mara.press(mara.look(DELETE), "Delete the group")

    assert (page.status, page.title) == (200, "Tuesday group is deleted")
    assert "4 people and everything about them are erased with it. 4 are told by e-mail." in page.text
    [row] = page.main.all("tbody")[0].all("tr")
    code = row.all("code")[0].text
    assert row.text == f"Carla {code} Wednesday 7 April 2032"
    stays = site.services.statement_services.statements.store.statement(code.replace("-", ""))
    assert stays is not None
    assert (stays.name, stays.group_id, stays.registrant_id) == ("Carla", None, None)
    assert sorted(due.mail.address or "" for due in site.waiting()) == [
        f"{name}@example.org" for name in ("carla", "dan", "otto", "priya")
    ]
    assert mara.look("/groups/tuesday").status == 404
    assert site.visitor(ANA).look(GROUPS).status == 200


def test_attendance_nobody_confirmed_is_counted(site: Site) -> None:
    earned_credit(site)
    site.database.write(lambda session: session.connection().exec_driver_sql("DELETE FROM rolls"))

    asked = site.visitor(MARA).look(DELETE)

    assert items(asked)[3] == "1 session was held and its attendance never confirmed: it earns nobody credit."
    assert items(asked, 1)[0].startswith("Nobody has earned credit, so all that stays of the people")


def test_a_group_whose_session_runs_is_not_deleted(site: Site) -> None:
    mara = site.visitor(MARA)
    asked = mara.look(DELETE)
    open_first(site)
    site.clock.set(FIRST_END - timedelta(minutes=5))
    why = "A session of this group is running. End the session first."

    page = mara.press(asked, "Delete the group")
    again = mara.look(DELETE)

    assert [(each.status, each.summary, each.buttons) for each in (page, again)] == [
        (422, why, []),
        (200, why, []),
    ]
    assert len(site.group().registrants) == 4


def test_a_leader_is_not_offered_to_delete_their_group(site: Site) -> None:
    ana = site.visitor(ANA)

    assert "Delete this group …" not in ana.look("/groups/tuesday/settings").links
    assert [ana.look(DELETE).status, ana.post(DELETE).status] == [404, 404]
    assert len(site.group().registrants) == 4
