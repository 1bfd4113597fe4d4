"""Pages that show a great deal ask the database as often as those that show little: nothing is looked up one by one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from balint_live.application.groups.group import Appointment, NewGroup, Settings
from balint_live.domain.names import by_family
from tests.integration.groups.cast import ANA, MARA, NOW, Site
from tests.integration.groups.long_series import LINES, long_series
from tests.integration.groups.page import Page
from tests.integration.groups.visitor import Visitor

ATTENDANCE = "/groups/tuesday/attendance"
TWELVE = [f"{name} Person-{number}" for number, name in enumerate("ABCDEFGHIJKL")]
MOST_FOR_THE_MATRIX, MOST_FOR_THE_OVERVIEW = 21, 10


@contextmanager
def counted(site: Site) -> Iterator[list[str]]:
    """Every question the database is asked meanwhile."""
    statements: list[str] = []

    def heard(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(site.database.engine, "before_cursor_execute", heard)
    try:
        yield statements
    finally:
        event.remove(site.database.engine, "before_cursor_execute", heard)


def asked(site: Site, visitor: Visitor, addresses: list[str]) -> tuple[list[int], list[Page]]:
    """How many questions each page puts to the database, and the page."""
    questions, pages = [], []
    for address in addresses:
        with counted(site) as statements:
            pages.append(visitor.look(address))
        questions.append(len(statements))
    return questions, pages


def test_twelve_people_by_twenty_four_sessions(site: Site) -> None:
    ana = site.visitor(ANA)
    addresses = [ATTENDANCE, *(f"{ATTENDANCE}?line={place}" for place in range(len(LINES)))]
    long_series(site, TWELVE[:2], sessions=3, held=2, confirmed=1)
    of_few, _ = asked(site, ana, addresses)
    long_series(site, TWELVE, sessions=24, held=16, confirmed=14)
    of_many, pages = asked(site, ana, addresses)
    assert of_many == of_few
    assert 0 < max(of_many) <= MOST_FOR_THE_MATRIX
    for page in pages:
        bodies = page.main.all("tbody")
        assert (page.status, [each.all("th")[0].text for each in bodies]) == (
            200,
            sorted(TWELVE, key=by_family),
        )
        assert [len(each.all("tr")[0].all("td")) for each in bodies] == [25] * 12


def test_the_societys_overview_of_two_hundred_groups(site: Site) -> None:
    mara = site.visitor(MARA)
    of_few, _ = asked(site, mara, ["/groups"])
    names = [f"Group {number:03}" for number in range(198)]
    site.groups.create([new(name) for name in names], MARA)
    of_many, (page,) = asked(site, mara, ["/groups"])
    assert of_many == of_few
    assert 0 < max(of_many) <= MOST_FOR_THE_OVERVIEW
    assert page.status == 200
    assert [name for name in (*names, "Thursday group", "Tuesday group") if name not in page.links] == []


def new(name: str) -> NewGroup:
    settings = Settings(
        name=name, society="The Balint Society", timezone="Europe/London", contact="office@example.org"
    )
    leader = Appointment(id="ana", name="Ana", email="ana@example.org", at=NOW)
    return NewGroup(
        id=name.replace(" ", "-"), version=1, settings=settings, created_at=NOW, leaders=(leader,)
    )
