"""A network that lets web pages through and refuses WebSockets, as hospitals' networks do."""

import re
import socket

import pytest
from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.browser.detour import Detour, Request, read_request
from tests.browser.someone import NARROW
from tests.integration.live.person import Circle

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(300)]

BEHIND_AT_MOST = 5_000
"""Milliseconds, for each change."""


class NoUpgrades(Detour):
    refused = 0

    def tunnel(self, client: socket.socket, request: Request) -> None:
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        asked = read_request(client)
        if asked is not None and any(re.match("upgrade: websocket", each, re.I) for each in asked.head):
            self.refused += 1
            client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def test_a_session_over_plain_requests(circle: Circle, cast: Cast) -> None:
    with NoUpgrades() as network:
        ana = cast.leader(circle.leaders[0], **network.settings)
        tom = cast.registrant(circle.registrants[0], size=NARROW, **network.settings)
        for each in (ana, tom):
            each.expects.append(r"WebSocket connection to .* failed")
            each.opens_link()
            each.presses_the_button()
        expect(ana.part("link-state")).to_have_text("slow connection")
        expect(tom.part("link-state")).to_have_text("connected")
        expect(ana.part("quorum-line")).to_have_text("1 of 4 here, 4 needed")

        ana.starts()
        ana.button("Start").click()
        expect(tom.heading).to_have_text("Opening and agreement", timeout=BEHIND_AT_MOST)
        ana.moves_on("Who has a case?")
        expect(tom.heading).to_have_text("Who has a case?", timeout=BEHIND_AT_MOST)
        tom.presents()
        expect(ana.part("presenter-heading")).to_have_text(f"{tom.name}: presenter", timeout=BEHIND_AT_MOST)
        ana.moves_everyone("Group discussion")
        expect(tom.part("nothing-to-do")).to_be_visible(timeout=BEHIND_AT_MOST)
        tom.signals("I'd like to come back")
        ana.part("end-session").click()
        ana.button("End and erase").click()
        expect(tom.heading).to_have_text("This session has ended", timeout=BEHIND_AT_MOST)
        ana.is_at("Session ended")
        assert network.refused >= 4
        for each in (ana, tom):
            each.context.close()
