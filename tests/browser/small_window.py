"""The small window that a live page can put above Zoom."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page

from tests.browser.looks import resize
from tests.browser.someone import Size, Someone

NOTHING_FLOATS = "Object.defineProperty(window, 'documentPictureInPicture', { value: undefined });"
"""For a page's start: a browser without Document Picture-in-Picture."""

SMALL: Size = (340, 300)


class SmallWindow:
    """Opened by `act`; its size is what the page asked for, which a browser without a screen does not do by itself."""

    def __init__(self, owner: Someone, act: Callable[[], object]) -> None:
        with owner.context.expect_page() as opened:
            act()
        self.page: Page = opened.value
        resize(self.page, SMALL)
        self.heading.wait_for()

    @property
    def heading(self) -> Locator:
        return self.part("phase-name")

    @property
    def text(self) -> str:
        """All that is in it, seen or not."""
        return self.page.locator("html").text_content() or ""

    def part(self, name: str) -> Locator:
        return self.page.locator(f'[data-part="{name}"]')

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)
