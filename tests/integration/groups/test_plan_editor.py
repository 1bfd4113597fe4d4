"""The editor of a session plan in a real browser: rows move without a new page, and the total follows what is typed."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from balint_live.runtime.interface import WsgiApp
from tests.browser.chromium import launch
from tests.integration.groups.cast import ANA, Site

pytestmark = pytest.mark.needs_browser

ADDRESS = "/groups/tuesday/plans/new?from=abs60"
ROWS = """
rows => rows.map((row) => [row.querySelector("select").value, row.querySelector("input").value])
"""
NUMBERS = """
rows => rows.map((row) => [
  row.querySelector("legend").textContent,
  row.querySelector("select").id,
  row.querySelector("label").htmlFor,
  ...[...row.querySelectorAll("button")].map((each) => each.value + (each.disabled ? " off" : "")),
])
"""
FOCUS = "document.activeElement.value || document.activeElement.id"


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = launch(playwright, chromium)
        yield launched
        launched.close()


@pytest.fixture
def page(site: Site, browser: Browser) -> Iterator[Page]:
    """Ana's, with the editor open."""
    server = make_server("127.0.0.1", 0, whole(site.app), threaded=True)
    serving = Thread(target=server.serve_forever)
    serving.start()
    origin = f"http://127.0.0.1:{server.port}"
    cookie = site.visitor(ANA)._client.get_cookie("balint")
    assert cookie is not None
    context = browser.new_context(base_url=origin)
    context.add_cookies([{"name": "balint", "value": cookie.value, "url": origin}])
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(ADDRESS)
    yield opened
    context.close()
    server.shutdown()
    serving.join()
    server.server_close()
    assert complaints == []


def whole(app: WsgiApp) -> WsgiApp:
    """Answers at once: where a browser goes away in the midst of a file, this server leaves the file open."""

    def answering(environ: dict[str, Any], start_response: Any) -> Any:
        answer = Response.from_app(app, environ, buffered=True)
        return answer(environ, start_response)

    return answering


def press(page: Page, value: str) -> None:
    page.locator(f"button[value='{value}']").click()


def phases(page: Page) -> list[str]:
    return [phase for phase, _ in page.locator("[data-part=row]").evaluate_all(ROWS)]


def total(page: Page) -> str:
    return page.locator("[data-part=total]").inner_text()


def test_the_total_follows_what_is_typed(page: Page) -> None:
    assert total(page) == "Total: 60 minutes, as long as usual."
    page.fill("#minutes-6", "33")
    assert total(page) == "Total: 63 minutes, 3 more than usual."
    page.fill("#minutes-6", "")
    assert total(page) == "Total: 30 minutes, 30 fewer than usual."


def test_rows_move_without_a_new_page_and_the_focus_stays_with_them(page: Page) -> None:
    page.evaluate("window.sameAsEver = true")
    press(page, "up:3")
    assert phases(page)[:3] == ["opening", "presentation", "case_call"]
    assert page.evaluate(FOCUS) == "up:2"
    press(page, "up:2")
    assert (phases(page)[0], page.evaluate(FOCUS)) == ("presentation", "down:1")
    press(page, "down:7")
    assert (phases(page)[-1], page.evaluate(FOCUS)) == ("return", "up:8")
    assert page.evaluate("window.sameAsEver")


def test_a_new_phase_stands_before_the_closing_and_a_removed_one_is_gone(page: Page) -> None:
    press(page, "add")
    assert (phases(page)[-2:], page.evaluate(FOCUS)) == (["discussion", "closing"], "discussion")
    assert total(page) == "Total: 65 minutes, 5 more than usual."
    press(page, "remove:8")
    press(page, "remove:1")
    assert (phases(page)[0], total(page)) == ("case_call", "Total: 57 minutes, 3 fewer than usual.")


def test_rows_are_numbered_for_readers_and_for_the_server(page: Page) -> None:
    press(page, "add")
    press(page, "remove:2")
    press(page, "down:1")
    here = page.locator("[data-part=row]").evaluate_all(NUMBERS)
    assert here == [
        [
            f"Phase {row}",
            f"phase-{row}",
            f"phase-{row}",
            f"up:{row}{' off' if row == 1 else ''}",
            f"down:{row}{' off' if row == 8 else ''}",
            f"remove:{row}",
        ]
        for row in range(1, 9)
    ]


def test_what_was_rearranged_is_what_is_saved(page: Page, site: Site) -> None:
    page.fill("#name", "Ours")
    press(page, "remove:2")
    press(page, "up:2")
    page.fill("#minutes-5", "25")
    press(page, "save")
    expect(page.get_by_role("heading", level=1)).to_have_text("Session plans")
    [plan] = site.group().plans
    assert [(step.phase.id, int(step.planned.total_seconds()) // 60) for step in plan.steps] == [
        ("presentation", 7),
        ("opening", 3),
        ("clarifying", 5),
        ("pushback", 1),
        ("discussion", 25),
        ("return", 7),
        ("closing", 4),
    ]
