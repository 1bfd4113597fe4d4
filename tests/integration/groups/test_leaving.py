from dataclasses import replace
from datetime import timedelta

from balint_live.application.groups.changes import Changes
from balint_live.application.groups.group import Registrant
from balint_live.domain.credit import CreditLine, Policy
from balint_live.domain.names import in_blocks
from tests.integration.groups.cast import ANA, CLEO, FIRST, FIRST_END, MARA, Site, hold_first, registrant

GROUP = "/groups/tuesday"
CARLA_PAGE = "/groups/tuesday/people/carla"


def invited(site: Site) -> None:
    site.services.groups.invite(ANA, "tuesday")
    site.deliver()


def earned_credit(site: Site) -> None:
    """Carla, in the first session, whose roll is confirmed."""
    line = CreditLine(policy=Policy.FULL_HOUR, credit_type="CE")
    settings = replace(site.group().settings, credit_lines=(line,))
    site.services.groups.change_settings(MARA, "tuesday", 1, settings)
    hold_first(site, "carla")
    site.clock.set(FIRST_END + timedelta(minutes=5))
    site.services.attendance_service.confirm(ANA, "tuesday", FIRST, {})


def test_withdrawing_says_first_what_will_happen(site: Site) -> None:
    invited(site)
    ana = site.visitor(ANA)

    asked = ana.look(ana.look(CARLA_PAGE).links["Withdraw …"])

    assert asked.title == "Withdraw Carla?"
    assert [each.text for each in asked.main.all("ul")[0].all("li")] == [
        "Their link and code end at once.",
        "An e-mail tells them that they are no longer in this group, and the coming sessions leave their calendar.",
        "What they attended stays. They can be enrolled again.",
    ]
    assert [one.enrolled for one in site.group().registrants] == [True, True, True, True]


def test_whoever_was_invited_is_told_that_they_left(site: Site) -> None:
    invited(site)
    ana = site.visitor(ANA)

    page = ana.pressed(ana.look(f"{CARLA_PAGE}/withdraw"), "Withdraw")

    assert (page.address, "Carla has left the group." in page.text) == (GROUP, True)
    assert [(due.mail.kind.value, due.mail.registrant_id) for due in site.waiting()] == [("removed", "carla")]
    assert [one.id for one in site.group().enrolled] == ["dan", "otto", "priya"]


def test_whoever_was_not_invited_hears_nothing(site: Site) -> None:
    ana = site.visitor(ANA)
    asked = ana.look(f"{CARLA_PAGE}/withdraw")

    ana.press(asked, "Withdraw")

    assert "No invitation has reached them, so nothing is sent to them." in asked.text
    assert site.waiting() == []


def test_they_come_back_with_a_new_link(site: Site) -> None:
    ana = site.visitor(ANA)
    ana.press(ana.look(f"{CARLA_PAGE}/withdraw"), "Withdraw")
    left = ana.look(CARLA_PAGE)

    back = ana.pressed(left, "Enrol again")

    carla = site.group().registrant("carla")
    assert carla is not None
    assert (carla.enrolled, carla.link_version) == (True, 2)
    assert "Carla has left the group. Their link no longer works; what they attended stays." in left.text
    assert "Carla is enrolled again; their new link has not been sent yet." in back.text


def test_moving_somebody_to_another_group(site: Site) -> None:
    mara = site.visitor(MARA)

    page = mara.pressed(mara.look(CARLA_PAGE), "Move", {"to": "thursday"})

    assert page.address == "/groups/thursday"
    assert "Carla is now in Thursday group and not invited there yet." in page.text
    assert [one.details.name for one in site.group("thursday").enrolled] == ["Carla", "Finn"]
    assert [one.id for one in site.group().enrolled] == ["dan", "otto", "priya"]


def test_whoever_is_there_already_is_not_moved(site: Site) -> None:
    site.change(Changes(registrants=(registrant("carla2", "thursday"),)), "thursday")
    site.services.groups.correct(MARA, "thursday", "carla2", site.group().registrants[0].details)
    mara = site.visitor(MARA)

    page = mara.press(mara.look(CARLA_PAGE), "Move", {"to": "thursday"})

    assert (page.status, page.summary) == (
        422,
        "Carla is or was in Thursday group already. Look for them there.",
    )
    assert len(site.group().enrolled) == 4


