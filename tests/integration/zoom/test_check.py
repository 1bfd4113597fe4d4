"""`zoom check` says what works, what is missing and what to do about it, and changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from balint_live.adapters.system import SystemClock
from balint_live.cli import main
from tests.fakezoom.server import serving
from tests.fakezoom.state import HOST, State

WORKS = [
    "Events: give Zoom the address https://balint.example.org/zoom/webhook",
    "App: Zoom takes its credentials.",
]


@pytest.fixture
def state() -> State:
    return State(SystemClock())


@pytest.fixture
def address(state: State) -> Iterator[str]:
    with serving(state) as address:
        yield address


def check(folder: Path, address: str, secret: str = "right", host: str = HOST) -> Result:
    config = folder / "config.toml"
    config.write_text(
        "[server]\npublic_url = 'https://balint.example.org'\n"
        f"[zoom]\naccount_id = 'a'\nclient_id = 'c'\nclient_secret = '{secret}'\n"
        f"host_user = '{host}'\n"
        "registrant_domain = 'members.example.org'\nwebhook_secret = 'w'\n"
        f"oauth_url = '{address}/oauth/token'\napi_url = '{address}'\n"
    )
    return CliRunner().invoke(main, ["zoom", "check", "--config", str(config)])


def test_everything_in_order(tmp_path: Path, address: str, state: State) -> None:
    told = check(tmp_path, address)
    assert (told.exit_code, told.output.splitlines()) == (
        0,
        [
            *WORKS,
            "Scopes: all there.",
            f"Host {HOST}: Zoom knows them.",
            "Settings of the host: nothing in them keeps what is said.",
            "Meetings: each session has its own, with registrants at members.example.org.",
        ],
    )
    assert [each for each in state.calls if not each.startswith("GET")] == ["POST /oauth/token"]


def test_what_stands_against_us_in_the_hosts_own_settings_is_a_warning(
    tmp_path: Path, address: str, state: State
) -> None:
    state.defaults = {
        "recording": {"auto_recording": "cloud", "local_recording": False},
        "in_meeting": {"meeting_summary_with_ai_companion": {"enable": True, "auto_enable": True}},
    }
    told = check(tmp_path, address)
    assert (told.exit_code, told.output.splitlines()[4:-1]) == (
        0,
        [
            "Warning: the AI summary starts by itself. Switch it off in Zoom under Settings, and lock it.",
            "Warning: recording starts by itself. Switch it off in Zoom under Settings, and lock it.",
        ],
    )


def test_a_scope_that_is_missing_is_named(tmp_path: Path, address: str, state: State) -> None:
    state.scopes -= {"meeting:write:registrant:admin"}
    told = check(tmp_path, address)
    assert (told.exit_code, told.output.splitlines()) == (
        1,
        [
            *WORKS,
            "Scopes: add to the app in Zoom: meeting:write:registrant:admin.",
            "Error: Not in order: Zoom.",
        ],
    )


def test_a_wrong_secret_and_a_wrong_host(tmp_path: Path, address: str) -> None:
    secret, host = check(tmp_path, address, secret="wrong"), check(tmp_path, address, host="x@example.org")
    assert secret.output.splitlines()[1:] == [
        "App: Zoom answered 400 (code 0). Compare zoom.account_id, zoom.client_id and zoom.client_secret with the app's "
        "page, and see that it is active.",
        "Error: Not in order: Zoom.",
    ]
    assert host.output.splitlines()[3:] == [
        "Host x@example.org: Zoom answered 404 (code 1001, tracking id v=2.0;clid=eu). It is not there, or belongs to "
        "another account; for a user, see zoom.host_user.",
        "Error: Not in order: Zoom.",
    ]


def test_without_zoom_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(main, ["zoom", "check"])
    assert (told.exit_code, told.output.splitlines()) == (
        0,
        [
            "Zoom is asked nothing: zoom.account_id is empty. docs/zoom.md says how to connect it.",
            "Events: none, because zoom.webhook_secret is empty.",
        ],
    )
