"""/rehearsal: a session with pretend people, led by whoever presses, of which nothing is kept."""

from collections.abc import Iterator

import pytest

from bench.client import Ticket
from tests.integration.live.page import Page
from tests.integration.live.person import Person
from tests.integration.live.scene import played
from tests.integration.live.served import Served, Settings

FASTEST = "10"
ARRIVE_WITHIN_S = 20.0


@pytest.fixture(scope="module")
def anybodys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    size = ("--groups", "2", "--registrants", "1")
    site = Served(folder, settings={"rehearsal": {"allowed": "anybody"}}, size=size).start()
    yield site
    site.stop()


def visitor(site: Served) -> Person:
    return Person(site.url, "", {"id": "", "name": "", "link": "/rehearsal"})


def begun(person: Person, speed: str = FASTEST) -> Person:
    """Who pressed, now with a session to lead."""
    pressed = person.post(person.link, {**person.get(person.link).form, "speed": speed})
    assert pressed.status == 303, pressed
    person.meeting = pressed.headers["location"].rpartition("/")[2]
    return person


async def page_of(person: Person) -> Page:
    return await Page.at(Ticket(person.url, person.meeting, person.token(), person.cookie))


@played
async def test_a_session_with_pretend_people_leaves_no_row(anybodys: Served) -> None:
    before = anybodys.tables()
    leader = begun(visitor(anybodys))
    page = await page_of(leader)
    assert (page.snapshot["role"], page.snapshot["meeting"]["title"]) == (
        "leader",
        "Rehearsal with pretend people, session 1 of 1",
    )

    await page.told("presence", lambda body: body["here"] == 8, ARRIVE_WITHIN_S)
    await page.taken("meeting.open")
    for _ in range(7):
        await page.taken("phase.next")
    await page.taken("meeting.close")

    assert "Group page" not in leader.get(leader.page).text
    assert anybodys.tables() == before


@played
async def test_it_is_nobody_elses_and_opens_nothing_else(anybodys: Served) -> None:
    leader, other = begun(visitor(anybodys)), begun(visitor(anybodys))
    real = anybodys.circle().leaders[0]
    real.press()

    assert leader.meeting != other.meeting
    assert [each.get(leader.page).status for each in (leader, other, real, visitor(anybodys))] == [
        200,
        404,
        404,
        404,
    ]
    assert leader.get(f"/meetings/{real.meeting}").status == 404
    assert leader.get("/groups").status == 404


@played
async def test_who_rehearses_stays_signed_in_as_themself(anybodys: Served) -> None:
    leader = anybodys.circle().leaders[1]
    leader.press()
    rehearsing = Person(leader.url, "", {"id": leader.id, "name": leader.name, "link": "/rehearsal"})
    rehearsing.jar = leader.jar
    begun(rehearsing)
    assert [rehearsing.get(address).status for address in (rehearsing.page, leader.page, "/groups")] == [
        200
    ] * 3


def test_a_look_has_no_effect_and_a_speed_that_is_none_is_refused(anybodys: Served) -> None:
    before = anybodys.tables()
    person = visitor(anybodys)
    looked = person.get("/rehearsal")
    pressed = person.post("/rehearsal", {**looked.form, "speed": "11"})
    assert (looked.status, pressed.status, "Start a rehearsal" in looked.text) == (200, 403, True)
    assert anybodys.tables() == before


@played
async def test_one_network_holds_only_so_many_and_no_byte_of_them_is_on_disk(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    settings: Settings = {"rehearsal": {"allowed": "anybody"}}
    site = Served(tmp_path_factory.mktemp("crowded"), settings=settings).start()
    everybody = [begun(visitor(site)) for _ in range(5)]
    late = visitor(site)
    refused = late.post("/rehearsal", late.get("/rehearsal").form)
    assert (refused.status, "Try again in a quarter of an hour" in refused.text) == (503, True)
    page = await page_of(begun(everybody[0]))
    told = await page.told("presence", lambda body: body["here"] == 8, ARRIVE_WITHIN_S)
    await page.taken("meeting.open")
    await page.taken("phase.next")

    site.kill()
    ids = [*(each.meeting for each in everybody), *(each["id"] for each in told["people"])]
    traces = [b"pretend people", *(id.encode() for id in ids)]
    files = [path for path in site.folder.rglob("*") if path.is_file()]
    assert [(path, trace) for path in files for trace in traces if trace in path.read_bytes()] == []


def test_one_that_is_over_says_so_and_offers_another(anybodys: Served) -> None:
    person = begun(visitor(anybodys))
    earlier = person.page
    begun(person)
    page = person.get(earlier)
    assert (page.status, "This rehearsal is over" in page.text, person.get(person.page).status) == (
        404,
        True,
        200,
    )


def test_where_only_leaders_may_a_leader_may_and_others_read_what_to_do(site: Served) -> None:
    stranger, leader = visitor(site), site.circle().leaders[0]
    looked = stranger.get("/rehearsal")
    assert (looked.status, 'href="/sign-in?next=/rehearsal"' in looked.text) == (200, True)
    assert stranger.post("/rehearsal", {**stranger.get("/sign-in").form, "speed": "1"}).status == 403
    leader.press()
    page = leader.get("/rehearsal")
    assert leader.post("/rehearsal", {**page.form, "speed": "1"}).status == 303
