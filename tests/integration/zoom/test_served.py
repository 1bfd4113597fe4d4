"""A real server with Zoom connected: it makes the meetings itself, also when it is killed meanwhile, and a Zoom that hangs
holds up nobody."""

from collections.abc import Callable
from time import monotonic, sleep

from balint_live.adapters.system import SystemClock
from tests.fakezoom.server import serving
from tests.fakezoom.state import HOST, State
from tests.integration.live.served import MODES, Served

PATIENCE_S = 60
PEOPLE = 4
IN_STEP = """SELECT count(*) FROM zoom_meetings JOIN zoom_registrants USING (meeting_id)
    WHERE since IS NULL AND zoom_id IS NOT NULL AND zoom_meetings.ready_at IS NOT NULL"""


def test_killed_while_it_makes_them_and_with_a_zoom_that_hangs(fresh: Callable[..., Served]) -> None:
    state = State(SystemClock())
    with serving(state) as address:
        site = fresh(mode=MODES[0], settings={"zoom": _zoom(address)})
        _until(lambda: bool(state.meetings))
        site.kill()
        site.change("UPDATE zoom_meetings SET claimed_until = NULL")  # as if its lease were over
        site.start()
        booked = site.rows("SELECT count(*) FROM meetings WHERE scheduled_start > datetime('now')")[0][0]
        _until(lambda: site.rows(IN_STEP)[0][0] == booked * PEOPLE)

        assert len(state.meetings) == booked
        assert {number: len(people) for number, people in state.registrants.items()} == dict.fromkeys(
            state.meetings, PEOPLE
        )
        circle = site.circle()
        circle.registrants[0].press()
        page = f"{circle.registrants[0].page}/zoom"
        links = {each["join_url"] for people in state.registrants.values() for each in people}
        assert circle.registrants[0].get(page).headers["location"] in links

        state.switches.hangs_s = 4
        state.faults.append("hang")
        begun = monotonic()
        assert "zoom.example/j/" in circle.registrants[0].get(page).headers["location"]
        assert monotonic() - begun < state.switches.hangs_s - 1
        assert site.complaints() == []
        site.stop()
    assert b"tk=" not in site.errors()


def _zoom(address: str) -> dict[str, str]:
    return {
        "account_id": "a",
        "client_id": "c",
        "client_secret": "right",
        "host_user": HOST,
        "registrant_domain": "members.example.org",
        "oauth_url": f"{address}/oauth/token",
        "api_url": address,
    }


def _until(done: Callable[[], bool]) -> None:
    """Look again and again until it is so; it has to be within a minute."""
    until = monotonic() + PATIENCE_S
    while not done():
        assert monotonic() < until
        sleep(0.05)
