from balint_live.application.groups.group import Details
from balint_live.application.identity import Identity
from balint_live.domain.display import Role
from tests.integration.groups.cast import ANA, BEN, CLEO, MARA, Site

NEW = "/groups/tuesday/people/new"
CARLA_PAGE = "/groups/tuesday/people/carla"
PRIYA_PAGE = "/groups/tuesday/people/priya"


def test_a_leader_adds_somebody_by_hand(site: Site) -> None:
    ana = site.visitor(ANA)

    page = ana.press(
        ana.look(NEW),
        "Add to the group",
        {
            "name": "  Dr  Erin Ó Néill ",
            "email": "Erin <Erin@Example.ORG>",
            "role": "practice_leader",
            "timezone": "dublin",
            "profession": "GP",
            "licence_no": "12345",
            "licence_region": "Ireland",
        },
    )

    assert (page.status, page.location) == (303, "/groups/tuesday")
    assert site.group().registrants[2].details == Details(
        name="Dr Erin Ó Néill",
        email="erin@example.org",
        role=Role.REGISTRANT,
        practice_leader=True,
        timezone="Europe/Dublin",
        profession="GP",
        licence_no="12345",
        licence_region="Ireland",
    )
    assert "Dr Erin Ó Néill is enrolled and not invited yet." in ana.follow(page).text
    assert site.waiting() == []


def test_one_may_go_on_adding(site: Site) -> None:
    ana = site.visitor(ANA)

    page = ana.press(
        ana.look(NEW),
        "Add and type another",
        {"name": "Erin", "email": "erin@example.org", "role": "observer"},
    )

    assert (page.status, page.location) == (303, NEW)
    assert site.group().registrants[2].details == Details(
        name="Erin", email="erin@example.org", role=Role.OBSERVER
    )


def test_a_form_that_cannot_be_taken_keeps_what_was_typed_and_names_the_fields(site: Site) -> None:
    ana = site.visitor(ANA)

    page = ana.press(
        ana.look(NEW),
        "Add to the group",
        {
            "name": "",
            "email": "erin at example.org",
            "role": "observer",
            "timezone": "Dubbo",
            "profession": "GP",
        },
    )

    assert page.status == 422
    assert list(page.errors) == ["name", "email", "timezone"]
    assert page.errors["name"] == "Type the name as it is wanted on the certificate."
    assert page.errors["timezone"] == "Choose a zone from the list, such as Europe/London, or leave it out."
    assert page.summary.startswith("Not saved yet.")
    assert {name: page.value(name) for name in ("email", "role", "timezone", "profession")} == {
        "email": "erin at example.org",
        "role": "observer",
        "timezone": "Dubbo",
        "profession": "GP",
    }


def test_an_address_that_is_taken_says_whose_it_is(site: Site) -> None:
    ana = site.visitor(ANA)
    site.services.groups.withdraw(ANA, "tuesday", "dan")

    enrolled = ana.press(ana.look(NEW), "Add to the group", {"name": "Karla", "email": "carla@example.org"})
    left = ana.press(ana.look(NEW), "Add to the group", {"name": "Dan", "email": "dan@example.org"})

    assert enrolled.errors == {"email": "Carla is enrolled with this address already."}
    assert left.errors == {
        "email": "This address is Dan's, who has left the group. Enrol them again on their page."
    }


def test_a_name_is_corrected_and_the_link_stays(site: Site) -> None:
    ana = site.visitor(ANA)

    page = ana.pressed(ana.look(CARLA_PAGE), "Save", {"name": "Carla Ruiz"})

    carla = site.group().registrant("carla")
    assert carla is not None
    assert (carla.details.name, carla.link_version) == ("Carla Ruiz", 1)
    assert page.title == "Carla Ruiz"
    assert "Saved." in page.text