def test_a_leader_is_not_offered_groups_that_are_not_theirs_and_cannot_reach_them(site: Site) -> None:
    ana = site.visitor(ANA)

    assert "Move" not in ana.look(CARLA_PAGE).buttons
    assert ana.post(f"{CARLA_PAGE}/move", {"to": "thursday"}).status == 404
    assert [one.id for one in site.group("thursday").registrants] == ["finn"]


def test_erasing_takes_everything_at_once(site: Site) -> None:
    hold_first(site, "carla")
    ana = site.visitor(ANA)
    asked = ana.look(f"{CARLA_PAGE}/erase")

    page = ana.pressed(asked, "Erase")

    assert asked.title == "Erase everything about Carla?"
    assert "What they attended (1 of 1 held), and every e-mail waiting to be sent to them." in asked.text
    assert "Everything about Carla is erased." in page.text
    assert [one.id for one in site.group().registrants] == ["dan", "otto", "priya"]
    assert ana.look(CARLA_PAGE).status == 404


def test_credit_leaves_a_statement_and_its_code_is_said(site: Site) -> None:
    earned_credit(site)
    ana = site.visitor(ANA)
    asked = ana.look(f"{CARLA_PAGE}/erase")

    page = ana.pressed(asked, "Erase")

    assert asked.title == "Erase Carla?"
    assert "one statement of attendance is kept until Wednesday 7 April 2032" in asked.text
    [statement] = site.services.attendance_service.attendance("tuesday", ANA).statements
    assert (
        "Carla is erased. A statement of the credit they earned is kept until Wednesday 7 April 2032;"
        f" its code is {in_blocks(statement.code)}." in page.text
    )
    assert (statement.name, statement.registrant_id) == ("Carla", None)
    assert [one.id for one in site.group().registrants] == ["dan", "otto", "priya"]


def test_looking_at_what_erasing_would_do_does_nothing(site: Site) -> None:
    earned_credit(site)

    site.visitor(ANA).look(f"{CARLA_PAGE}/erase")

    assert site.services.attendance_service.attendance("tuesday", ANA).statements == ()
    assert (len(site.group().registrants), site.waiting()) == (4, [])


def test_they_are_told_by_a_mail_that_knows_their_address_and_nothing_else_of_them(site: Site) -> None:
    ana = site.visitor(ANA)

    ana.press(ana.look(f"{CARLA_PAGE}/erase"), "Erase")

    [due] = site.waiting()
    told = due.mail
    assert (told.kind.value, told.address, told.registrant_id) == ("erased", "carla@example.org", None)
    assert "carla" not in told.key


def address_gone(site: Site) -> Registrant:
    """Carla, long after the series."""
    carla = site.group().registrant("carla")
    assert carla is not None
    nobodys = replace(carla, details=replace(carla.details, email=""), withdrawn_at=site.clock.now())
    site.change(Changes(registrants=(nobodys,)))
    return nobodys


def test_whose_address_is_gone_can_be_renamed_without_one_and_come_back_with_one(site: Site) -> None:
    gone, ana = address_gone(site), site.visitor(ANA)
    page = ana.look(CARLA_PAGE)

    ana.press(page, "Save", {"name": "Carla Costa"})
    renamed = site.group().registrant("carla")
    ana.press(ana.look(CARLA_PAGE), "Save", {"email": "carla@example.net"})
    back = ana.pressed(ana.look(CARLA_PAGE), "Enrol again")

    assert "their address is no longer kept" in page.text
    assert "Enrol again" not in page.buttons
    assert renamed == replace(gone, details=replace(gone.details, name="Carla Costa"))
    assert "Carla Costa is enrolled again" in back.text


def test_whose_address_is_gone_is_not_moved_or_enrolled_again_without_one(site: Site) -> None:
    nobodys, mara = address_gone(site), site.visitor(MARA)

    answers = [
        mara.post(f"{CARLA_PAGE}/return"),
        mara.post(f"{CARLA_PAGE}/move", {"to": "thursday"}),
    ]

    sentence = "Their address is no longer kept. Type it on their page first."
    assert [(each.status, each.summary) for each in answers] == [(422, sentence)] * 2
    assert [one.id for one in site.group("thursday").registrants] == ["finn"]
    assert site.group().registrant("carla") == nobodys


def test_nobody_else_can_make_them_leave(site: Site) -> None:
    cleo = site.visitor(CLEO)

    answers = [cleo.post(f"{CARLA_PAGE}/{act}").status for act in ("withdraw", "return", "erase", "move")]

    assert answers == [404, 404, 404, 404]
    assert len(site.group().enrolled) == 4
