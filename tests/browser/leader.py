"""Leaders at their consoles."""

from playwright.sync_api import Locator, expect

from tests.browser.someone import Someone

FALLING_FINGER = 1_050
"""Milliseconds for which a button ignores presses after somebody else's act has changed its words, and a little more."""

BETWEEN_MOVES = 650
"""Milliseconds in which a second move by the same leader is taken for a double press, and a little more."""

ALARMS = """
globalThis.alarms = 0;
new MutationObserver(() => {
  if (document.querySelector('[data-part="presenter-alarm"]')?.checkVisibility()) globalThis.alarms += 1;
}).observe(document, { subtree: true, attributes: true, childList: true });
"""
"""A page's record of the presenter's alarm, also of one that comes and goes."""


class Leader(Someone):
    @property
    def was_alarmed(self) -> bool:
        """Ever since the page was loaded; only with the script ALARMS."""
        alarms: int = self.page.evaluate("alarms")
        return alarms > 0

    def starts(self) -> None:
        self.button("Start session").click()

    def undoes(self, what: str) -> None:
        self.presses(f"Undo: {what}")

    def shows_the_reminder(self) -> None:
        """By the button beside the guidance for the opening."""
        self.part("guide-acts").get_by_role("button", name="Show the reminder").click()

    def moves_on(self, phase: str) -> None:
        """By the primary button, which names where it leads."""
        self.presses(f"Go to: {phase}")
        self.is_at(phase)

    def moves_everyone(self, phase: str) -> None:
        """To any phase, by way of a look at it."""
        self.looks_at(phase)
        self.page.wait_for_timeout(BETWEEN_MOVES)
        self.button("Move everyone here").click()
        self.is_at(phase)

    def looks_at(self, phase: str) -> None:
        self.opens("phases")
        self.part("phases").get_by_role("button", name=f"Look at {phase}").click()
        expect(self.part("preview-name")).to_have_text(phase)

    def marks_as_presenter(self, name: str) -> None:
        """From the person's row, whether or not they have a page open."""
        row = self.row(name)
        row.locator('[data-part="person-toggle"]').click()
        row.get_by_role("button", name="Mark as presenter").click()
        expect(self.part("presenter-heading")).to_contain_text(name)

    def presses(self, name: str) -> None:
        """For a button whose words somebody else may have changed: read it, as people do, and press it."""
        expect(self.button(name)).to_be_visible()
        self.page.wait_for_timeout(FALLING_FINGER)
        self.button(name).click()

    def opens(self, drawer: str) -> None:
        """Beside Zoom a drawer has to be opened; on a wide screen it is always open."""
        toggle = self.page.locator(f'.drawer-toggle[aria-controls="{drawer}-drawer"]')
        if toggle.is_visible() and toggle.get_attribute("aria-expanded") == "false":
            toggle.click()

    def sends(self, signal: str) -> None:
        self.opens("signals")
        self.page.locator("#signals-drawer").get_by_role("button", name=signal).click()
        expect(self.part("signal-note")).to_have_text(f"Sent: {signal}")

    def signal(self, words: str) -> Locator:
        """One received: the row, with its sender and its buttons."""
        return self.part("received").get_by_role("listitem").filter(has_text=words)

    def at_the_door(self, name: str) -> Locator:
        """Of somebody who waits to be let in: the row, with its button."""
        return self.part("door").get_by_role("listitem").filter(has_text=name)

    def row(self, name: str) -> Locator:
        """Somebody's row in the list of people."""
        return self.part("roster-rows").get_by_role("listitem").filter(has_text=name)
