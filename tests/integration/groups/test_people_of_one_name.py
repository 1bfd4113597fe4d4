"""People in every list: in one order, by the family's name, and told apart where a name repeats."""

from dataclasses import replace

import pytest

from balint_live.adapters.database.presence_store import SqlAttendance
from balint_live.application.groups.changes import Changes
from balint_live.application.groups.group import Details
from balint_live.domain.names import clean
from balint_live.domain.timeline import Mark
from tests.integration.groups.cast import ANA, FIRST, MARA, TUESDAY, Site, hold_first, registrant
from tests.integration.groups.held_session import ROLL, begins, marked
from tests.integration.groups.page import Page

IN_ORDER = [
    "Bo Aberg",
    "Zoë Åberg",
    "Anna Berg (ab)",
    "Anna Berg (anna)",
    "Cy Łach",
    "Al Lutz",
    "Di Ørsted",
    "Ed Oz",
]
IDS = ["bo", "zoe", "ab", "anna", "cy", "al", "di", "ed"]
GROUP = f"/groups/{TUESDAY}"


@pytest.fixture
def namesakes(site: Site) -> Site:
    """Eight people in the order in which they are looked for, two of one name; whoever was there before has left."""
    gone = tuple(
        replace(one, withdrawn_at=site.clock.now(), details=replace(one.details, name=f"Gone {one.id}"))
        for one in site.group().registrants
    )
    people = (
        replace(registrant(id), details=_details(id, name)) for id, name in zip(IDS, IN_ORDER, strict=True)
    )
    site.change(Changes(registrants=(*gone, *people)))
    return site


def _details(id: str, name: str) -> Details:
    return replace(registrant(id).details, name=name.partition(" (")[0])


def names(page: Page, *tags: str) -> list[str]:
    """Every name of the eight, in the order of the page; the address beside it does not count."""
    shown = [each.text for each in page.main.all(*tags)]
    return [name for name in dict.fromkeys(shown) if name in IN_ORDER or f"{name} (ab)" in IN_ORDER]


def test_the_group_shows_everybody_in_one_order(namesakes: Site) -> None:
    page = namesakes.visitor(ANA).look(GROUP)
    assert [row.all("bdi")[0].text for row in page.main.all("table")[1].all("tr")[1:]] == [
        name.partition(" (")[0] for name in IN_ORDER
    ]


def test_the_matrix_tells_people_of_one_name_apart(namesakes: Site) -> None:
    assert names(namesakes.visitor(ANA).look(f"{GROUP}/attendance"), "bdi") == IN_ORDER


def test_so_does_a_roll_while_it_runs_open_and_confirmed(namesakes: Site) -> None:
    begins(namesakes)
    namesakes.clock.set(namesakes.group().meetings[0].start)
    marked(namesakes, "zoe", Mark.ABSENT, 0)
    running = names(namesakes.visitor(ANA).look(ROLL), "h2")
    hold_first(namesakes, *IDS)
    namesakes.clock.set(namesakes.group().meetings[0].end)
    opened = names(namesakes.visitor(ANA).look(ROLL), "h3")
    namesakes.services.attendance_service.confirm(ANA, TUESDAY, FIRST, {})
    confirmed = names(namesakes.visitor(ANA).look(ROLL), "h2")
    assert (running, opened, confirmed) == ([IN_ORDER[0], *IN_ORDER[2:], IN_ORDER[1]], IN_ORDER, IN_ORDER)


def test_the_leaders_list_of_a_session_has_the_same_order_and_says_the_same(namesakes: Site) -> None:
    roster = SqlAttendance(namesakes.database).roster(FIRST)[2:]
    assert [one.member.id for one in roster] == IDS
    assert {one.member.id: one.beside for one in roster if one.beside} == {"ab": "ab", "anna": "anna"}


def test_the_profession_tells_apart_who_shares_the_address_before_the_at(namesakes: Site) -> None:
    anna, ab = (namesakes.group().registrant(id) for id in ("anna", "ab"))
    assert anna is not None
    assert ab is not None
    changed = (
        replace(anna, details=replace(anna.details, email="info@one.example", profession="GP")),
        replace(ab, details=replace(ab.details, email="info@two.example", profession="Nurse")),
    )
    namesakes.change(Changes(registrants=changed))
    assert namesakes.group().namesakes == {"anna": "GP", "ab": "Nurse"}


def test_before_somebody_is_erased_the_page_says_which_of_them(namesakes: Site) -> None:
    page = namesakes.visitor(MARA).look(f"{GROUP}/people/anna/erase")
    assert page.title == "Erase everything about Anna Berg (anna)?"


def test_leaders_stand_in_the_same_order(namesakes: Site) -> None:
    for name in ("Zoe Åberg", "Bo Aberg"):
        id = clean(name).split()[0].lower()
        namesakes.services.groups.appoint(MARA, name, f"{id}@example.net", coordinator=False)
    staff = [each.all("bdi")[0].text for each in namesakes.visitor(MARA).look("/staff").main.all("li")]
    assert staff[:2] == ["Bo Aberg", "Zoe Åberg"]


def test_a_form_keeps_the_joiners_of_a_name_and_drops_what_nobody_sees(namesakes: Site) -> None:
    visitor = namesakes.visitor(ANA)
    form = visitor.look(f"{GROUP}/people/new")
    visitor.press(
        form, "Add to the group", {"name": " \ufeffKṣa\u200b क\u094d\u200dष\r\n", "email": "k@example.org"}
    )
    assert "Kṣa क\u094d\u200dष" in [one.details.name for one in namesakes.group().registrants]
