from balint_live.application.groups.changes import Changes
from balint_live.application.mail_queue import MailState
from tests.integration.groups.cast import ANA, BEN, CLEO, Site, registrant
from tests.integration.groups.page import Page

INVITATIONS = "/groups/tuesday/invitations"
CARLA_PAGE = "/groups/tuesday/people/carla"


def lines(page: Page) -> list[str]:
    """The people on the page, each with what is said of them."""
    return [
        each.text
        for part in page.main.all("ul")
        if "recipients" in part.get("class")
        for each in part.all("li")
    ]


def test_the_page_says_who_will_get_an_invitation_before_anybody_does(site: Site) -> None:
    page = site.visitor(ANA).look(INVITATIONS)

    assert lines(page) == [
        "Carla carla@example.org",
        "Dan dan@example.org",
        "Otto otto@example.org",
        "Priya priya@example.org",
    ]
    assert page.buttons == ["Send 4 invitations"]
    assert site.waiting() == []


def test_one_press_sends_them_all_and_shows_how_far_they_have_got(site: Site) -> None:
    ana = site.visitor(ANA)

    page = ana.pressed(ana.look(INVITATIONS), "Send 4 invitations")

    assert (page.title, page.address) == ("Invitations", "/groups/tuesday/mails/new-1")
    assert "0 of 4 sent" in page.text
    assert lines(page)[0] == "Carla carla@example.org waiting"
    assert site.deliver() == ["carla", "dan", "otto", "priya"]
    assert "4 of 4 sent" in site.visitor(BEN).look(page.address).text


def test_the_page_refreshes_itself_only_while_mails_wait(site: Site) -> None:
    ana = site.visitor(ANA)
    waiting = ana.pressed(ana.look(INVITATIONS), "Send 4 invitations")
    site.deliver()
    done = ana.look(waiting.address)

    assert [each.get("content") for each in waiting.tree.all("meta") if each.has("http-equiv")] == ["3"]
    assert [each.get("content") for each in done.tree.all("meta") if each.has("http-equiv")] == []


def test_nobody_is_invited_twice(site: Site) -> None:
    ana = site.visitor(ANA)
    page = ana.look(INVITATIONS)
    ana.press(page, "Send 4 invitations")

    again = ana.pressed(page, "Send 4 invitations")

    assert "Everybody's invitation is on its way or delivered already." in again.text
    assert again.buttons == []
    assert len(site.waiting()) == 4


def test_somebody_added_later_is_invited_alone(site: Site) -> None:
    ana = site.visitor(ANA)
    ana.press(ana.look(INVITATIONS), "Send 4 invitations")
    site.deliver()
    site.change(Changes(registrants=(registrant("erin"),)))

    ana.press(ana.look(INVITATIONS), "Send 1 invitation")

    assert [due.mail.registrant_id for due in site.waiting()] == ["erin"]


def test_a_refusal_names_the_person_and_what_to_do(site: Site) -> None:
    ana = site.visitor(ANA)
    progress = ana.pressed(ana.look(INVITATIONS), "Send 4 invitations")
    site.deliver(MailState.REFUSED, "5.1.1")

    refused, listed = ana.look(progress.address), ana.look(INVITATIONS)

    sentence = "refused Their mail server does not know this address. Please check the address. (code 5.1.1)"
    assert "0 of 4 sent, 4 refused" in refused.text
    assert lines(refused)[1] == f"Dan dan@example.org {sentence}"
    assert lines(listed)[1] == f"Dan dan@example.org {sentence}"


def test_those_refused_are_sent_theirs_again(site: Site) -> None:
    ana = site.visitor(ANA)
    first = ana.pressed(ana.look(INVITATIONS), "Send 4 invitations")
    carla, *others = site.waiting()
    site.mails.settle(carla.mail.id, "test", MailState.REFUSED, site.clock.now(), "5.2.2")
    for one in others:
        site.mails.settle(one.mail.id, "test", MailState.DELIVERED, site.clock.now())

    second = ana.pressed(ana.look(first.address), "Send again to the 1 that was refused")

    assert lines(second) == ["Carla carla@example.org waiting"]
    assert site.deliver() == ["carla"]
    assert "Send again to the 1 that was refused" not in ana.look(INVITATIONS).buttons


def test_after_a_correction_the_invitation_goes_to_the_new_address(site: Site) -> None:
    ana = site.visitor(ANA)
    ana.press(ana.look(INVITATIONS), "Send 4 invitations")
    site.deliver(MailState.REFUSED, "5.1.1")
    site.clock.wait(minutes=1)
    ana.press(ana.look(CARLA_PAGE), "Save", {"email": "carla@clinic.example"})

    page = ana.look(INVITATIONS)

    assert lines(page)[0] == "Carla carla@clinic.example"
    assert page.buttons == ["Send 1 invitation", "Send again to the 3 that were refused"]


def test_without_a_session_nobody_can_be_invited(site: Site) -> None:
    cleo = site.visitor(CLEO)

    page = cleo.look("/groups/thursday/invitations")
    forced = cleo.post("/groups/thursday/invitations", {"whom": "not_sent"})

    assert page.buttons == []
    assert page.links["Add sessions"] == "/groups/thursday/sessions/new"
    assert (forced.status, forced.summary) == (
        422,
        "There is no session yet to invite anybody to. Add the dates first.",
    )


def test_a_link_is_sent_again_once_in_ten_minutes(site: Site) -> None:
    ana = site.visitor(ANA)
    ana.press(ana.look(INVITATIONS), "Send 4 invitations")
    site.deliver()

    sent = ana.pressed(ana.look(CARLA_PAGE), "Send the link again")
    soon = ana.pressed(ana.look(CARLA_PAGE), "Send the link again")

    assert (sent.title, lines(sent)) == ("The link again", ["Carla carla@example.org waiting"])
    assert (soon.address, "This e-mail is on its way already" in soon.text) == (CARLA_PAGE, True)
    assert site.deliver() == ["carla"]


def test_a_new_link_ends_the_old_one_and_is_mailed(site: Site) -> None:
    ana = site.visitor(ANA)

    page = ana.pressed(ana.look(CARLA_PAGE), "New link (the old one ends)")

    carla = site.group().registrant("carla")
    assert carla is not None
    assert (carla.link_version, page.title) == (2, "The link again")
    assert site.deliver() == ["carla"]


def test_one_person_is_invited_from_their_own_page(site: Site) -> None:
    ana = site.visitor(ANA)

    page = ana.pressed(ana.look(CARLA_PAGE), "Send the invitation")

    assert lines(page) == ["Carla carla@example.org waiting"]


def test_progress_of_another_groups_press_is_not_found(site: Site) -> None:
    ana = site.visitor(ANA)
    batch = ana.press(ana.look(INVITATIONS), "Send 4 invitations").location.rpartition("/")[2]
    cleo = site.visitor(CLEO)

    assert [
        cleo.look(f"/groups/tuesday/mails/{batch}").status,
        cleo.look(f"/groups/thursday/mails/{batch}").status,
        cleo.post(f"/groups/thursday/mails/{batch}/again").status,
        cleo.look(INVITATIONS).status,
        cleo.post(INVITATIONS).status,
        ana.look("/groups/tuesday/mails/nothing").status,
    ] == [404, 404, 404, 404, 404, 404]
