"""One Chromium and one server for all browser tests; a group, and everybody's browser profile, for each of them.

After each test nobody's page may have had anything to complain of or asked another host for anything, and neither may
the server: that is how every scene is also a test of the calm.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.cast import Cast
from tests.browser.chromium import launch
from tests.integration.live.person import Circle
from tests.integration.live.served import Served

FOUR_AT_MOST = ("--groups", "40", "--registrants", "4")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = launch(playwright, chromium)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("browser"), size=FOUR_AT_MOST).start()
    yield served
    served.stop()


@pytest.fixture
def site(shared_site: Served) -> Iterator[Served]:
    yield shared_site
    assert shared_site.complaints() == []


@pytest.fixture
def circle(site: Served) -> Circle:
    """A group of two leaders and four people that nobody has used yet."""
    return site.circle()


@pytest.fixture
def cast(browser: Browser) -> Iterator[Cast]:
    everybody = Cast(browser)
    yield everybody
    everybody.leave()
    assert everybody.troubles() == []


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """A server of a test's own, to be killed, or with settings of its own."""
    made: list[Served] = []

    def start(**options: Any) -> Served:
        served = Served(tmp_path / f"served-{len(made)}", **{"size": FOUR_AT_MOST, **options})
        made.append(served)
        return served.start()

    yield start
    for served in made:
        if served.process.poll() is None:
            served.kill()
