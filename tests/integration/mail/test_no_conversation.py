"""Conversations that do not come about, or break: never held against a person, and never in the clear."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from balint_live.adapters.mail.transport import SmtpTransport, Tls
from balint_live.application.mail.sender import NotNow
from balint_live.application.mail_queue import MailKind
from tests.integration.mail.conftest import Certificates
from tests.integration.mail.post_box import Moods, PostBox
from tests.integration.mail_contents.cast import letter, message

LOGIN = {"groups": "correct horse"}
SHORT = 0.3
"""Seconds to wait for an answer that will not come."""


def problem(transport: SmtpTransport) -> str:
    with pytest.raises(NotNow) as caught, transport.line() as line:
        line.send(message(letter(MailKind.SOON)))
    return caught.value.status


@contextmanager
def answering(*lines: bytes) -> Iterator[int]:
    """A server that greets with these lines, one for each that it hears, and then says nothing more; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        over = threading.Event()
        thread = threading.Thread(target=_answer, args=(listening, lines, over))
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            over.set()
            thread.join()


def _answer(listening: socket.socket, lines: tuple[bytes, ...], over: threading.Event) -> None:
    caller, _ = listening.accept()
    with caller:
        for line in lines:
            caller.sendall(line)
            caller.recv(1024)
        over.wait(10)


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_wrong_password(certificates: Certificates, tls: Tls) -> None:
    with PostBox(tls=tls, certificate=certificates.server, logins=LOGIN) as box:
        transport = SmtpTransport("127.0.0.1", box.port, tls, "groups", "wrong", 5, certificates.trusting)
        assert problem(transport) == "auth"
    assert box.taken == []


def test_a_password_that_cannot_be_sent(certificates: Certificates) -> None:
    with PostBox(tls="starttls", certificate=certificates.server, logins=LOGIN) as box:
        transport = SmtpTransport(
            "127.0.0.1", box.port, "starttls", "groups", "pässword", 5, certificates.trusting
        )
        assert problem(transport) == "auth"


def test_a_server_that_wants_a_password_we_do_not_have(certificates: Certificates) -> None:
    with PostBox(tls="starttls", certificate=certificates.server, logins=LOGIN) as box:
        transport = SmtpTransport("127.0.0.1", box.port, "starttls", context=certificates.trusting)
        assert problem(transport) == "auth"


def test_a_server_that_knows_no_passwords(certificates: Certificates) -> None:
    with PostBox(tls="starttls", certificate=certificates.server) as box:
        transport = SmtpTransport("127.0.0.1", box.port, "starttls", "groups", "x", 5, certificates.trusting)
        assert problem(transport) == "auth"


def test_a_password_is_never_sent_in_the_clear() -> None:
    with pytest.raises(ValueError, match="over TLS only"):
        SmtpTransport("127.0.0.1", 25, "none", "groups", "correct horse")


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_certificate_nobody_vouches_for(certificates: Certificates, tls: Tls) -> None:
    with PostBox(tls=tls, certificate=certificates.server) as box:
        assert problem(SmtpTransport("127.0.0.1", box.port, tls, context=certificates.wary)) == "tls"
        assert problem(SmtpTransport("127.0.0.1", box.port, tls)) == "tls"
    assert box.taken == []


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_certificate_of_another_machine(certificates: Certificates, tls: Tls) -> None:
    with PostBox(tls=tls, certificate=certificates.elsewhere) as box:
        assert problem(SmtpTransport("127.0.0.1", box.port, tls, context=certificates.trusting)) == "tls"
    assert box.taken == []


def test_without_starttls_nothing_is_said(certificates: Certificates) -> None:
    with PostBox() as box:
        transport = SmtpTransport("127.0.0.1", box.port, "starttls", context=certificates.trusting)
        assert problem(transport) == "no_starttls"
    assert box.taken == []


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert problem(SmtpTransport("127.0.0.1", port, "none")) == "no_answer"


def test_a_name_that_is_no_machine() -> None:
    assert problem(SmtpTransport("mail.invalid", 25, "none", timeout_seconds=5)) == "no_answer"


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ((), "no_answer"),
        ((b"220 hello\r\n",), "no_answer"),
        ((b"220 hello\r\n", b"250 hello\r\n"), "no_answer"),
        (
            (b"220 hello\r\n", b"250 hello\r\n", b"250 sender\r\n", b"250 recipient\r\n", b"354 go\r\n"),
            "no_answer",
        ),
        ((b"554 5.3.2 not today\r\n",), "5.3.2"),
        ((b"421 too many\r\n",), "421"),
        ((b"what is this\r\n",), "no_answer"),
    ],
)
def test_a_server_that_falls_silent(lines: tuple[bytes, ...], status: str) -> None:
    with answering(*lines) as port:
        assert problem(SmtpTransport("127.0.0.1", port, "none", timeout_seconds=SHORT)) == status


def test_a_server_that_falls_silent_before_its_certificate(certificates: Certificates) -> None:
    with answering() as port:
        transport = SmtpTransport(
            "127.0.0.1", port, "implicit", timeout_seconds=SHORT, context=certificates.trusting
        )
        assert problem(transport) == "no_answer"


def test_a_line_that_breaks_after_the_text_is_opened_anew() -> None:
    with PostBox(Moods(hung_up=1.0)) as box, SmtpTransport("127.0.0.1", box.port, "none").line() as line:
        with pytest.raises(NotNow) as caught:
            line.send(message(letter(MailKind.SOON)))
        box.moods = Moods()
        line.send(message(letter(MailKind.SOON)))

    assert caught.value.status == "no_answer"
    assert [one.answered for one in box.taken] == [False, True]
    assert box.times_taken() == {("miriam.weiss@example.com", "<mail-soon@balint.example.org>"): 2}


def test_a_text_that_was_lost_is_not_taken() -> None:
    with PostBox(Moods(lost=1.0)) as box:
        assert problem(SmtpTransport("127.0.0.1", box.port, "none")) == "no_answer"
    assert box.taken == []


def test_a_server_that_went_away_between_two_messages() -> None:
    with PostBox() as box, SmtpTransport("127.0.0.1", box.port, "none", timeout_seconds=SHORT).line() as line:
        line.send(message(letter(MailKind.SOON)))
        box.go()
        statuses = []
        for _ in range(2):
            with pytest.raises(NotNow) as caught:
                line.send(message(letter(MailKind.MOVED)))
            statuses.append(caught.value.status)
        box.come()
        line.send(message(letter(MailKind.MOVED)))

    assert statuses == ["no_answer", "no_answer"]
    assert [one.message_id for one in box.taken] == [
        "<mail-soon@balint.example.org>",
        "<mail-moved@balint.example.org>",
    ]
