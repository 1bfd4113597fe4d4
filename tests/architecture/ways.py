"""Through which files three things pass: a press of Next, a list of registrants and a minute of presence.

They are traced in a real run of the whole application, in one process, with a database of its own and a clock that is moved:
a file counts when one of its functions runs, also in a child process. Importing a module does not count.
"""

import email
import email.policy
import os
import re
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

from balint_live.adapters.database.engine import Database
from balint_live.adapters.protocol_catalogue import load_texts
from balint_live.adapters.system import Log
from balint_live.application.groups.group import Settings
from balint_live.application.groups.schedule import Slot
from balint_live.application.identity import OPERATOR, Identity, Kind
from balint_live.application.live.ticker import SLICES
from balint_live.cli.installation import bring_up_to_date, settled
from balint_live.composition import create_app
from balint_live.composition.services import Adapters, group_service
from balint_live.config import read
from balint_live.domain.credit import CreditLine, Policy
from balint_live.runtime import runtime
from balint_live.web.live.broadcaster import NAMESPACE
from tests.architecture.tracing import sitecustomize as tracing
from tests.fakes import ManualClock
from tests.integration.groups.visitor import Visitor

START = datetime(2026, 9, 1, 17, 0, tzinfo=UTC)
WRITTEN_BESIDE = 0.05
"""Seconds for what is written beside the ticks."""
LIST = b"Name,Email\nCarla Mendes,carla@example.net\nDan Whitfield,dan@example.net\n"


@dataclass(frozen=True, slots=True)
class Way:
    """What passes from one end to the other, and the files on its way, relative to the package."""

    title: str
    files: set[str]
    of_any_page: set[str]
    """Those of them that serve each of three quite different pages that the same person asks for."""


