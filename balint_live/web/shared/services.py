"""What the doors are handed by bootstrap: use cases, budgets, and the async mode's few verbs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Response, abort

from balint_live.application.access.asking import BrowserMarks, LinkAgain
from balint_live.application.access.joining import Accounts, Admission
from balint_live.application.access.links import Leaving, PersonalLinks, TypedCodes, in_blocks
from balint_live.application.access.sign_in import SignIn
from balint_live.application.attendance.export import SheetWriter
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
from balint_live.application.live.publisher import SessionPublisher, Signals
from balint_live.application.live.room import Answer
from balint_live.application.ports import Clock, Elsewhere, TokenIssuer
from balint_live.application.privacy.erasure import Erasures
from balint_live.domain.credit import CreditLine
from balint_live.domain.meeting import Status
from balint_live.domain.protocol import Catalogue
from balint_live.domain.timeline import Mark
from balint_live.web.shared.access import LONGEST_SESSION, Login, current_login, keep_signed_in, no_entry
from balint_live.web.shared.limits import Asks, RateLimits, WrongTries

LIVE_TOKEN_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Services:
    clock: Clock
    publisher: SessionPublisher
    command_handler: CommandHandler
    signals: Signals
    admission: Admission
    record: LiveAttendance
    tokens: TokenIssuer
    links: PersonalLinks
    rate_limits: RateLimits
    sockets_per_person: int
    spawn: Callable[..., None]
    sleep: Callable[[float], None]
    report: Callable[[str, Exception], None]
    credit_lines: Callable[[str], tuple[CreditLine, ...]]
    count: Callable[[str], None] = lambda _kind: None

    def live_token(self, login: Login, meeting_id: str) -> str:
        """Proof for a page that it was served to this login, for ten minutes."""
        now = self.clock.now()
        return self.tokens.live_token(login.who, meeting_id, login.id, now, LIVE_TOKEN_LIFE)

    def live_seat(self, login: Login, meeting_id: str, token: str) -> Seat | None:
        """The seat of somebody with both proofs, the cookie and the page's token; None for anybody else."""
        named = self.tokens.read_live_token(token, meeting_id, login.id, self.clock.now())
        if named != login.who:
            return None
        return self.agreed_seat(login, meeting_id)

    def seat(self, login: Login | None, meeting_id: str) -> Seat | None:
        """The seat of whoever has this login; None for nobody, and for one that is over.

        A login never ends inside a session: one that was good when the door opened is good until the end.
        """
        if login is None:
            return None
        seat, now = self.publisher.seat(meeting_id, login.who), self.clock.now()
        if seat is None or now < login.until:
            return seat
        in_it = now < login.until + LONGEST_SESSION and self.admission.was_open(seat, login.until)
        return seat if in_it else None

    def agreed_seat(self, login: Login | None, meeting_id: str) -> Seat | None:
        """No view without having agreed: a participant's seat counts once the reminder in force was acknowledged.

        After the end nothing is left to see, and a press that did not count, which is forgotten then, must not keep its page
        from hearing of the end.
        """
        seat = self.seat(login, meeting_id)
        if seat is None or seat.meeting.status is Status.CLOSED:
            return seat
        return seat if self.admission.has_agreed(seat) else None


# What pages about statements are handed by bootstrap, and how a statement is answered as a file.


@dataclass(frozen=True, slots=True)
class StatementServices:
    """`draw` makes the PDF, and is had done `elsewhere`; `wrong_tries` are at verification."""

    statements: Statements
    draw: Callable[[Printed], bytes]
    elsewhere: Elsewhere
    wrong_tries: WrongTries

    def file(self, printed: Printed) -> Response:
        """To be kept by the reader, and by no cache; its name says which statement it is and not whose."""
        content = self.elsewhere(self.draw, printed)
        name = f"statement-{in_blocks(printed.statement.code).lower()}.pdf"
        return Response(
            content,
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )


# What the pages for coordinators and leaders are handed by bootstrap.


@dataclass(frozen=True, slots=True)
class GroupServices:
    """`address` brings an e-mail address to its normal form or raises ValueError with a sentence; what is heavy is
    had done `elsewhere`; `sender` is the address all mail comes from; `mark` says of somebody in a
    running session that they are here or not, and every open page hears of it.
    """

    clock: Clock
    groups: GroupService
    attendance_service: AttendanceService
    erasures: Erasures
    staffing: Staffing
    mail_results: MailResults
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

    def who(self) -> Identity:
        """The leader or coordinator of this request; anybody else gets the page for an address that opens nothing."""
        now = self.clock.now()
        login = current_login(now)
        if login is None:
            no_entry(now)
        if login.who.kind is not Kind.LEADER or self.groups.staff(login.who) is None:
            abort(404)
        keep_signed_in(login, now)
        return login.who

    def staff(self) -> Staff:
        staff = self.groups.staff(self.who())
        if staff is None:
            abort(404)
        return staff

    def coordinator(self) -> Staff:
        """404 for anybody else, leaders among them."""
        staff = self.staff()
        if not staff.coordinator:
            abort(404)
        return staff

    def group(self, group_id: str) -> Group:
        """The group of this address, before somebody who may look after it; else 404, whether it exists or not."""
        try:
            return self.groups.group(group_id, self.who())
        except NoSuchGroup:
            abort(404)

    def attendance(self, group_id: str) -> AttendanceRecord:
        """The attendance record of the same group, before the same people."""
        try:
            return self.attendance_service.attendance(group_id, self.who())
        except NoSuchGroup:
            abort(404)


# What the doors of arriving and leaving are handed by bootstrap, apart from the rooms behind them.


@dataclass(frozen=True, slots=True)
class AccessServices:
    """`asks` takes what asks for a mail; `browsers` knows those again that signed a leader in; `address` brings an e-mail
    address to its normal form, or raises ValueError with a sentence.
    """

    sign_in: SignIn
    accounts: Accounts
    typed_codes: TypedCodes
    link_again: LinkAgain
    leaving: Leaving
    erasures: Erasures
    wrong_tries: WrongTries
    asks: Asks
    browsers: BrowserMarks
    address: Callable[[str], str]
