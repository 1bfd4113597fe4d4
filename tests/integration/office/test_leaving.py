from dataclasses import replace

from balint_live.application.groups.changes import Changes
from balint_live.domain.credit import CreditLine, Policy
from tests.integration.office.cast import ANA, CLEO, MARA, House, hold_first, registrant

GROUP = "/groups/tuesday"
CARLA_PAGE = "/groups/tuesday/people/carla"


def invited(house: House) -> None:
    house.services.office.invite(ANA, "tuesday")
    house.deliver()


def test_withdrawing_says_first_what_will_happen(house: House) -> None:
    invited(house)
    ana = house.visitor(ANA)

    asked = ana.look(ana.look(CARLA_PAGE).links["Withdraw …"])

    assert asked.title == "Withdraw Carla?"
    assert [each.text for each in asked.main.all("ul")[0].all("li")] == [
        "Their link and code end at once.",
        "They are told by mail that they are no longer in this group, and the coming sessions leave their calendar.",
        "What they attended stays. They can be enrolled again.",
    ]
    assert [one.enrolled for one in house.desk().registrants] == [True, True, True, True]


def test_whoever_was_invited_is_told_that_they_left(house: House) -> None:
    invited(house)
    ana = house.visitor(ANA)

    page = ana.pressed(ana.look(f"{CARLA_PAGE}/withdraw"), "Withdraw")

    assert (page.address, "Carla has left the group." in page.text) == (GROUP, True)
    assert [(due.mail.kind.value, due.mail.registrant_id) for due in house.waiting()] == [
        ("removed", "carla")
    ]
    assert [one.id for one in house.desk().enrolled] == ["dan", "otto", "priya"]


def test_whoever_was_not_invited_hears_nothing(house: House) -> None:
    ana = house.visitor(ANA)
    asked = ana.look(f"{CARLA_PAGE}/withdraw")

    ana.press(asked, "Withdraw")

    assert "No invitation has reached them, so nothing is sent to them." in asked.text
    assert house.waiting() == []


def test_they_come_back_with_a_new_link(house: House) -> None:
    ana = house.visitor(ANA)
    ana.press(ana.look(f"{CARLA_PAGE}/withdraw"), "Withdraw")
    left = ana.look(CARLA_PAGE)

    back = ana.pressed(left, "Enrol again")

    carla = house.desk().registrant("carla")
    assert carla is not None
    assert (carla.enrolled, carla.link_version) == (True, 2)
    assert "Carla has left the group. Their link opens nothing; what they attended stays." in left.text
    assert "Carla is enrolled again; their new link has not been sent yet." in back.text


def test_moving_somebody_to_another_group(house: House) -> None:
    mara = house.visitor(MARA)

    page = mara.pressed(mara.look(CARLA_PAGE), "Move", {"to": "thursday"})

    assert page.address == "/groups/thursday"
    assert "Carla is now in Thursday group and not invited there yet." in page.text
    assert [one.details.name for one in house.desk("thursday").enrolled] == ["Carla", "Finn"]
    assert [one.id for one in house.desk().enrolled] == ["dan", "otto", "priya"]


def test_whoever_is_there_already_is_not_moved(house: House) -> None:
    house.change(Changes(registrants=(registrant("carla2", "thursday"),)), "thursday")
    house.services.office.correct(MARA, "thursday", "carla2", house.desk().registrants[0].details)
    mara = house.visitor(MARA)

    page = mara.press(mara.look(CARLA_PAGE), "Move", {"to": "thursday"})

    assert (page.status, page.summary) == (
        422,
        "Carla is or was in Thursday group already. Look for them there.",
    )
    assert len(house.desk().enrolled) == 4


def test_a_leader_is_not_offered_groups_that_are_not_theirs_and_cannot_reach_them(house: House) -> None:
    ana = house.visitor(ANA)

    assert "Move" not in ana.look(CARLA_PAGE).buttons
    assert ana.post(f"{CARLA_PAGE}/move", {"to": "thursday"}).status == 404
    assert [one.id for one in house.desk("thursday").registrants] == ["finn"]


def test_erasing_takes_everything_at_once(house: House) -> None:
    hold_first(house, "carla")
    ana = house.visitor(ANA)
    asked = ana.look(f"{CARLA_PAGE}/erase")

    page = ana.pressed(asked, "Erase")

    assert "What they attended goes too (1 of 1 held)." in asked.text
    assert "Everything about Carla is erased." in page.text
    assert [one.id for one in house.desk().registrants] == ["dan", "otto", "priya"]
    assert ana.look(CARLA_PAGE).status == 404


def test_attendance_that_earns_credit_keeps_somebody_from_being_erased(house: House) -> None:
    hold_first(house, "carla")
    settings = house.desk().group.settings
    line = CreditLine(policy=Policy.FULL_HOUR, credit_type="CE")
    house.services.office.settle(MARA, "tuesday", 1, replace(settings, credit_lines=(line,)))
    ana = house.visitor(ANA)

    asked = ana.look(f"{CARLA_PAGE}/erase")
    forced = ana.post(f"{CARLA_PAGE}/erase")

    assert asked.title == "Carla cannot be erased yet"
    assert asked.buttons == []
    assert "Attendance that earns credit is kept until its date" in asked.text
    assert forced.status == 422
    assert len(house.desk().registrants) == 4


def test_nobody_else_can_make_them_leave(house: House) -> None:
    cleo = house.visitor(CLEO)

    answers = [cleo.post(f"{CARLA_PAGE}/{act}").status for act in ("withdraw", "return", "erase", "move")]

    assert answers == [404, 404, 404, 404]
    assert len(house.desk().enrolled) == 4
