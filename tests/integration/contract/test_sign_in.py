"""A leader signs in from the mail itself, as the running server sends it; a mail filter that got there first did nothing."""

import email
import re
import time
from email.message import EmailMessage
from email.policy import default

import pytest

from tests.integration.live.person import Person
from tests.integration.live.served import Served

PATIENCE_S = 20.0


class Asked:
    """A leader who has asked for a mail, and what stands in it."""

    def __init__(self, site: Served) -> None:
        self.site = site
        self.leader = site.circle().leaders[0]
        [(self.address,)] = site.rows("SELECT email FROM leaders WHERE id = ?", self.leader.id)
        self.page = self.leader.post("/sign-in", {**self.leader.get("/sign-in").form, "email": self.address})
        text = self._mail()
        self.link = re.findall(rf"{site.url}/sign-in/\S+", text)[0]
        self.digits = re.findall(r"(?<!\d)\d{6}(?!\d)", text.replace(self.link, ""))[0]

    def _mail(self) -> str:
        """The plain text of the mail, once it has been written."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            for path in (self.site.data / "outbox").glob("*.eml"):
                message = email.message_from_bytes(path.read_bytes(), policy=default)
                assert isinstance(message, EmailMessage)
                body = message.get_body(("plain",))
                if self.address in message["To"] and body is not None and "/sign-in/" in body.get_content():
                    return str(body.get_content())
            time.sleep(0.1)
        raise AssertionError("no mail came")


@pytest.fixture
def asked(eventlet_site: Served) -> Asked:
    return Asked(eventlet_site)


def is_signed_in(person: Person) -> bool:
    return person.get(person.page).status == 200


def test_a_scanner_comes_first_and_the_right_browser_still_gets_in(asked: Asked) -> None:
    scanner = asked.leader.elsewhere()
    looks = [scanner.get(asked.link) for _ in range(20)] + [
        scanner.ask("HEAD", asked.link) for _ in range(20)
    ]
    presses = [scanner.post(asked.link, {**scanner.get("/sign-in").form, **scanner.get(asked.link).form})]
    presses.append(asked.leader.elsewhere().post(asked.link, {}))

    assert {each.status for each in looks} == {200}
    assert [each.status for each in presses] == [403, 400]
    assert not is_signed_in(scanner)
    assert asked.site.rows("SELECT used_at FROM sign_ins WHERE leader_id = ?", asked.leader.id) == [(None,)]

    pressed = asked.leader.post(asked.link, asked.leader.get(asked.link).form)
    assert (pressed.status, pressed.headers["location"]) == (303, asked.leader.page)
    assert is_signed_in(asked.leader)
    assert asked.leader.get(asked.link).status == 410


def test_a_mail_read_on_a_telephone_signs_the_laptop_in_by_its_digits(asked: Asked) -> None:
    telephone = asked.leader.elsewhere()
    assert "another browser" in telephone.get(asked.link).text

    typed = asked.leader.post("/sign-in", {**asked.page.form, "code": asked.digits})

    assert (typed.status, typed.headers["location"]) == (303, asked.leader.page)
    assert is_signed_in(asked.leader)
