"""From a mail's facts to a message: text first, HTML beside it, calendar files where the mail is about sessions.

The same facts make the same message, byte for byte but for the boundaries between its parts: Message-ID and Date come from
them, so that a mail whose acceptance could not be known is sent again as itself. Subjects name the group, the session and
the time, and never a person: they are read on locked screens and over shoulders.

Every sentence is in the templates once. Each kind of mail is one template, rendered three times: it fills the blocks of
a frame with parts (a heading, a paragraph, the address to press), and frame and parts come as plain text, as HTML or as the
subject line, so these can differ in looks and in nothing else. Rejected: a text and an HTML template for each kind, which
drift apart with the first correction. Styles are put on the elements, because mail programs drop the style sheet; what
cannot be put there, the colours of the dark mode, stays in a sheet for those that keep it.

Moments are said in the reader's zone first and the group's second, both named by their city: "19:00 New York · 01:00 Paris,
Friday". The day is the reader's, and the other zone's is said only where it differs. Both zones are named even while their
clocks agree, since for a few weeks in March and in autumn they may not. Abbreviations are avoided: "CST" is three zones.
Where clocks show the same time twice, its offset says which is meant. Words and order come from the locale's own data.
"""

import re
import textwrap
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time, get_timezone_gmt, get_timezone_location
from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from balint_live.adapters.mail.calendar import CalendarFile, calendar_file, sessions_of, subscribed_calendar
from balint_live.adapters.mail.headers import POLICY, Sender, mailbox
from balint_live.application.attendance.record import Statement
from balint_live.application.groups.group import BookedMeeting, GroupBasics, Settings
from balint_live.application.groups.schedule import comes_twice
from balint_live.application.identity import Kind
from balint_live.application.mail.calendars import SessionCalendar
from balint_live.application.mail.contents import Mail
from balint_live.application.mail_queue import MailKind
from balint_live.domain import names
from balint_live.domain.names import in_blocks

LOCALE = "en_GB"
"""English as the pages have it: 24 hours, and the day before the month."""
TEMPLATES = Path(__file__).parents[3] / "templates" / "mail"
WIDTH = 72
Facts = dict[str, Any]
NOT_OF_A_SERIES = frozenset(
    {
        MailKind.SIGN_IN,
        MailKind.LINK_AGAIN,
        MailKind.REMOVED,
        MailKind.ROLL_OPEN,
        MailKind.STATEMENT,
        MailKind.ERASED,
        MailKind.LEADS,
        MailKind.DATES_ADDED,
    }
)
"""Kinds of mail without an address for unsubscribing: people asked for them, must get them, or get no more after them."""