def test_another_address_ends_the_old_link_and_the_page_says_so_beforehand(site: Site) -> None:
    ana = site.visitor(ANA)
    before = ana.look(CARLA_PAGE)

    after = ana.pressed(before, "Save", {"email": "carla@clinic.example"})

    carla = site.group().registrant("carla")
    assert carla is not None
    assert (carla.details.email, carla.link_version) == ("carla@clinic.example", 2)
    assert "If you change the address, the old link ends and you need to send a new one." in before.text
    assert "Saved. The old link has ended; the new one has not been sent yet." in after.text


def test_a_correction_that_cannot_be_taken_keeps_what_was_typed(site: Site) -> None:
    ana = site.visitor(ANA)

    page = ana.press(ana.look(CARLA_PAGE), "Save", {"name": "Carla Ruiz", "email": "dan@example.org"})

    assert (page.status, page.errors) == (
        422,
        {"email": "Dan is enrolled with this address already."},
    )
    assert (page.value("name"), page.value("email")) == ("Carla Ruiz", "dan@example.org")


def test_a_correction_that_was_overtaken_shows_both_versions_and_keeps_the_typed_one(site: Site) -> None:
    ana, ben = site.visitor(ANA), site.visitor(BEN)
    page = ana.look(CARLA_PAGE)
    ben.press(ben.look(CARLA_PAGE), "Save", {"profession": "GP"})

    overtaken = ana.press(page, "Save", {"profession": "Psychologist"})
    ana.pressed(overtaken, "Save")

    assert overtaken.status == 422
    assert overtaken.summary == (
        "Somebody else has changed this meanwhile. What you typed is still below, not saved yet. "
        "On the left is what it says now, on the right what you typed: Profession: GP → Psychologist"
    )
    assert overtaken.value("profession") == "Psychologist"
    assert [one.details.profession for one in site.group().registrants][:1] == ["Psychologist"]


def test_no_page_shows_a_link_or_a_code(site: Site) -> None:
    ana = site.visitor(ANA)

    shown = ana.look(CARLA_PAGE).html + ana.look("/groups/tuesday").html

    assert [secret for secret in ("CARLAXXX", "CARL-AXXX", "/join/", "zoom.example") if secret in shown] == []


def test_a_practice_leader_is_given_the_lead_and_it_is_taken_back(site: Site) -> None:
    ana = site.visitor(ANA)

    given = ana.pressed(ana.look(PRIYA_PAGE), "Give the lead")
    with_it = site.group().registrant("priya")
    taken = ana.pressed(given, "Take the lead back")
    without = site.group().registrant("priya")

    assert with_it is not None
    assert without is not None
    assert (with_it.has_the_lead, without.has_the_lead) == (True, False)
    assert "Priya has the lead." in given.text
    assert "Priya no longer has the lead." in taken.text


def test_nobody_else_is_offered_the_lead_or_can_be_given_it(site: Site) -> None:
    ana = site.visitor(ANA)
    page = ana.look(CARLA_PAGE)

    forced = ana.post(f"{CARLA_PAGE}/lead", {"press": "give"})

    assert "Give the lead" not in page.buttons
    assert (forced.status, forced.summary) == (422, "Only a practice leader can be given the lead.")


def test_a_leader_of_another_group_finds_nothing_at_any_of_these_addresses(site: Site) -> None:
    asked = ["", "/new", "/import", "/carla", "/carla/withdraw", "/carla/erase"]
    pressed = ["/new", "/import", "/carla", "/carla/link", "/carla/new-link", "/carla/invite", "/carla/lead"]
    pressed += ["/carla/withdraw", "/carla/return", "/carla/move", "/carla/erase"]

    for who in (CLEO, None, Identity(ANA.kind, "ana", 2)):
        visitor = site.visitor(who)
        assert [visitor.look(f"/groups/tuesday/people{each}").status for each in asked] == [404] * len(asked)
        answers = [visitor.post(f"/groups/tuesday/people{each}").status for each in pressed]
        assert answers == [404] * len(pressed)


def test_somebody_of_another_group_is_not_found_through_ones_own(site: Site) -> None:
    assert site.visitor(CLEO).look("/groups/thursday/people/carla").status == 404
    assert site.visitor(MARA).look("/groups/tuesday/people/finn").status == 404
