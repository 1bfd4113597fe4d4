"""What is done beside the requests: mail, reminders, sessions in Zoom, and once a day forgetting what is due.

The server does it, or leaves it to `python app.py worker`. The daily jobs have no hour and no note of when they were last
done: they run at the start and every day from then on. Done twice, or by several processes at once, they find nothing the
second time, so a note would be one more thing to be wrong.
"""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import SystemRandom

from balint_live.adapters.database.attendance_record import SqlZoomFacts
from balint_live.adapters.database.mail_contents import SqlAfterwards, SqlMailFacts
from balint_live.adapters.database.mail_queue import SqlMails
from balint_live.adapters.database.privacy import SqlRetention
from balint_live.adapters.database.zoom import SqlZoomMeetings
from balint_live.adapters.mail.headers import Sender
from balint_live.adapters.mail.transport import OutboxFolder, SmtpTransport, composing
from balint_live.adapters.system import new_id
from balint_live.adapters.zoom.lists import ZoomLists
from balint_live.adapters.zoom.sessions import SessionsInZoom
from balint_live.application.mail.contents import MailContents
from balint_live.application.mail.reminders import Afterwards, Reminders
from balint_live.application.mail.sender import Mailing, MailSender, MailTransport
from balint_live.application.mail_queue import Backoff
from balint_live.application.ports import Clock, Elsewhere, OpenPages, directly
from balint_live.application.privacy.retention import Purged, Retention
from balint_live.application.zoom.attendance import ReadLists
from balint_live.application.zoom.meetings import ZoomWork
from balint_live.composition.services import Adapters
from balint_live.config import Config

A_DAY = timedelta(days=1)
AFTER_A_FAULT = timedelta(hours=1)


def mailing(adapters: Adapters, elsewhere: Elsewhere = directly) -> Mailing:
    config, clock, tokens = adapters.config, adapters.clock, adapters.tokens
    facts = SqlMailFacts(adapters.database, adapters.catalogue)
    sender = MailSender(
        clock,
        SqlMails(adapters.database),
        MailContents(facts, tokens, tokens.sign_in_code, config.public_url, not config.unreachable).mail,
        composing(Sender(*config.sender), elsewhere),
        transport(config),
        SystemRandom().random,
        new_id,
        adapters.log.fault,
        timedelta(seconds=config.mail.claim_seconds),
        Backoff(timedelta(seconds=config.mail.retry_seconds)),
    )
    afterwards = Afterwards(SqlAfterwards(adapters.database), new_id)
    return Mailing(clock, sender, Reminders(facts, new_id), afterwards, adapters.log.fault)


def transport(config: Config) -> MailTransport:
    """The mail server, or where none is named, the outbox folder. Raises OSError over an unreadable authority."""
    mail = config.mail
    if not mail.host:
        return OutboxFolder(config.outbox)
    authority = mail.certificate_authority
    return SmtpTransport(
        host=mail.host,
        port=mail.port,
        tls=mail.security,
        username=mail.username,
        password=mail.password,
        timeout_seconds=mail.timeout_seconds,
        context=ssl.create_default_context(cafile=authority) if authority else None,
    )


def oldest_mail(adapters: Adapters) -> timedelta:
    """How long the oldest mail has waited, by whomever it is to be sent; zero where none waits. Raises Unavailable."""
    since = SqlMails(adapters.database).waiting_since()
    return timedelta() if since is None else adapters.clock.now() - since


def zoom_work(adapters: Adapters, in_zoom: SessionsInZoom, pages: OpenPages) -> ZoomWork:
    """What keeps each session's Zoom meeting in step. It waits for Zoom, so it needs a thread of its own."""
    config = adapters.config
    return ZoomWork(
        adapters.clock,
        SqlZoomMeetings(adapters.database, config.zoom.registrant_domain, new_id),
        in_zoom,
        SystemRandom().random,
        new_id,
        adapters.log.fault,
        pages,
        timedelta(minutes=config.session.doors_open_minutes),
    )


def zoom_lists(adapters: Adapters, in_zoom: SessionsInZoom) -> ReadLists:
    """What reads Zoom's lists of who was there. It waits for Zoom, as `zoom_work` does."""
    lists, facts = ZoomLists(in_zoom.meetings.client), SqlZoomFacts(adapters.database)
    return ReadLists(adapters.clock, facts, lists, adapters.log.fault)


def daily_jobs(adapters: Adapters) -> "DailyJobs":
    """The log says how much went, and never of whom."""

    def done(purged: Purged) -> None:
        people = sum(len(one.whole) + len(one.reduced) for one in purged.groups)
        adapters.log.event("purged", groups=len(purged.groups), people=people)

    return DailyJobs(adapters.clock, retention(adapters), adapters.log.fault, done)


def retention(adapters: Adapters) -> Retention:
    return Retention(adapters.clock, SqlRetention(adapters.database, adapters.catalogue))


@dataclass(slots=True)
class DailyJobs:
    """Forgetting, done at the start and once a day. `done` is told what went."""

    clock: Clock
    retention: Retention
    report: Callable[[str, Exception], None]
    done: Callable[[Purged], None]
    next_at: datetime | None = None

    def work(self) -> bool:
        """Do it when it is due; never says that there is more to do."""
        now = self.clock.now()
        if self.next_at is not None and now < self.next_at:
            return False
        self.next_at = now + AFTER_A_FAULT
        try:
            purged = self.retention.purge()
        except Exception as fault:  # noqa: BLE001 - a database that is away for a while must not end the daily jobs
            self.report("chores", fault)
            return False
        self.next_at = now + A_DAY
        if not purged.nothing:
            self.done(purged)
        return False