class Composer:
    """Makes the messages of one sender; its templates are read once."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._words = Words()

    def message(self, mail: Mail) -> EmailMessage:
        """Raises ValueError when an address of the mail is none."""
        known = facts(mail)
        message = EmailMessage(POLICY)
        self._head(message, mail, known)
        text = self._words.plain(mail.kind, known)
        message.set_content(text, cte="quoted-printable", params={"format": "flowed"})
        message.add_alternative(self._words.html(mail.kind, known), subtype="html", cte="quoted-printable")
        self._attach(message, self._calendar_files(mail, known))
        return message

    def calendar(self, calendar: SessionCalendar) -> str:
        """The text of a calendar that is asked for."""
        leads = calendar.who.kind is Kind.LEADER
        pages = {"join_page": f"{calendar.site}/join", "sign_in_page": f"{calendar.site}/sign-in"}

        def title(group: GroupBasics, meeting: BookedMeeting) -> tuple[str, str]:
            return self._words.event({**pages, **_named(group.settings), "leads": leads}, meeting.number)

        name = self._words.calendar([_named(group.settings) for group, _ in calendar.series])
        return subscribed_calendar(calendar, name, title)

    def _head(self, message: EmailMessage, mail: Mail, known: Facts) -> None:
        message["From"] = mailbox(self._sender.name, self._sender.address)
        message["To"] = mailbox(mail.to.name, mail.to.email)
        if known["contact"]:
            message["Reply-To"] = mailbox("", known["contact"])
        message["Subject"] = self._words.subject(mail.kind, known)
        message["Date"] = mail.written_at
        message["Message-ID"] = f"<{mail.id}@{self._domain(mail.site)}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        if mail.leave_link and mail.kind not in NOT_OF_A_SERIES:
            # Without List-Unsubscribe-Post: with it a mail program could unsubscribe somebody who did not want to.
            message["List-Unsubscribe"] = f"<{mail.leave_link}>"

    def _domain(self, site: str) -> str:
        """The site's host name; where it has only a numeric address, the sender's domain."""
        host = urlsplit(site).hostname or ""
        return self._sender.address.rpartition("@")[2] if _is_of_numbers(host) else host

    def _calendar_files(self, mail: Mail, known: Facts) -> list[CalendarFile]:
        settings = mail.settings
        if settings is None:
            return []
        organizer = Sender("", self._sender.address) if settings.neutral_subjects else self._sender
        return [
            calendar_file(mail, one, settings.timezone, organizer, *self._words.event(known, one.number))
            for one in sessions_of(mail)
        ]

    def _attach(self, message: EmailMessage, files: list[CalendarFile]) -> None:
        """Attach all; the first also as an alternative text, for programs that know only one of the two."""
        for place, file in enumerate(files):
            how: dict[str, Any] = {"subtype": "calendar", "cte": "base64", "params": {"method": file.method}}
            if place == 0:
                message.add_alternative(file.text, **how)
            message.add_attachment(file.text, filename=file.name, **how)


def _is_of_numbers(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class Words:
    """A mail's texts, from the templates, which are read once."""

    def __init__(self) -> None:
        self._plain = _environment(autoescape=False)
        self._html = _environment(autoescape=True)
        self._plain.filters["wrapped"] = _wrapped
        self._inliner = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)

    def subject(self, kind: MailKind, facts: Facts) -> str:
        """One line."""
        return names.clean(self._rendered(self._plain, kind, "plain/subject.txt", "plain/parts.txt", facts))

    def plain(self, kind: MailKind, facts: Facts) -> str:
        """Paragraphs of at most 72 columns, which a narrow screen may join again (RFC 3676: a line that ends with a space
        goes on in the next); an address is whole, on a line of its own.
        """
        text = self._rendered(self._plain, kind, "plain/frame.txt", "plain/parts.txt", facts)
        return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"

    def html(self, kind: MailKind, facts: Facts) -> str:
        """A whole document that loads nothing from any server."""
        return self._inliner.inline(
            self._rendered(self._html, kind, "html/frame.html", "html/parts.html", facts)
        )

    def event(self, facts: Facts, number: int) -> tuple[str, str]:
        """Title and description in a calendar: the group's name unless subjects are neutral, and no personal address."""
        texts = {**facts, "number": number}
        title = self._plain.get_template("plain/event_title.txt").render(texts)
        description = self._plain.get_template("plain/event_description.txt").render(texts)
        return names.clean(title), description.strip()

    def calendar(self, groups: list[Facts]) -> str:
        """What a calendar is called that holds the sessions of these groups."""
        return names.clean(self._plain.get_template("plain/calendar_name.txt").render(groups=groups))

    def _rendered(
        self, environment: Environment, kind: MailKind, frame: str, parts: str, facts: Facts
    ) -> str:
        template = environment.get_template(f"{kind.value}.jinja")
        return template.render({**facts, "frame": frame, "parts": parts})


def _environment(autoescape: bool) -> Environment:
    environment: Any = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=autoescape,  # noqa: S701 - text is not HTML
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_null_translations(newstyle=True)
    return environment  # type: ignore[no-any-return]


def _wrapped(text: str) -> str:
    lines = textwrap.wrap(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)
    return " \n".join(lines)


def facts(mail: Mail) -> Facts:
    """Everything a template may ask for; what does not apply is None or empty."""
    return {
        "name": mail.to.name,
        "site": mail.site,
        "join_page": f"{mail.site}/join",
        "sign_in_page": f"{mail.site}/sign-in",
        "privacy_page": f"{mail.site}/privacy",
        "link": mail.link,
        "leads": mail.leads,
        "code": mail.code,
        "calendar": mail.calendar,
        "leave_link": mail.leave_link,
        "verify_page": f"{mail.site}/verify",
        "stays": None if mail.statement is None else _stays(mail.statement, mail),
        **(_of_no_group(mail.statement) if mail.settings is None else _of_the_group(mail, mail.settings)),
    }


