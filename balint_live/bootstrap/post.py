"""The post, joined: the queue in the database, letters of this moment, and a mail server or a folder.

The server drains the queue itself, or leaves that to `python app.py worker`; both are this one function. Reminders are
looked for by whoever drains.
"""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from secrets import SystemRandom

from balint_live.adapters.database.afterwards import SqlAfterwards
from balint_live.adapters.database.correspondence import SqlCorrespondence
from balint_live.adapters.database.database import Database
from balint_live.adapters.database.mails import SqlMails
from balint_live.adapters.identifiers import new_id
from balint_live.adapters.mail.compose import compose
from balint_live.adapters.mail.folder import FolderCarrier
from balint_live.adapters.mail.sender import Sender
from balint_live.adapters.mail.smtp import SmtpCarrier
from balint_live.adapters.tokens import Tokens
from balint_live.application.heavy_work import Elsewhere, directly
from balint_live.application.ports import Clock
from balint_live.application.post.afterwards import Afterwards
from balint_live.application.post.backoff import Backoff
from balint_live.application.post.drain import PostOffice
from balint_live.application.post.letter import Letter
from balint_live.application.post.letters import LettersOfNow
from balint_live.application.post.ports import Carrier
from balint_live.application.post.reminders import Reminders
from balint_live.config import Config, MailSettings
from balint_live.domain.protocol import Catalogue

AT_ONCE = 20
"""Mails claimed in one go: what a killed process leaves waiting for its claim to run out."""
LOOK_FOR_REMINDERS = timedelta(seconds=30)


@dataclass(slots=True)
class Mailing:
    """Everything about mail that happens by itself; `work` is called again and again and says whether it was busy."""

    clock: Clock
    office: PostOffice
    reminders: Reminders
    afterwards: Afterwards
    report: Callable[[str, Exception], None]
    look_at: datetime | None = None

    def work(self) -> bool:
        try:
            self._look()
            return self.office.run_once(AT_ONCE) > 0
        except Exception as fault:  # noqa: BLE001 - a database that is away for a while must not end all mail
            self.report("mail", fault)
            return False

    def _look(self) -> None:
        now = self.clock.now()
        if self.look_at is None or now >= self.look_at:
            self.look_at = now + LOOK_FOR_REMINDERS
            self.reminders.look(now)
            self.afterwards.look(now)


def mailing(
    config: Config,
    clock: Clock,
    database: Database,
    catalogue: Catalogue,
    report: Callable[[str, Exception], None],
    elsewhere: Elsewhere = directly,
) -> Mailing:
    """From a settled configuration. Letters are composed `elsewhere`: each is some milliseconds' work."""
    tokens = Tokens(config.security.secret, config.security.previous_secrets)
    facts = SqlCorrespondence(database, catalogue)
    office = PostOffice(
        clock,
        SqlMails(database),
        LettersOfNow(facts, tokens, tokens.sign_in_code, config.public_url),
        _Composer(Sender(*config.sender), elsewhere),
        carrier(config),
        SystemRandom().random,
        new_id,
        report,
        timedelta(seconds=config.mail.claim_seconds),
        Backoff(timedelta(seconds=config.mail.retry_seconds)),
    )
    return Mailing(
        clock, office, Reminders(facts, new_id), Afterwards(SqlAfterwards(database), new_id), report
    )


@dataclass(frozen=True, slots=True)
class _Composer:
    sender: Sender
    elsewhere: Elsewhere

    def message(self, letter: Letter) -> EmailMessage:
        return self.elsewhere(compose, self.sender, letter)


def carrier(config: Config) -> Carrier:
    """The mail server, or where none is named, the outbox folder. Raises OSError over an unreadable authority."""
    mail = config.mail
    if not mail.host:
        return FolderCarrier(config.outbox)
    return SmtpCarrier(
        host=mail.host,
        port=mail.port,
        tls=mail.security,
        username=mail.username,
        password=mail.password,
        timeout_seconds=mail.timeout_seconds,
        context=_context(mail),
    )


def _context(mail: MailSettings) -> ssl.SSLContext | None:
    if not mail.certificate_authority:
        return None
    return ssl.create_default_context(cafile=mail.certificate_authority)
