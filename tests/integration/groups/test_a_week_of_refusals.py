"""A mail server that refuses everything, and a week of looks: everybody is tried once for each mail, and the page says why.

The conversation is a real one, with a server that answers every recipient with "nobody of that name".
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from balint_live import config as configuration
from balint_live.adapters.database.tables.mail import MailRow
from balint_live.adapters.protocol_catalogue import load_texts
from balint_live.adapters.system import Log
from balint_live.application.groups.changes import Changes
from balint_live.application.mail.sender import Mailing
from balint_live.application.mail_queue import MailKind, MailState
from balint_live.composition.jobs import mailing
from balint_live.composition.services import Adapters
from tests.integration.groups.cast import (
    ANA,
    FIRST,
    FIRST_END,
    FIRST_START,
    SECOND,
    Site,
    hold_first,
    registrant,
)
from tests.integration.groups.page import Page
from tests.integration.mail.post_box import Moods, PostBox

A_LOOK = timedelta(minutes=10)
CLOSE_LOOKS = timedelta(seconds=30)
"""As they are; over the whole week the test would take minutes."""
A_DAY_AND_AN_HOUR_BEFORE = FIRST_START - timedelta(hours=25)
A_WEEK = timedelta(days=7)
INVITATIONS = "/groups/tuesday/invitations"


class Refusing(PostBox):
    """`asked` are the addresses it was asked to take mail for, in order."""

    def __init__(self) -> None:
        super().__init__(Moods(refused=1.0))
        self.asked: list[str] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        self.asked.append(address.partition("@")[0])
        return await super().handle_RCPT(server, session, envelope, address, options)


class FaultLog(Log):
    """Keeps what is reported in a list, and writes nothing."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__()
        self.faults = faults

    def fault(self, where: str, fault: Exception) -> None:
        self.faults.append(f"{where} {fault!r}")


class Week:
    """The Tuesday group, and whoever sends its mails, by a clock that goes on from look to look."""

    def __init__(self, site: Site, port: int) -> None:
        self.site = site
        self.faults: list[str] = []
        self.post = self._post(port)

    def until(self, moment: datetime, look: timedelta = A_LOOK) -> None:
        clock = self.site.clock
        while clock.now() < moment:
            clock.set(min(clock.now() + look, moment))
            while self.post.work():
                pass

    def _post(self, port: int) -> Mailing:
        mail = {"host": "127.0.0.1", "port": port, "security": "none", "from_address": "balint@example.org"}
        server = {"public_url": "https://balint.example.org"}
        config = configuration.from_settings({"mail": mail, "server": server}, "test").settled(
            lambda _: "s" * 32
        )
        log = FaultLog(self.faults)
        return mailing(Adapters(config, self.site.clock, self.site.database, load_texts(), log))


@pytest.fixture
def box() -> Iterator[Refusing]:
    box = Refusing()
    with box:
        yield box


def everybody_but_erin_is_invited(site: Site) -> None:
    ana = site.visitor(ANA)
    ana.press(ana.look(INVITATIONS), "Send 4 invitations")
    site.deliver()
    site.change(Changes(registrants=(registrant("erin"),)))


def a_series_of_one_session(site: Site) -> None:
    one = text("UPDATE groups SET planned_sessions = 1 WHERE id = 'tuesday'")
    site.database.write(lambda session: session.execute(one))


def what_was_tried(site: Site) -> Counter[tuple[str, MailKind, MailState, int]]:
    """Per mail: for whom, what it was, what came of it, and how often it was tried."""
    query = select(
        MailRow.registrant_id, MailRow.leader_id, MailRow.kind, MailRow.state, MailRow.attempts
    ).where(MailRow.created_at >= A_DAY_AND_AN_HOUR_BEFORE)
    rows = site.database.read(lambda session: session.execute(query).all())
    return Counter(
        (person or leader or "", kind, state, tries) for person, leader, kind, state, tries in rows
    )


def link_column(page: Page) -> dict[str, str]:
    """By name, what is said of somebody's link and of their mails."""
    rows = page.main.all("table")[1].all("tbody")[0].all("tr")
    return {each.all("bdi")[0].text: each.all("td")[1].text for each in rows}


def test_everybody_is_tried_once_for_each_mail_and_the_page_says_why(site: Site, box: Refusing) -> None:
    everybody_but_erin_is_invited(site)
    a_series_of_one_session(site)
    site.clock.set(A_DAY_AND_AN_HOUR_BEFORE)
    week, ana = Week(site, box.port), site.visitor(ANA)

    site.services.groups.cancel(ANA, "tuesday", SECOND)
    ana.press(ana.look(INVITATIONS), "Send 1 invitation")
    week.until(FIRST_START - timedelta(minutes=16))
    week.until(FIRST_START, CLOSE_LOOKS)
    week.until(FIRST_END)
    hold_first(site, "carla")
    week.until(FIRST_END + timedelta(hours=2))
    site.services.attendance_service.confirm(ANA, "tuesday", FIRST, here={})
    week.until(A_DAY_AND_AN_HOUR_BEFORE + A_WEEK)

    four, leaders = ("carla", "dan", "otto", "priya"), ("ana", "ben")
    mails = [("erin", MailKind.INVITATION), ("ana", MailKind.ROLL_OPEN), ("ben", MailKind.ROLL_OPEN)]
    mails += [
        (one, kind)
        for one in (*four, *leaders)
        for kind in (MailKind.CANCELLED, MailKind.DAY_BEFORE, MailKind.SOON)
    ]
    mails += [("carla", MailKind.STATEMENT)]
    assert what_was_tried(site) == Counter((one, kind, MailState.REFUSED, 1) for one, kind in mails)
    assert Counter(box.asked) == Counter(one for one, _ in mails)
    assert week.faults == []

    because = "not delivered: their mail server does not know this address (5.1.1)"
    reminded = (
        f"Notice of a cancelled session {because} "
        f"Reminder a day before {because} Reminder shortly before {because}"
    )
    refused = "refused Their mail server does not know this address. Please check the address. (code 5.1.1)"
    assert link_column(ana.look("/groups/tuesday")) == {
        "Carla": f"Link: used {reminded} E-mail about their attendance {because}",
        "Dan": f"Link: delivered to their mail server {reminded}",
        "Erin": f"Link: {refused}",
        "Otto": f"Link: delivered to their mail server {reminded}",
        "Priya": f"Link: delivered to their mail server {reminded}",
    }
    assert f"Reminder a day before {because}" in ana.look("/groups/tuesday/people/dan").text
