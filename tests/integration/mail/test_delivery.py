"""Messages brought to a real mail server, over TLS and with a password, and read back from there."""

from collections.abc import Sequence

import pytest

from balint_live.adapters.mail.headers import octets
from balint_live.adapters.mail.transport import SmtpTransport, Tls
from balint_live.application.mail.contents import Mail
from balint_live.application.mail.sender import MailTransport
from balint_live.application.mail_queue import MailKind
from tests.integration.mail.conftest import Certificates
from tests.integration.mail.post_box import PostBox
from tests.integration.mail_contents.cast import LEAVE, every_letter, letter, message

LOGIN = {"groups": "correct horse"}


def bring(transport: MailTransport, letters: Sequence[Mail]) -> None:
    with transport.line() as line:
        for each in letters:
            line.send(message(each))


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_message_arrives_as_it_was_written(certificates: Certificates, tls: Tls) -> None:
    sent = message(letter(MailKind.DAY_BEFORE))
    with PostBox(tls=tls, certificate=certificates.server, logins=LOGIN) as box:
        transport = SmtpTransport(
            "127.0.0.1", box.port, tls, "groups", "correct horse", 5, certificates.trusting
        )
        with transport.line() as line:
            line.send(sent)
    (got,) = box.taken

    assert got.content.replace(b"\r\n", b"\n").split(b"\n\n")[0].startswith(b"From: Balint groups online")
    assert (got.sender, got.recipient) == ("groups@balint.example.org", "miriam.weiss@example.com")
    assert (got.encrypted, got.username) == (True, "groups")
    assert got.message_id == "<mail-day_before@balint.example.org>"
    assert got.message["Subject"] == sent["Subject"]
    assert got.message["List-Unsubscribe"] == f"<{LEAVE}>"
    assert _contents(got.message) == _contents(sent)


def _contents(message: object) -> list[tuple[str, str]]:
    return [
        (part.get_content_type(), part.get_content().replace("\r\n", "\n"))
        for part in message.walk()  # type: ignore[attr-defined]
        if not part.is_multipart()
    ]


def test_every_kind_of_letter_arrives_in_one_conversation() -> None:
    letters = list(every_letter().values())
    with PostBox() as box:
        bring(SmtpTransport("127.0.0.1", box.port, "none"), letters)

    assert box.calls == 1
    assert [one.message_id for one in box.taken] == [f"<{one.id}@balint.example.org>" for one in letters]


def test_nothing_on_the_wire_needs_more_than_ascii_and_lines_of_mail() -> None:
    with PostBox() as box:
        bring(SmtpTransport("127.0.0.1", box.port, "none"), list(every_letter().values()))

    for one in box.taken:
        lines = one.content.split(b"\r\n")
        assert one.content.isascii()
        assert max(len(line) for line in lines) <= 998
        assert [line[:16] for line in lines if len(line) > 78] == (
            [b"List-Unsubscribe"] if one.message["List-Unsubscribe"] else []
        )


def test_a_line_that_begins_with_a_dot_arrives_whole() -> None:
    dotted = letter(MailKind.SOON)
    sent = message(dotted)
    body = sent.get_body(("plain",))
    assert body is not None
    body.set_content("one\n.\n..two\n", cte="7bit")
    assert b"\r\n.\r\n" in octets(sent)
    with PostBox() as box, SmtpTransport("127.0.0.1", box.port, "none").line() as line:
        line.send(sent)

    (got,) = box.taken
    received = got.message.get_body(("plain",))
    assert received is not None
    assert received.get_content().replace("\r\n", "\n") == "one\n.\n..two\n"


def test_the_server_learns_nothing_of_this_machine() -> None:
    greetings: list[str] = []

    class Listening(PostBox):
        async def handle_EHLO(self, server, session, envelope, hostname, responses):  # type: ignore[no-untyped-def]  # noqa: N802
            greetings.append(hostname)
            return await super().handle_EHLO(server, session, envelope, hostname, responses)

    with Listening() as box:
        bring(SmtpTransport("127.0.0.1", box.port, "none"), [letter(MailKind.SOON)])
    assert greetings == ["[127.0.0.1]"]