def traced() -> dict[str, Way]:
    """The three ways by their short names."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ[tracing.CHILDREN] = str(Path(folder) / "children")
        os.environ["PYTHONPATH"] = str(Path(tracing.__file__).parent)
        site = Site(Path(folder))
        taken_in = _passed(site.take_in_a_list, before=site.send_mail)
        pressed = _passed(site.press_next, before=site.come_in)
        stated = _passed(site.write_a_minute, before=site.let_the_display_change) | _passed(
            site.state_it, before=site.confirm
        )
        of_ana = _of_any_page(site.ana, f"/groups/{site.group}", f"/meetings/{site.meeting}", "/privacy")
        of_carla = _of_any_page(
            site.carla, f"{site.carla_link}/record", f"/meetings/{site.meeting}", "/privacy"
        )
    return {
        "next": Way("phase.next to the last display", pressed, pressed & of_ana),
        "list": Way("list to e-mail", taken_in, taken_in & of_ana),
        "minute": Way("minute to statement", stated, stated & of_carla),
    }


def _of_any_page(visitor: Visitor, *addresses: str) -> set[str]:
    return set.intersection(*(_passed(partial(_look, visitor, address)) for address in addresses))


def _look(visitor: Visitor, address: str) -> None:
    assert visitor.look(address).status == 200


def _passed(way: Callable[[], None], before: Callable[[], object] = lambda: None) -> set[str]:
    before()
    children = Path(os.environ[tracing.CHILDREN])
    children.unlink(missing_ok=True)
    tracing.noted.clear()
    with _noting():
        way()
    in_children = children.read_text(encoding="utf-8").splitlines() if children.exists() else []
    return {each.removeprefix(tracing.PACKAGE) for each in tracing.noted | set(in_children)}


@contextmanager
def _noting() -> Iterator[None]:
    threading.setprofile(tracing.note)
    sys.setprofile(tracing.note)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


class Site:
    """The whole application with one group, whose leader is Ana and whose first session begins in ten minutes."""

    def __init__(self, folder: Path) -> None:
        file = folder / "config.toml"
        server = 'async_mode = "threading"\npublic_url = "http://localhost"\n'
        file.write_text(
            f'[data]\ndirectory = "{folder}"\n[server]\n{server}[limits]\npages_burst = 9999\nown_pages_burst = 9999\n',
            encoding="utf-8",
        )
        self.config = settled(read(file))
        bring_up_to_date(self.config)
        self.clock = ManualClock(START)
        self.application = create_app(self.config, runtime("threading"), self.clock, demo=True)
        self.group, self.meeting = self._founded()
        self.ana = Visitor(self.application.flask, self._leader)
        self.pages: list[Any] = []
        self.revision = 0

    def take_in_a_list(self) -> None:
        """From the chosen file to the invitations in the outbox folder."""
        people = f"/groups/{self.group}/people/import"
        looked = self.ana.press(self.ana.look(people), "Look at it", {"list": (BytesIO(LIST), "list.csv")})
        assert self.ana.press(looked, "Enrol 2 people").status == 303
        invitations = self.ana.look(f"/groups/{self.group}/invitations")
        assert self.ana.press(invitations, "Send 2 invitations").status == 303
        self.send_mail()

    def send_mail(self) -> None:
        """Until none is due any more."""
        send, *_others = self.application.jobs
        while send():
            pass

    def come_in(self) -> None:
        """Ana and Carla connect, and Ana opens the session."""
        self.carla = Visitor(self.application.flask, None)
        link = re.search(r"http://localhost(/join/\S+)", self._mail_to("Carla Mendes"))
        assert link is not None
        self.carla_link = link[1]
        self.carla.press(self.carla.look(link[1]), "I agree, and my room is private")
        self.pages = [self._connected(visitor) for visitor in (self.ana, self.carla)]
        self._press("meeting.open")

    def press_next(self) -> None:
        """Until Ana's and Carla's pages have been sent the new state."""
        for page in self.pages:
            page.get_received(NAMESPACE)
        self._press("phase.next")
        for page in self.pages:
            while "snapshot" not in [each["name"] for each in page.get_received(NAMESPACE)]:
                Event().wait(WRITTEN_BESIDE)

    def let_the_display_change(self) -> None:
        """Until the next change of the participants' soft clock is minutes away: it is no part of being present."""
        self._pass(minutes=3)

    def write_a_minute(self) -> None:
        """Carla's page stays connected, until the minute is in the database."""
        self._pass(minutes=1)

    def confirm(self) -> None:
        """The rest of the hour, the end, and Ana's press under the roll."""
        self._pass(minutes=60)
        self._press("meeting.close")
        roll = self.ana.look(f"/groups/{self.group}/sessions/{self.meeting}/roll")
        confirm = next(each for each in roll.buttons if each.startswith("Confirm"))
        assert self.ana.press(roll, confirm).status == 303
        self.record = self.carla.look(f"{self.carla_link}/record")

    def state_it(self) -> None:
        """Carla's press for her statement, and the file."""
        stated = self.carla.press(self.record, "Statement of session 1 (PDF)")
        assert self.carla._client.get(stated.location).data.startswith(b"%PDF")

    def _pass(self, minutes: int) -> None:
        for _ in range(minutes):
            for _ in range(6):
                self.clock.wait(seconds=10)
                for _ in range(10 * SLICES):
                    self.application.tick()
            Event().wait(WRITTEN_BESIDE)

    def _founded(self) -> tuple[str, str]:
        database, texts = Database(self.config.database_at), load_texts()
        groups = group_service(Adapters(self.config, self.clock, database, texts, Log("error")))
        settings = Settings(
            name="Tuesday group",
            society="The Society",
            timezone="Europe/London",
            contact="contact@example.org",
            credit_lines=(CreditLine(policy=Policy.QUARTER_HOUR, credit_type="CME", designated_quarters=6),),
        )
        slot = Slot(START + timedelta(minutes=10), texts.catalogue.protocols["abs60"])
        id = groups.create(OPERATOR, settings, [("Ana Ruiz", "ana@example.net")], [slot])
        group = groups.group(id, OPERATOR)
        self._leader = Identity(Kind.LEADER, group.leaders[0].id, 1)
        database.dispose()
        return id, group.meetings[0].id

    def _mail_to(self, name: str) -> str:
        """The plain text of the one mail to them."""
        files = self.config.outbox.glob("*.eml")
        mails = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
        [body] = [mail.get_body(("plain",)) for mail in mails if name in str(mail["To"])]
        return "" if body is None else str(body.get_content())

    def _connected(self, visitor: Visitor) -> Any:
        page = visitor.look(f"/meetings/{self.meeting}")
        token = re.search(r'name="live-token" content="([^"]+)"', page.html)
        assert token is not None, page.text
        server = self.application.flask.extensions["socketio"]
        client = server.test_client(
            self.application.flask,
            namespace=NAMESPACE,
            auth={"meeting": self.meeting, "token": token[1]},
            flask_test_client=visitor._client,
        )
        assert client.is_connected(NAMESPACE)
        return client

    def _press(self, type: str) -> None:
        revision = self.revision
        answer = self.pages[0].emit(
            "command",
            {"id": f"press-{type}-{revision}", "type": type, "expectedRevision": revision},
            namespace=NAMESPACE,
            callback=True,
        )
        assert answer["ok"], answer
        self.revision = answer["revision"]
