"""The post, joined: the queue in the database, letters of this moment, and a mail server or a folder.

The server sends the queue itself, or leaves that to `python app.py worker`; both are this one function. Reminders are
looked for by whoever sends.
"""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from secrets import SystemRandom

from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.mail_contents import SqlAfterwards, SqlCorrespondence
from balint_live.adapters.database.mail_queue import SqlMails
from balint_live.adapters.database.privacy import SqlRetention
from balint_live.adapters.mail.headers import Sender
from balint_live.adapters.mail.outbox import FolderTransport
from balint_live.adapters.mail.render import compose
from balint_live.adapters.mail.smtp import SmtpTransport
from balint_live.adapters.system import Log, new_id
from balint_live.adapters.tokens import Tokens
from balint_live.application.mail.contents import Mail, MailContents
from balint_live.application.mail.reminders import Afterwards, Reminders
from balint_live.application.mail.sender import MailSender, MailTransport
from balint_live.application.mail_queue import Backoff
from balint_live.application.ports import Clock, Elsewhere, directly
from balint_live.application.privacy.retention import Purged, Retention
from balint_live.config import Config, MailSettings
from balint_live.domain.protocol import Catalogue

AT_ONCE = 20
"""Mails claimed in one go: what a killed process leaves waiting for its claim to run out."""
LOOK_FOR_REMINDERS = timedelta(seconds=30)


@dataclass(slots=True)
class Mailing:
    """Everything about mail that happens by itself; `work` is called again and again and says whether it was busy."""

    clock: Clock
    sender: MailSender
    reminders: Reminders
    afterwards: Afterwards
    report: Callable[[str, Exception], None]
    look_at: datetime | None = None

    def work(self) -> bool:
        try:
            self._look()
            return self.sender.run_once(AT_ONCE) > 0
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
    sender = MailSender(
        clock,
        SqlMails(database),
        MailContents(facts, tokens, tokens.sign_in_code, config.public_url),
        _Composer(Sender(*config.sender), elsewhere),
        transport(config),
        SystemRandom().random,
        new_id,
        report,
        timedelta(seconds=config.mail.claim_seconds),
        Backoff(timedelta(seconds=config.mail.retry_seconds)),
    )
    return Mailing(
        clock, sender, Reminders(facts, new_id), Afterwards(SqlAfterwards(database), new_id), report
    )


@dataclass(frozen=True, slots=True)
class _Composer:
    sender: Sender
    elsewhere: Elsewhere

    def message(self, mail: Mail) -> EmailMessage:
        return self.elsewhere(compose, self.sender, mail)


def transport(config: Config) -> MailTransport:
    """The mail server, or where none is named, the outbox folder. Raises OSError over an unreadable authority."""
    mail = config.mail
    if not mail.host:
        return FolderTransport(config.outbox)
    return SmtpTransport(
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


# What is done once a day by whoever also sends the mail, the server or `python app.py worker`: forgetting what is
# due.
#
# There is no hour for it and no note of when it was last done: it is done at the start and every day from then on.
# Done twice, or by several processes at once, it finds nothing the second time, so a note would be one more thing to
# be wrong.


A_DAY = timedelta(days=1)
AFTER_A_FAULT = timedelta(hours=1)


@dataclass(slots=True)
class DailyJobs:
    """`work` is called again and again, and mostly does nothing. `done` is told what went."""

    clock: Clock
    retention: Retention
    report: Callable[[str, Exception], None]
    done: Callable[[Purged], None]
    next_at: datetime | None = None

    def work(self) -> None:
        now = self.clock.now()
        if self.next_at is not None and now < self.next_at:
            return
        self.next_at = now + AFTER_A_FAULT
        try:
            purged = self.retention.purge()
        except Exception as fault:  # noqa: BLE001 - a database that is away for a while must not end the chores
            self.report("chores", fault)
            return
        self.next_at = now + A_DAY
        if not purged.nothing:
            self.done(purged)


def chores(clock: Clock, database: Database, catalogue: Catalogue, log: Log) -> DailyJobs:
    """The log hears how much went and never of whom."""

    def done(purged: Purged) -> None:
        people = sum(len(one.whole) + len(one.reduced) for one in purged.groups)
        log.event("purged", groups=len(purged.groups), people=people)

    return DailyJobs(clock, retention(clock, database, catalogue), log.fault, done)


def retention(clock: Clock, database: Database, catalogue: Catalogue) -> Retention:
    return Retention(clock, SqlRetention(database, catalogue))
