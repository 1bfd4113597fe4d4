"""The demo as somebody new meets it: one address to open, and a session to its end without another window."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from bench.server import ROOT, free_port

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(240)]

LOST_WITHIN = 60_000


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Of the demo that `make run` starts: what its first line says to open."""
    port = free_port()
    command = [
        sys.executable,
        str(ROOT / "app.py"),
        "demo",
        "--port",
        str(port),
        "--data",
        str(tmp_path / "demo"),
    ]
    environment = {name: value for name, value in os.environ.items() if name != "BALINT_LIVE_CONFIG"}
    with (tmp_path / "errors").open("wb") as errors:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**environment, "PYTHONUNBUFFERED": "1"},
        )
    assert process.stdout is not None
    try:
        said = process.stdout.readline()
        assert said == f"Open http://localhost:{port}\n"
        yield said.removeprefix("Open ").strip()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def press(where: Page | Frame, name: str) -> None:
    where.get_by_role("button", name=name, exact=True).click()


def moves_on(leader: Frame, phase: str) -> None:
    """A second press within a moment is taken for the first one's."""
    button = leader.get_by_role("button", name=f"Go to: {phase}")
    expect(button).to_be_visible()
    leader.wait_for_timeout(1_200)
    button.click()
    expect(leader.get_by_role("heading", level=1)).to_have_text(phase)


def test_a_session_to_its_end_side_by_side_alarm_included(page: Page) -> None:
    page.get_by_label("How fast they act, from 1 to 10").fill("10")
    press(page, "Set")
    page.get_by_role("link", name="Both leaders side by side").click()
    page.wait_for_url("**/side-by-side/**")
    tomasz, amara = page.frames[1:]
    for frame in (tomasz, amara):
        press(frame, "Sign in")
        frame.get_by_role("heading", name="Gathering").wait_for()
    expect(tomasz.locator("[data-part=quorum-line]")).to_have_text("6 of 8 here, 4 needed", timeout=30_000)

    press(tomasz, "Start session")
    expect(amara.get_by_role("heading", level=1)).to_have_text("Opening and agreement")
    tomasz.wait_for_timeout(10_000)  # until a press moves the group again
    moves_on(tomasz, "Who has a case?")
    expect(tomasz.locator("[data-part=presenter-heading], [data-part=presenter]").first).to_contain_text(
        "Rafael Byrne"
    )
    for leader, phase in (
        (amara, "Presentation"),
        (tomasz, "Clarifying questions"),
        (amara, "Presenter sits back"),
        (tomasz, "Group discussion"),
    ):
        moves_on(leader, phase)
    expect(amara.get_by_text("I'd like a word with a leader")).to_be_visible(timeout=20_000)
    for leader in (tomasz, amara):
        expect(leader.locator("[data-part=presenter-alarm]")).to_be_visible(timeout=LOST_WITHIN)
    expect(tomasz.locator("[data-part=presenter-alarm]")).to_be_hidden(timeout=LOST_WITHIN)
    moves_on(amara, "Presenter returns")
    moves_on(tomasz, "Closing")
    tomasz.get_by_role("button", name="End session…").first.click()
    press(tomasz, "End and erase")
    expect(amara.get_by_role("heading", level=1)).to_have_text("Session ended")


def test_each_person_has_an_identity_of_their_own_in_one_browser(page: Page) -> None:
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Lead as Amara Okafor").click()
    press(opened.value, "Sign in")
    opened.value.get_by_role("heading", name="Gathering").wait_for()
    with page.context.expect_page() as opened_too:
        page.get_by_role("link", name="Join as Henrik Szabo").click()
    press(opened_too.value, "I agree, and my room is private")
    expect(opened_too.value.get_by_role("heading", level=1)).to_contain_text("You are here")
    opened.value.reload()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Gathering")


def test_a_host_that_is_nobodys_is_told_where_the_lobby_is(page: Page) -> None:
    answer = page.goto(page.url.replace("localhost", "mallory.localhost"))
    assert answer is not None
    assert answer.status == 404
    page.get_by_role("link", name="To the lobby").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Try a session with pretend people")


def test_a_speed_out_of_bounds_is_refused(page: Page) -> None:
    for typed in ("0", "11", "ten", ""):
        token = page.locator("[name=csrf_token]").first.input_value()
        answer = page.request.post(
            f"{page.url}speed",
            form={"csrf_token": token, "speed": typed},
            headers={"Origin": page.url.rstrip("/")},
        )
        assert answer.status == 400
