"""Participants, and the one of them who presents."""

from playwright.sync_api import expect

from tests.browser.someone import Someone


class Registrant(Someone):
    def is_connected(self, within: float = 20.0) -> None:
        """As the page itself says; `within` in seconds."""
        expect(self.part("link-state")).to_have_text("connected", timeout=within * 1000)

    def presents(self) -> None:
        self.button("I am presenting").click()
        expect(self.button("I am not presenting")).to_be_visible()

    def signals(self, words: str) -> None:
        self.button(words).click()
        expect(self.part("signal-note")).to_have_text("A leader can see this.")
