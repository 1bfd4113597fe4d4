"""The drain and a moody server: everybody has their letter in the end, twice only where nobody could know."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count

import pytest

from balint_live.adapters.mail.render import Composer
from balint_live.adapters.mail.transport import SmtpTransport
from balint_live.application.mail.contents import Addressee, Mail
from balint_live.application.mail.sender import MailSender
from balint_live.application.mail_queue import DueMail, MailKind, MailState
from tests.fakes import ManualClock
from tests.integration.mail.post_box import Moods, PostBox
from tests.integration.mail_contents.cast import SENDER, letter
from tests.unit.application.mail.fake_mail import NOW, FakeQueue, mail

PEOPLE = [f"person{number}" for number in range(60)]
MOODY = Moods(busy_first=5, busy=0.2, hung_up=0.1, lost=0.1)


class ToEverybody:
    """As MailContents: the mail's id is the person's."""

    def mail(self, due: DueMail, now: datetime) -> Mail | None:
        id = due.mail.id
        return letter(MailKind.DAY_BEFORE, id=id, to=Addressee(id, id.title(), f"{id}@example.org"))


class HeldSession:
    """A queue, a drain and a server, and time that goes by between the rounds."""

    def __init__(self, box: PostBox) -> None:
        self.box = box
        self.queue = FakeQueue(*map(mail, PEOPLE))
        self.clock = ManualClock(NOW)
        self.reported: list[str] = []
        transport = SmtpTransport("127.0.0.1", box.port, "none", timeout_seconds=5)
        self.sender = MailSender(
            clock=self.clock,
            store=self.queue,
            contents=ToEverybody().mail,
            compose=Composer(SENDER).message,
            transport=transport,
            chance=lambda: 0.5,
            new_id=map(str, count()).__next__,
            report=lambda where, fault: self.reported.append(where),
        )

    def until_nothing_waits(self) -> None:
        while any(row.state is MailState.WAITING for row in self.queue.rows.values()):
            self.sender.run_once(20)
            self.clock.wait(minutes=1)


@pytest.fixture
def held_session() -> Iterator[HeldSession]:
    with PostBox(MOODY, seed=7) as box:
        yield HeldSession(box)


def test_everybody_gets_it_and_only_the_unknowable_goes_twice(held_session: HeldSession) -> None:
    held_session.until_nothing_waits()

    times = held_session.box.times_taken()
    unknowable = {one.recipient for one in held_session.box.taken if not one.answered}
    assert set(held_session.queue.states.values()) == {(MailState.DELIVERED, None)}
    assert sorted(times) == sorted((f"{id}@example.org", f"<{id}@balint.example.org>") for id in PEOPLE)
    assert {recipient for (recipient, _), often in times.items() if often > 1} == unknowable
    assert unknowable != set()
    assert held_session.reported == []


def test_a_server_that_stays_away_for_a_while_loses_nothing(held_session: HeldSession) -> None:
    held_session.sender.run_once(20)
    held_session.box.go()
    for _ in range(10):
        held_session.sender.run_once(20)
        held_session.clock.wait(minutes=1)
    held_session.box.come()
    held_session.until_nothing_waits()

    assert {id for _, id in held_session.box.times_taken()} == {f"<{id}@balint.example.org>" for id in PEOPLE}
    assert set(held_session.reported) == {"post.no_answer"}
