"""Three hundred people in a group: two hundred rows, and the others found by typing, on a telephone as at a desk."""

from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.browser.leader import Leader
from tests.browser.someone import NARROW, WIDE, Size
from tests.integration.live.served import Served

pytestmark = pytest.mark.needs_browser

ENROLLED = 300


def crowded(site: Served) -> None:
    """Enrol so many more in the one group, as nobody would do by hand."""
    with closing(site.database()) as database, database:
        [row, *rest] = database.execute("SELECT * FROM registrants").fetchall()
        names = [column for _, column, *_ in database.execute("PRAGMA table_info(registrants)")]
        pattern = dict(zip(names, row, strict=True))
        places = ", ".join(f":{name}" for name in names)
        for number in range(ENROLLED - len(rest) - 1):
            one = {
                "id": f"crowd{number}",
                "name": f"Zz Person {number:03}",
                "email": f"p{number}@example.org",
            }
            database.execute(
                f"INSERT INTO registrants VALUES ({places})", {**pattern, **one, "join_code": None}
            )


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_a_crowd_is_listed_in_part_and_found_by_name(
    own_site: Callable[..., Served], cast: Cast, size: Size
) -> None:
    site = own_site(size=("--groups", "1", "--registrants", "4"))
    crowded(site)
    leader = cast.leader(site.circle().leaders[0], size=size)
    leader.arrives()
    if size == NARROW:
        leader.opens("people")
    rows = leader.part("roster-rows").get_by_role("listitem")
    expect(rows).to_have_count(200)
    expect(leader.part("people-shown")).to_have_text("200 of 300 are listed: whoever is here, then by name.")

    leader.part("people-sought").fill("person 295")
    expect(rows).to_have_count(1)
    expect(leader.part("people-shown")).to_have_text("1 of 300 are listed.")
    rows.get_by_role("button", name="Zz Person 295").click()
    rows.get_by_role("button", name="Here", exact=True).click()
    leader.part("people-sought").fill("")
    expect(rows).to_have_count(200)
    expect(rows.filter(has_text="Zz Person 295")).to_have_count(1)
    assert leader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert site.complaints() == []


def test_of_a_large_group_those_who_are_not_here_are_folded_away(
    own_site: Callable[..., Served], cast: Cast
) -> None:
    circle = own_site(size=("--groups", "1", "--registrants", "13")).circle()
    leader = cast.leader(circle.leaders[0])
    tom, lena, absent = circle.registrants[0], circle.registrants[1], circle.registrants[12]
    cast.registrant(tom).sits_down()
    leader.arrives()
    names = leader.part("roster-rows").locator('[data-part="person-name"]:visible')
    expect(names).to_have_text([tom.name])
    assert drawers(leader) == ["roster", "signals"]

    cast.registrant(lena).sits_down()
    expect(names).to_have_text([tom.name, lena.name])
    leader.button("Not here yet (11)").click()
    expect(names).to_have_count(13)
    leader.row(absent.name).locator('[data-part="person-toggle"]').click()
    leader.button("Only those who are here").click()
    expect(names).to_have_text([tom.name, lena.name, absent.name])

    leader.starts()
    leader.button("Start").click()
    leader.is_at("Opening and agreement")
    assert drawers(leader) == ["signals", "roster"]


def drawers(leader: Leader) -> list[str]:
    """In the order of the page, which is that of the screen."""
    parts = leader.page.locator(".people > .drawer")
    return [str(part.get_attribute("data-part")) for part in parts.all()]