def _of_the_group(mail: Mail, settings: Settings) -> Facts:
    times = Times(mail.to.timezone, settings.timezone)
    about = mail.meeting or _next(mail)
    then = _next(mail, but=mail.meeting)
    return {
        **_named(settings),
        "society": settings.society,
        "contact": settings.contact,
        "about": _session(about, times) if about else None,
        "then": _session(then, times) if then else None,
        "before": times.when(mail.previous_start) if mail.previous_start else None,
        "schedule": [_session(one, times) for one in _in_order(mail) if not one.cancelled],
        "files": len(sessions_of(mail)),
    }


def _named(settings: Settings) -> Facts:
    return {
        "group": settings.name,
        "planned": settings.planned_sessions,
        "neutral": settings.neutral_subjects,
    }


def _stays(statement: Statement, mail: Mail) -> Facts:
    """What is said of the statement that stays after an erasure."""
    times = Times(mail.to.timezone, mail.settings.timezone if mail.settings else statement.timezone)
    return {
        "name": statement.name,
        "until": times.when(statement.kept_until).date,
        "code": in_blocks(statement.code),
    }


def _of_no_group(statement: Statement | None) -> Facts:
    """Facts of a group that was deleted: only a statement still knows its name."""
    activity = None if statement is None else statement.activity
    organisation = None if statement is None else statement.organisation
    return {
        "group": activity,
        "society": None if organisation == activity else organisation,
        "contact": None,
        "planned": 0,
        "neutral": True,
        "about": None,
        "then": None,
        "before": None,
        "schedule": [],
        "files": 0,
    }


def _session(meeting: BookedMeeting, times: "Times") -> Facts:
    minutes = round((meeting.end - meeting.start).total_seconds() / 60)
    return {"number": meeting.number, "when": times.when(meeting.start), "minutes": minutes}


def _in_order(mail: Mail) -> list[BookedMeeting]:
    return sorted(mail.meetings, key=lambda one: one.start)


def _next(mail: Mail, but: BookedMeeting | None = None) -> BookedMeeting | None:
    """The soonest session of the mail that is still to come, apart from `but`; None where there is none."""
    to_come = (one for one in _in_order(mail) if one.to_come(mail.written_at))
    return next((one for one in to_come if but is None or one.id != but.id), None)


@dataclass(frozen=True, slots=True)
class When:
    """One moment in words. `date` and `day` (without the year) are the reader's, as `clock` is; `clocks` has both zones."""

    date: str
    day: str
    clock: str
    clocks: str


class Times:
    """`reader` and `group` are IANA names; a reader whose zone is not known reads the group's."""

    def __init__(self, reader: str | None, group: str, locale: str = LOCALE) -> None:
        self._reader = ZoneInfo(reader or group)
        self._group = ZoneInfo(group)
        self._locale = locale

    def when(self, moment: datetime) -> When:
        """An aware moment in words."""
        here, there = moment.astimezone(self._reader), moment.astimezone(self._group)
        clock = self._clock(here, self._reader)
        return When(
            date=format_date(here, "full", locale=self._locale),
            day=format_skeleton("MMMMEEEEd", here, locale=self._locale),
            clock=clock,
            clocks=clock if self._reader.key == self._group.key else f"{clock} · {self._beside(here, there)}",
        )

    def _beside(self, here: datetime, there: datetime) -> str:
        clock = self._clock(there, self._group)
        if there.date() == here.date():
            return clock
        return f"{clock}, {format_date(there, 'EEEE', locale=self._locale)}"

    def _clock(self, moment: datetime, zone: ZoneInfo) -> str:
        said = f"{format_time(moment, 'short', tzinfo=zone, locale=self._locale)} {self._city(zone)}"
        if not comes_twice(moment):
            return said
        return f"{said} ({get_timezone_gmt(moment, locale=self._locale)})"

    def _city(self, zone: ZoneInfo) -> str:
        """Some names have a country before the city: "Argentina/Buenos Aires"."""
        return get_timezone_location(zone, locale=self._locale, return_city=True).rsplit("/", 1)[-1]
