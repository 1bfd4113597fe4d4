"""What a due mail says now: facts of this moment and a fresh link, or nothing when it has been overtaken.

Somebody who has left gets no mail but the one that says so, and a leader who was removed none at all; nothing is written
about a session that was moved once more, or for a sign-in that is over. That is decided here and not when the mail was
queued, because a mail may wait for days.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from balint_live.application.access.links import Links
from balint_live.application.access.sign_in import LIFE
from balint_live.application.attendance.record import Statement
from balint_live.application.groups.group import BookedMeeting, GroupBasics, Registrant, Settings, Staff
from balint_live.application.identity import Identity, Kind
from balint_live.application.mail_queue import DueMail, MailKind, NewMail
from balint_live.domain.names import in_blocks


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who reads a mail. `timezone` is the reader's own (IANA), where it is known."""

    id: str
    name: str
    email: str
    timezone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to one person: everything its words are made of. Adapters turn it into a message.

    `id` makes the Message-ID and `written_at` the Date, so that a mail sent again is the same mail. `leads` says whether
    the reader leads the group. `meeting` is the session a notice is about; `meetings` are those it names: all to come
    where the mail is about the series, for `CANCELLED` after the one that is. `link` is the personal address (for
    `SIGN_IN` that of the sign-in, for leaders the page on which they ask for one, the same for everybody), `code` what
    is typed instead, and `leave_link` the address that withdraws the reader from the group. `statement` is what stays of
    somebody who was erased.
    """

    id: str
    kind: MailKind
    to: Addressee
    written_at: datetime
    site: str
    settings: Settings | None = None
    group_id: str | None = None
    meeting: BookedMeeting | None = None
    previous_start: datetime | None = None
    meetings: tuple[BookedMeeting, ...] = ()
    link: str | None = None
    code: str | None = None
    calendar: str | None = None
    leave_link: str | None = None
    statement: Statement | None = None
    leads: bool = False


NAMES_OTHERS = frozenset(
    {
        MailKind.INVITATION,
        MailKind.LINK_AGAIN,
        MailKind.REMOVED,
        MailKind.CANCELLED,
        MailKind.LEADS,
        MailKind.DATES_ADDED,
    }
)
BRINGS_LINK = frozenset({MailKind.INVITATION, MailKind.LINK_AGAIN})
ONLY_AT_THIS_TIME = frozenset({MailKind.MOVED, MailKind.DAY_BEFORE, MailKind.SOON})


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """A registrant with their group and all its sessions."""

    group: GroupBasics
    registrant: Registrant
    meetings: tuple[BookedMeeting, ...]


@dataclass(frozen=True, slots=True)
class SignInFacts:
    """A leader and the sign-in they asked for; `open` while it can still be used."""

    leader: Staff
    asked_at: datetime
    open: bool


@dataclass(frozen=True, slots=True)
class LeaderFacts:
    """A leader of a group, with all its sessions; `calendar_version` is that of their own calendar address."""

    group: GroupBasics
    leader: Staff
    meetings: tuple[BookedMeeting, ...]
    calendar_version: int


@dataclass(frozen=True, slots=True)
class RollFacts:
    """A leader and a session of their group; `open` while nobody has confirmed its roll."""

    group: GroupBasics
    meeting: BookedMeeting
    leader: Staff
    open: bool


@dataclass(frozen=True, slots=True)
class ErasedFacts:
    """The group somebody was erased from, None once it is deleted, and the statement that stays of them, if one does."""

    group: GroupBasics | None
    statement: Statement | None


class MailFacts(Protocol):
    """Reads what mails are about; None for what is no longer there."""

    def series(self, registrant_id: str) -> SeriesFacts | None: ...
    def leader(self, group_id: str, leader_id: str) -> LeaderFacts | None: ...
    def sign_in(self, sign_in_id: str) -> SignInFacts | None: ...
    def roll(self, meeting_id: str, leader_id: str) -> RollFacts | None: ...
    def erased(self, group_id: str | None, statement_id: str | None) -> ErasedFacts: ...


@dataclass(frozen=True, slots=True)
class MailContents:
    """Fills mails. `site` is the public address that links begin with; `sign_in_code` gives the six digits of a sign-in.

    Where nobody could open the links, leaders are not written to of our own accord (`reachable`).
    """

    facts: MailFacts
    links: Links
    sign_in_code: Callable[[str], str]
    site: str
    reachable: bool = True

    def mail(self, due: DueMail, now: datetime) -> Mail | None:
        """What the mail says now; None when it has been overtaken and should not be sent."""
        mail = due.mail
        if mail.sign_in_id is not None:
            return self._sign_in(mail, now)
        if mail.kind is MailKind.ROLL_OPEN:
            return self._roll_open(mail)
        if mail.kind is MailKind.ERASED:
            return self._erased(mail)
        if mail.leader_id is not None:
            return self._to_leader(mail, now)
        facts = None if mail.registrant_id is None else self.facts.series(mail.registrant_id)
        if facts is None or _not_theirs(mail, facts.registrant) or _overtaken(mail, facts.meetings, now):
            return None
        return self._series(mail, facts, now)

    def _sign_in(self, mail: NewMail, now: datetime) -> Mail | None:
        id = mail.sign_in_id or ""
        facts = self.facts.sign_in(id)
        if facts is None or not facts.open or now - facts.asked_at >= LIFE:
            return None
        link = f"{self.site}/sign-in/{self.links.sign_in_token(id, facts.asked_at)}"
        return replace(self._frame(mail, _staff(facts.leader)), link=link, code=self.sign_in_code(id))

    def _roll_open(self, mail: NewMail) -> Mail | None:
        meeting_id = mail.meeting_id or ""
        facts = self.facts.roll(meeting_id, mail.leader_id or "")
        if facts is None or not facts.open:
            return None
        link = f"{self.site}/groups/{facts.group.id}/sessions/{meeting_id}/roll"
        return replace(self._frame(mail, _staff(facts.leader), facts.group), meeting=facts.meeting, link=link)

    def _erased(self, mail: NewMail) -> Mail | None:
        """To an address that is kept only in this mail, and only until it is sent."""
        if not mail.address:
            return None
        facts = self.facts.erased(mail.group_id, mail.statement_id)
        stays = facts.statement
        to = Addressee("", "" if stays is None else stays.name, mail.address)
        return replace(self._frame(mail, to, facts.group), statement=stays)

    def _to_leader(self, mail: NewMail, now: datetime) -> Mail | None:
        facts = self.facts.leader(mail.group_id or "", mail.leader_id or "")
        if facts is None or not self.reachable or _overtaken(mail, facts.meetings, now):
            return None
        return replace(
            self._frame(mail, _staff(facts.leader), facts.group),
            leads=True,
            meeting=_meeting(mail, facts.meetings),
            previous_start=mail.previous_start,
            meetings=_spoken_of(mail, facts.meetings, now),
            link=f"{self.site}/sign-in",
            calendar=self._calendar(Kind.LEADER, facts.leader.id, facts.calendar_version)
            if mail.kind is MailKind.LEADS
            else None,
        )

    def _series(self, mail: NewMail, facts: SeriesFacts, now: datetime) -> Mail:
        one, meeting = facts.registrant, _meeting(mail, facts.meetings)
        link, leave = self._addresses(one) if one.enrolled else (None, None)
        if mail.kind is MailKind.STATEMENT:
            link = f"{link}/record"
        to = Addressee(one.id, one.details.name, one.details.email, one.details.timezone)
        return replace(
            self._frame(mail, to, facts.group),
            meeting=None if meeting is None else for_calendars(meeting, one),
            previous_start=mail.previous_start,
            meetings=tuple(for_calendars(each, one) for each in _spoken_of(mail, facts.meetings, now)),
            link=link,
            code=None if one.join_code is None else in_blocks(one.join_code),
            calendar=self._calendar(Kind.REGISTRANT, one.id, one.calendar_version)
            if mail.kind in BRINGS_LINK
            else None,
            leave_link=leave,
        )

    def _calendar(self, kind: Kind, id: str, version: int) -> str:
        return f"{self.site}/calendar/{self.links.calendar_token(Identity(kind, id, version))}.ics"

    def _frame(self, mail: NewMail, to: Addressee, group: GroupBasics | None = None) -> Mail:
        return Mail(
            id=mail.id,
            kind=mail.kind,
            to=to,
            written_at=mail.created_at,
            site=self.site,
            settings=None if group is None else group.settings,
            group_id=None if group is None else group.id,
        )

    def _addresses(self, one: Registrant) -> tuple[str, str]:
        facts = (one.id, one.group_id, one.link_version, one.link_issued_at)
        return (
            f"{self.site}/join/{self.links.join_token(*facts)}",
            f"{self.site}/leave/{self.links.leave_token(*facts)}",
        )


def _staff(leader: Staff) -> Addressee:
    return Addressee(leader.id, leader.name, leader.email)


def _not_theirs(mail: NewMail, one: Registrant) -> bool:
    return not one.details.email or one.enrolled == (mail.kind is MailKind.REMOVED)


def _overtaken(mail: NewMail, meetings: Sequence[BookedMeeting], now: datetime) -> bool:
    if mail.meeting_id is None:
        return mail.kind is MailKind.DATES_ADDED and not _spoken_of(mail, meetings, now)
    meeting = _meeting(mail, meetings)
    if meeting is None or meeting.over(now) or meeting.cancelled != (mail.kind is MailKind.CANCELLED):
        return True
    return mail.kind in ONLY_AT_THIS_TIME and f":{meeting.id}:{meeting.sequence}:" not in mail.key


def _meeting(mail: NewMail, meetings: Sequence[BookedMeeting]) -> BookedMeeting | None:
    return next((one for one in meetings if one.id == mail.meeting_id), None)


def _spoken_of(mail: NewMail, meetings: Sequence[BookedMeeting], now: datetime) -> tuple[BookedMeeting, ...]:
    """The sessions to come, where the mail is about the series or names the next date; otherwise its own session."""
    return tuple(
        one
        for one in meetings
        if one.id == mail.meeting_id or (mail.kind in NAMES_OTHERS and one.to_come(now))
    )


def for_calendars(meeting: BookedMeeting, one: Registrant) -> BookedMeeting:
    """The session with a personal sequence, because a calendar takes only what is newer than it has.

    Somebody who left and came back must get a newer entry than their removal, so each of their links counts twice: once for
    coming and once for going.
    """
    personal = 2 * (one.link_version - 1) + (0 if one.enrolled else 1)
    return replace(meeting, sequence=meeting.sequence + personal)
