"""What composition hands to the pages: use cases, rate limits, and the few functions of the async mode."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import abort, g
from werkzeug.wrappers import Response

from balint_live.application.access.asking import BrowserMarks, LinkAgain
from balint_live.application.access.joining import Accounts, Admission
from balint_live.application.access.links import PersonalLinks, TypedCodes
from balint_live.application.access.sign_in import SignIn
from balint_live.application.attendance.export import SheetWriter
from balint_live.application.attendance.own_attendance import OwnAttendances
from balint_live.application.attendance.record import AttendanceRecord
from balint_live.application.attendance.service import AttendanceService, LiveAttendance
from balint_live.application.attendance.statements import Printed, Statements
from balint_live.application.groups.group import Group, Staff
from balint_live.application.groups.leaders import Staffing
from balint_live.application.groups.schedule import Recurrence, Zones
from balint_live.application.groups.service import GroupService, MailResults, NoSuchGroup
from balint_live.application.identity import Identity, Kind, Seat
from balint_live.application.imports.table import ListReader
from balint_live.application.live.command_handler import CommandHandler
from balint_live.application.live.commands import Answer
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.live.signals import Signals
from balint_live.application.mail.preview import Previews
from balint_live.application.ports import Clock, Elsewhere, TokenIssuer
from balint_live.application.privacy.erasure import Erasures
from balint_live.application.zoom.links import ZoomLinks
from balint_live.application.zoom.meetings import ZoomState
from balint_live.domain.credit import CreditLine
from balint_live.domain.meeting import Status
from balint_live.domain.names import in_blocks
from balint_live.domain.protocol import Catalogue
from balint_live.domain.timeline import Mark
from balint_live.web.shared.access import (
    LONGEST_SESSION,
    Login,
    current_login,
    keep_signed_in,
    refuse_entry,
    sign_out,
)
from balint_live.web.shared.limits import Asks, RateLimits, WrongTries

Answered = str | Response | tuple[str, int]
"""What a page answers: a text, a response, or a text with its status."""
REFUSED = 422
"""The status of a form that comes back: what was typed, or what is so meanwhile, does not allow what was asked."""
LIVE_TOKEN_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Services:
    """For the live pages and the ways to them. `count` counts an event of this kind in the metrics; `report` logs a
    fault; `site` is the public address.
    """

    clock: Clock
    publisher: SessionPublisher
    command_handler: CommandHandler
    signals: Signals
    admission: Admission
    record: LiveAttendance
    zoom_links: ZoomLinks
    tokens: TokenIssuer
    links: PersonalLinks
    rate_limits: RateLimits
    sockets_per_person: int
    spawn: Callable[..., None]
    sleep: Callable[[float], None]
    report: Callable[[str, Exception], None]
    credit_lines: Callable[[str], tuple[CreditLine, ...]]
    count: Callable[[str], None] = lambda _kind: None
    zoom_state: Callable[[str], ZoomState | None] = lambda _meeting: None
    site: str = ""

    def live_token(self, login: Login, meeting_id: str) -> str:
        """Proof for a page that it was served to this login, for ten minutes."""
        now = self.clock.now()
        return self.tokens.live_token(login.who, meeting_id, login.id, now, LIVE_TOKEN_LIFE)

    def calendar_address(self, who: Identity) -> str:
        """What a calendar asks for this person's sessions. Raises LinkExpired for somebody who has just been erased."""
        return f"{self.site}/calendar/{self.links.calendar_token(who)}.ics"

    def live_seat(self, login: Login, meeting_id: str, token: str) -> Seat | None:
        """The seat of somebody with both proofs, the cookie and the page's token; None for anybody else."""
        named = self.tokens.read_live_token(token, meeting_id, login.id, self.clock.now())
        return self.agreed_seat(login, meeting_id) if named == login.who else None

    def seat(self, login: Login | None, meeting_id: str) -> Seat | None:
        """The seat of the person with this login; None without one, and for one that is over.

        A login never ends inside a session: one that held when the door opened holds until the session's end.
        """
        if login is None:
            return None
        seat, now = self.publisher.seat(meeting_id, login.who), self.clock.now()
        if seat is None or now < login.until:
            return seat
        in_it = now < login.until + LONGEST_SESSION and self.admission.was_open(seat, login.until)
        return seat if in_it else None

    def agreed_seat(self, login: Login | None, meeting_id: str) -> Seat | None:
        """The same, None too for a participant who has not agreed to the reminder in force.

        After the end nothing is left to see, and a press that did not count, which is forgotten then, must not keep its page
        from hearing of the end.
        """
        seat = self.seat(login, meeting_id)
        if seat is None or seat.meeting.status is Status.CLOSED:
            return seat
        return seat if self.admission.has_agreed(seat) else None


