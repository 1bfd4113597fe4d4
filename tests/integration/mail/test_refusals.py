"""What a mail server's "no" means: for this person for good, for now, or about us; and the line goes on to the next."""

from functools import partial
from typing import Any

import pytest

from balint_live.adapters.mail.transport import SmtpTransport
from balint_live.application.mail.contents import Addressee, Mail
from balint_live.application.mail.sender import Line, NotNow, Refused
from balint_live.application.mail_queue import MailKind
from tests.integration.mail.post_box import Moods, PostBox
from tests.integration.mail_contents.cast import letter, message


def to(name: str) -> Mail:
    return letter(MailKind.SOON, id=name, to=Addressee(name, name.title(), f"{name}@example.org"))


def outcome(line: Line, one: Mail) -> tuple[str, str]:
    try:
        line.send(message(one))
    except (Refused, NotNow) as no:
        return type(no).__name__, no.status
    return "sent", ""


def box(**answers: str) -> PostBox:
    return PostBox(Moods(answers={f"{name}@example.org": answer for name, answer in answers.items()}))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("550 5.1.1 nobody of that name", ("Refused", "5.1.1")),
        ("550 nobody of that name", ("Refused", "550")),
        ("552 5.2.2 full", ("Refused", "5.2.2")),
        ("553 5.1.10x not a code", ("Refused", "553")),
        ("450 4.2.1 not today", ("NotNow", "4.2.1")),
        ("451 greylisted, come back", ("NotNow", "451")),
        ("550 #5.1.0 Address rejected", ("Refused", "5.1.0")),
        ("550 5.4.1 Recipient address rejected: Access denied", ("Refused", "5.4.1")),
        ("530 5.7.0 sign in first", ("AboutUs", "auth")),
        ("552 5.2.3 too long", ("AboutUs", "5.2.3")),
        ("554 5.7.1 relay access denied", ("AboutUs", "5.7.1")),
        ("554 no", ("AboutUs", "554")),
        ("450 4.7.1 too many mails in an hour", ("AboutUs", "4.7.1")),
        ("421 4.3.2 closing", ("NotNow", "4.3.2")),
    ],
)
def test_an_answer_about_one_address(answer: str, expected: tuple[str, str]) -> None:
    with box(eve=answer) as server, SmtpTransport("127.0.0.1", server.port, "none").line() as line:
        assert [outcome(line, to(name)) for name in ("ana", "eve", "ben")] == [
            ("sent", ""),
            expected,
            ("sent", ""),
        ]

    assert [one.recipient for one in server.taken] == ["ana@example.org", "ben@example.org"]


def test_a_refusal_does_not_end_the_conversation() -> None:
    with box(eve="550 5.1.1 no") as server, SmtpTransport("127.0.0.1", server.port, "none").line() as line:
        for name in ("eve", "ana", "eve", "ben"):
            outcome(line, to(name))
    assert server.calls == 1


def test_first_busy_then_not() -> None:
    with (
        PostBox(Moods(busy_first=2)) as server,
        SmtpTransport("127.0.0.1", server.port, "none").line() as line,
    ):
        assert [outcome(line, to("ana")) for _ in range(3)] == [
            ("NotNow", "4.3.0"),
            ("NotNow", "4.3.0"),
            ("sent", ""),
        ]


def test_an_address_of_other_letters_is_refused_where_the_server_does_not_know_them() -> None:
    eve = letter(MailKind.SOON, to=Addressee("eve", "Eve", "ève@example.org"))
    with PostBox() as server, SmtpTransport("127.0.0.1", server.port, "none").line() as line:
        assert [outcome(line, one) for one in (eve, to("ana"))] == [("Refused", "5.6.7"), ("sent", "")]


class Choosy(PostBox):
    """Gives one answer to one of the commands."""

    def __init__(self, command: str, answer: str) -> None:
        super().__init__()
        setattr(self, f"handle_{command}", partial(self._answer, answer))

    async def _answer(self, answer: str, *_: Any) -> str:
        return answer


@pytest.mark.parametrize(
    ("command", "answer", "expected"),
    [
        ("MAIL", "553 5.1.8 not from you", ("AboutUs", "5.1.8")),
        ("MAIL", "550 5.1.1 nobody of that name may send", ("AboutUs", "5.1.1")),
        ("MAIL", "550 not from you", ("AboutUs", "550")),
        ("MAIL", "552 5.2.2 your own account is full", ("AboutUs", "5.2.2")),
        ("MAIL", "552 5.3.4 too long", ("AboutUs", "5.3.4")),
        ("MAIL", "535 5.7.8 your password has ended", ("AboutUs", "auth")),
        ("MAIL", "421 4.7.0 too many calls", ("AboutUs", "4.7.0")),
        ("MAIL", "451 4.3.0 busy", ("NotNow", "4.3.0")),
        ("DATA", "554 5.6.0 not such a text", ("AboutUs", "5.6.0")),
        ("DATA", "554 5.7.1 spam", ("AboutUs", "5.7.1")),
        ("DATA", "550 5.7.26 neither SPF nor DKIM vouches for you", ("AboutUs", "5.7.26")),
        ("DATA", "550 no", ("AboutUs", "550")),
        ("DATA", "552 5.2.2 their mailbox is full", ("Refused", "5.2.2")),
        ("DATA", "451 4.3.0 busy", ("NotNow", "4.3.0")),
    ],
)
def test_an_answer_about_the_sender_or_the_text(command: str, answer: str, expected: tuple[str, str]) -> None:
    with (
        Choosy(command, answer) as server,
        SmtpTransport("127.0.0.1", server.port, "none").line() as line,
    ):
        assert outcome(line, to("ana")) == expected
    assert server.taken == []


def test_a_sender_that_is_refused_ends_no_conversation() -> None:
    with (
        Choosy("MAIL", "553 5.1.8 not from you") as server,
        SmtpTransport("127.0.0.1", server.port, "none").line() as line,
    ):
        assert [outcome(line, to(name)) for name in ("ana", "ben")] == [("AboutUs", "5.1.8")] * 2
    assert server.calls == 1
