"""What a mail server's "no" means: for this person for good, or for now; and the line goes on to the next."""

import pytest

from balint_live.adapters.mail.smtp import SmtpCarrier
from balint_live.application.post.letter import Addressee, Letter
from balint_live.application.post.mail import MailKind
from balint_live.application.post.ports import Line, NotNow, Refused
from tests.integration.letters.cast import letter, message
from tests.integration.mail.post_box import Moods, PostBox


def to(name: str) -> Letter:
    return letter(MailKind.SOON, id=name, to=Addressee(name, name.title(), f"{name}@example.org"))


def outcome(line: Line, one: Letter) -> tuple[str, str]:
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
        ("530 5.7.0 sign in first", ("NotNow", "auth")),
        ("421 4.3.2 closing", ("NotNow", "4.3.2")),
    ],
)
def test_an_answer_about_one_address(answer: str, expected: tuple[str, str]) -> None:
    with box(eve=answer) as server, SmtpCarrier("127.0.0.1", server.port, "none").line() as line:
        assert [outcome(line, to(name)) for name in ("ana", "eve", "ben")] == [
            ("sent", ""),
            expected,
            ("sent", ""),
        ]

    assert [one.recipient for one in server.taken] == ["ana@example.org", "ben@example.org"]


def test_a_refusal_does_not_end_the_conversation() -> None:
    with box(eve="550 5.1.1 no") as server, SmtpCarrier("127.0.0.1", server.port, "none").line() as line:
        for name in ("eve", "ana", "eve", "ben"):
            outcome(line, to(name))
    assert server.calls == 1


def test_first_busy_then_not() -> None:
    with PostBox(Moods(busy_first=2)) as server, SmtpCarrier("127.0.0.1", server.port, "none").line() as line:
        assert [outcome(line, to("ana")) for _ in range(3)] == [
            ("NotNow", "4.3.0"),
            ("NotNow", "4.3.0"),
            ("sent", ""),
        ]


def test_an_address_of_other_letters_is_refused_where_the_server_does_not_know_them() -> None:
    eve = letter(MailKind.SOON, to=Addressee("eve", "Eve", "ève@example.org"))
    with PostBox() as server, SmtpCarrier("127.0.0.1", server.port, "none").line() as line:
        assert [outcome(line, one) for one in (eve, to("ana"))] == [("Refused", "5.6.7"), ("sent", "")]


def test_a_text_that_is_refused() -> None:
    class Squeamish(PostBox):
        async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]  # noqa: N802
            return "554 5.6.0 not such a text"

    with Squeamish() as server, SmtpCarrier("127.0.0.1", server.port, "none").line() as line:
        assert outcome(line, to("ana")) == ("Refused", "5.6.0")


def test_a_sender_that_is_refused() -> None:
    class Choosy(PostBox):
        async def handle_MAIL(self, server, session, envelope, address, options):  # type: ignore[no-untyped-def]  # noqa: N802
            return "553 5.1.8 not from you"

    with Choosy() as server, SmtpCarrier("127.0.0.1", server.port, "none").line() as line:
        assert outcome(line, to("ana")) == ("Refused", "5.1.8")