@dataclass(frozen=True, slots=True)
class StatementServices:
    """For pages about statements. `draw` makes the PDF, in a child process (`elsewhere`); `wrong_tries` are at
    verification.
    """

    statements: Statements
    own: OwnAttendances
    draw: Callable[[Printed], bytes]
    elsewhere: Elsewhere
    wrong_tries: WrongTries

    def file(self, printed: Printed) -> Response:
        """The statement as a PDF that no cache keeps; its name says which statement it is and not whose."""
        content = self.elsewhere(self.draw, printed)
        name = f"statement-{in_blocks(printed.statement.code).lower()}.pdf"
        return Response(
            content,
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )


@dataclass(frozen=True, slots=True)
class GroupServices:
    """For the pages of coordinators and leaders. `address` brings an e-mail address to its normal form or raises
    ValueError with a sentence; `elsewhere` does heavy work in a child process; `sender` is the address all mail comes
    from; `mark` says of somebody in a running session that they are here or not, and every open page hears of it.
    `zoom_states` tells how far a group's sessions are in Zoom, None where they have no Zoom meetings of their own, and
    `zoom_hosts` are the addresses of those who may start them in Zoom itself.
    """

    clock: Clock
    groups: GroupService
    attendance_service: AttendanceService
    erasures: Erasures
    staffing: Staffing
    mail_results: MailResults
    previews: Previews
    recurrence: Recurrence
    zones: Zones
    catalogue: Catalogue
    address: Callable[[str], str]
    read_list: ListReader
    sheets: SheetWriter
    statement_services: StatementServices
    new_id: Callable[[], str]
    elsewhere: Elsewhere
    sender: str
    mark: Callable[[Identity, str, str, Mark], Answer]
    zoom_states: Callable[[str], Mapping[str, ZoomState]] | None = None
    zoom_hosts: tuple[str, ...] = ()
    may_rehearse: bool = False

    def who(self) -> Identity:
        """The leader or coordinator of this request; 404 for anybody else, and the sign-in where a login has run out."""
        now = self.clock.now()
        login = current_login(now)
        if login is None:
            refuse_entry(now)
        staff = self.groups.staff(login.who) if login.who.kind is Kind.LEADER else None
        if staff is None:
            abort(404)
        g.signed_in_as = staff.name  # the masthead says it
        keep_signed_in(login, now)
        return login.who

    def staff(self) -> Staff:
        """The same, with what they may do."""
        staff = self.groups.staff(self.who())
        if staff is None:
            abort(404)
        return staff

    def coordinator(self) -> Staff:
        """The coordinator of this request; 404 for anybody else, leaders among them."""
        staff = self.staff()
        if not staff.coordinator:
            abort(404)
        return staff

    def group(self, group_id: str) -> Group:
        """The group with this id, for somebody who may look after it; 404 for anybody else, whether it exists or not."""
        try:
            return self.groups.group(group_id, self.who())
        except NoSuchGroup:
            abort(404)

    def attendance(self, group_id: str) -> AttendanceRecord:
        """The attendance record of that group, for the same people."""
        try:
            return self.attendance_service.attendance(group_id, self.who())
        except NoSuchGroup:
            abort(404)


@dataclass(frozen=True, slots=True)
class AccessServices:
    """For the pages of signing in and leaving. `asks` takes the asks for mail; `browsers` recognises those that signed a
    leader in; `address` brings an e-mail address to its normal form, or raises ValueError with a sentence.
    """

    sign_in: SignIn
    accounts: Accounts
    typed_codes: TypedCodes
    link_again: LinkAgain
    groups: GroupService
    erasures: Erasures
    wrong_tries: WrongTries
    asks: Asks
    browsers: BrowserMarks
    address: Callable[[str], str]

    def sign_out(self, who: Identity, now: datetime) -> None:
        """Sign this person out of this browser, where it is theirs."""
        login = current_login(now)
        if login is not None and login.who == who:
            self.accounts.sign_out(login.who)
            sign_out()
