"""`python app.py demo --json`: its first line, and what it goes on with in a directory that holds an earlier demo."""

import stat
from collections.abc import Callable

import pytest

from tests.integration.conftest import GROUPS
from tests.integration.live.person import Person
from tests.integration.live.served import MODES, Served


def test_the_first_line_names_everybody_with_an_absolute_link(site: Served) -> None:
    assert sorted(site.hello) == ["groups", "url"]
    assert site.url == f"http://127.0.0.1:{site.port}"
    assert len(site.hello["groups"]) == GROUPS
    for group in site.hello["groups"]:
        assert sorted(group) == ["group", "leaders", "meeting", "registrants"]
        assert [sorted(leader) for leader in group["leaders"]] == [["id", "link", "name"]] * 2
        assert [sorted(one) for one in group["registrants"]] == [["email", "id", "link", "name"]] * 4
        for leader in group["leaders"]:
            assert leader["link"].startswith(f"{site.url}/sign-in/")
        for registrant in group["registrants"]:
            assert registrant["link"].startswith(f"{site.url}/join/")


def test_nobody_shares_an_id_or_a_link_with_anybody(site: Served) -> None:
    groups = site.hello["groups"]
    people = [person for group in groups for person in group["leaders"] + group["registrants"]]
    assert len({person["id"] for person in people}) == len(people) == GROUPS * 6
    assert len({person["link"] for person in people}) == GROUPS * 6
    assert len({group["meeting"] for group in groups}) == GROUPS


def test_the_same_directory_goes_on_with_the_same_demo_whatever_is_asked_for(
    fresh: Callable[..., Served],
) -> None:
    served = fresh(size=())
    [group] = served.hello["groups"]
    assert (len(group["leaders"]), len(group["registrants"])) == (2, 8)
    before, registrant = served.hello, served.circle().registrants[0]
    assert registrant.press().status == 303
    pressed = served.rows("SELECT * FROM acknowledgements")

    assert served.stop()[0] == 0
    served.size = ("--groups", "3", "--registrants", "1")
    served.start()

    assert served.hello == before
    assert served.rows("SELECT * FROM acknowledgements") == pressed
    assert len(pressed) == 1
    assert registrant.get(registrant.page).status == 200, "the login holds as well"


def test_the_generated_secret_is_its_owners_alone(site: Served) -> None:
    assert stat.S_IMODE((site.data / "secret").stat().st_mode) == 0o600


def test_a_leaders_link_opens_any_number_of_browsers(site: Served) -> None:
    leader = site.circle().leaders[0]
    browsers = [leader, leader.elsewhere(), leader.elsewhere(), leader]
    assert [browser.press().status for browser in browsers] == [303] * 4
    assert [browser.get(browser.page).status for browser in browsers] == [200] * 4


def test_the_doors_of_all_sessions_are_open(site: Served) -> None:
    later = site.rows(
        "SELECT id FROM meetings WHERE datetime(scheduled_start) > datetime('now', '+5 minutes')"
    )
    assert {meeting for (meeting,) in later} & site.untouched == set()
    registrant = site.circle().registrants[0]
    assert pressed_into(registrant) == f"/meetings/{registrant.meeting}"


def test_a_wrong_configuration_is_told_line_by_line_and_nothing_starts(fresh: Callable[..., Served]) -> None:
    served = fresh(
        settings={"server": {"metrics": "yes", "prot": 80}, "limits": {"events_burst": 0}}, start=False
    )
    status, said, complained = served.run_to_the_end()

    config = served.folder / "config.toml"
    assert (status, said) == (2, "")
    assert sorted(complained.splitlines()) == [
        f"{config}: limits.events_burst: Input should be greater than 0",
        f"{config}: server.metrics: Input should be a valid boolean",
        f"{config}: server.prot: there is no such setting; did you mean server.port?",
    ]


@pytest.mark.parametrize("mode", MODES)
def test_a_port_that_is_taken_is_one_plain_line(
    eventlet_site: Served, fresh: Callable[..., Served], mode: str
) -> None:
    site, second = eventlet_site, fresh(mode=mode, start=False)
    second.port = site.port
    status, said, complained = second.run_to_the_end()

    assert (status, said) == (1, "")
    assert (
        complained.splitlines()[-1] == f"Error: Something else is already serving at 127.0.0.1:{site.port}."
    )


def pressed_into(person: Person) -> str:
    answer = person.press()
    assert answer.status == 303
    return answer.headers["location"].removeprefix(person.url)
