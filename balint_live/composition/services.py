"""Use cases joined to the adapters they need. The server makes all of them once, the command line the few it asks for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from balint_live.adapters.database.access import SqlPeople, SqlSignIns, SqlStaffing
from balint_live.adapters.database.attendance_record import SqlAttendanceRecords
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.groups import SqlGroups
from balint_live.adapters.database.live import SqlMeetings
from balint_live.adapters.database.mail_contents import SqlMailFacts
from balint_live.adapters.database.mail_queue import SqlMailResults
from balint_live.adapters.database.presence_store import SqlAttendance
from balint_live.adapters.database.privacy import SqlPersonalData
from balint_live.adapters.database.zoom import SqlZoomStates
from balint_live.adapters.imports.reader import ListFiles
from balint_live.adapters.mail.headers import Sender, normal_address
from balint_live.adapters.mail.transport import composing
from balint_live.adapters.memory_rooms import MemoryRooms
from balint_live.adapters.redis.counts import RedisCounts
from balint_live.adapters.redis.link import RedisLink
from balint_live.adapters.redis.peers import PagesOfServers, RedisPeers
from balint_live.adapters.sheets import SheetFiles
from balint_live.adapters.statement_pdf import Paper, Words
from balint_live.adapters.system import (
    CalendarRules,
    Log,
    SystemZones,
    new_id,
    new_join_code,
    new_statement_code,
)
from balint_live.adapters.tokens import Tokens
from balint_live.adapters.zoom.sessions import SessionsInZoom
from balint_live.application.access.asking import AskLimits, LinkAgain
from balint_live.application.access.joining import Accounts, Admission
from balint_live.application.access.links import PersonalLinks, TypedCodes
from balint_live.application.access.pretend import PretendMembers, PretendSession
from balint_live.application.access.sign_in import SignIn
from balint_live.application.attendance.export import OwnRecords
from balint_live.application.attendance.own_attendance import OwnAttendances
from balint_live.application.attendance.record import AttendanceRecord
from balint_live.application.attendance.service import AttendanceService, LiveAttendance
from balint_live.application.attendance.statements import Statements
from balint_live.application.background import Background
from balint_live.application.groups.leaders import Staffing
from balint_live.application.groups.service import GroupService
from balint_live.application.identity import Asker, Identity
from balint_live.application.live.command_handler import CommandHandler
from balint_live.application.live.commands import Answer, MarkAttendance
from balint_live.application.live.peers import Alone, Peers
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.live.signals import Signals
from balint_live.application.live.snapshots import Snapshots
from balint_live.application.live.ticker import Abandoned, ClockWatch, Ticker
from balint_live.application.mail.calendars import SessionCalendars
from balint_live.application.mail.preview import Previews
from balint_live.application.ports import (
    AttendanceStore,
    Clock,
    Elsewhere,
    MeetingStore,
    NoPages,
    OpenPages,
    SteadyClock,
    Texts,
)
from balint_live.application.privacy.erasure import Erasures
from balint_live.application.zoom.links import ZoomLinks
from balint_live.config import Config, Limits
from balint_live.domain.credit import CreditLine
from balint_live.domain.protocol import Catalogue
from balint_live.domain.timeline import Mark
from balint_live.runtime.interface import Runtime
from balint_live.web.live.broadcaster import SocketBroadcaster
from balint_live.web.shared.access import LONGEST_SESSION, RateLimit
from balint_live.web.shared.limits import Asks, RateLimits, SharedCounts, WrongTries
from balint_live.web.shared.metrics import Counts
from balint_live.web.shared.services import AccessServices, GroupServices, Services, StatementServices


@dataclass(frozen=True)
class Adapters:
    """The outside world of one process: its settled configuration, clock, database, texts and log. Each is made once."""

    config: Config
    clock: Clock
    database: Database
    texts: Texts
    log: Log

    @property
    def catalogue(self) -> Catalogue:
        return self.texts.catalogue

    @cached_property
    def tokens(self) -> Tokens:
        return Tokens(self.config.security.secret, self.config.security.previous_secrets)

    @cached_property
    def redis(self) -> RedisLink | None:
        """What is shared with other processes; None where there is one only."""

        def turned(answers: bool) -> None:
            self.log.event("redis", answers="yes" if answers else "no")

        url = self.config.redis.url
        return RedisLink(url, self.config.security.secret, turned) if url else None

    @property
    def rehearses(self) -> bool:
        """Whether somebody may rehearse; nobody where several processes serve, which could not share one."""
        return self.config.rehearsal.allowed != "nobody" and self.redis is None

    @cached_property
    def shared_counts(self) -> SharedCounts | None:
        return None if self.redis is None else RedisCounts(self.redis)

    @cached_property
    def pages_of_servers(self) -> OpenPages:
        """For a command beside them: reached where servers share a Redis."""
        return NoPages() if self.redis is None else PagesOfServers(self.redis)

    @cached_property
    def people(self) -> SqlPeople:
        return SqlPeople(self.database)

    @cached_property
    def attendance_records(self) -> SqlAttendanceRecords:
        return SqlAttendanceRecords(self.database, self.catalogue)


# ---- Live sessions --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LiveStores:
    """What the live pages know of sessions; each part is asked by the id of a session, a group or a person."""

    meetings: MeetingStore
    attendance: AttendanceStore
    record: Callable[[str, Asker], AttendanceRecord]
    credit_lines: Callable[[str], tuple[CreditLine, ...]]


def live_stores(adapters: Adapters) -> LiveStores:
    """Those of this database."""
    database, catalogue = adapters.database, adapters.catalogue
    record, credit_lines = adapters.attendance_records.attendance, SqlGroups(database, catalogue).credit_lines
    return LiveStores(SqlMeetings(database, catalogue), SqlAttendance(database), record, credit_lines)


def live_services(
    adapters: Adapters,
    clock: SteadyClock,
    runtime: Runtime,
    broadcaster: SocketBroadcaster,
    background: Background,
    counts: Counts,
    peers: RedisPeers | None,
    in_zoom: SessionsInZoom | None,
    stores: LiveStores,
) -> tuple[Services, Ticker, ClockWatch]:
    """What the live pages use, what moves every second, and what notices that the machine's clock was set."""
    config, log, session = adapters.config, adapters.log, adapters.config.session
    meetings, attendance = stores.meetings, stores.attendance
    reminder_version = adapters.texts.reminder.version
    snapshots = Snapshots(adapters.catalogue, reminder_version)
    others: Peers = Alone() if peers is None else peers
    rooms = MemoryRooms(runtime.lock, clock, others, {} if peers is None else peers.heard_at)
    publisher = SessionPublisher(
        clock, rooms, meetings, attendance, snapshots, broadcaster, background, others
    )
    services = Services(
        clock=clock,
        publisher=publisher,
        command_handler=CommandHandler(clock, meetings, attendance, publisher, others),
        signals=Signals(clock, publisher, broadcaster, others, new_id),
        admission=Admission(
            clock, meetings, attendance, publisher, reminder_version, _minutes(session.doors_open_minutes)
        ),
        record=LiveAttendance(clock, attendance, stores.record),
        zoom_links=ZoomLinks(in_zoom, runtime.spawn, runtime.sleep),
        tokens=adapters.tokens,
        links=PersonalLinks(adapters.tokens, adapters.people),
        rate_limits=_rate_limits(config.limits, counts.over_limit, adapters.shared_counts),
        sockets_per_person=config.limits.sockets_per_person,
        spawn=runtime.spawn,
        sleep=runtime.sleep,
        report=log.fault,
        count=counts.add,
        site=config.public_url,
        credit_lines=stores.credit_lines,
        **({} if in_zoom is None else {"zoom_state": SqlZoomStates(adapters.database).of_meeting}),
    )
    abandoned = Abandoned(
        clock,
        meetings,
        publisher,
        _minutes(session.abandoned_after_minutes),
        _minutes(session.leaders_away_minutes),
    )
    ticker = Ticker(clock, publisher, broadcaster, abandoned, background, log.fault, runtime.spawn)

    def clock_was_set(by: timedelta) -> None:
        log.event("clock_was_set", seconds=round(by.total_seconds()))

    return services, ticker, ClockWatch(clock, publisher, meetings, background, clock_was_set)


def pretend_members(live: Services, sessions: Sequence[PretendSession]) -> PretendMembers:
    """The members of a demo's sessions who act by themselves."""
    return PretendMembers(
        live.clock, live.admission, live.publisher, live.command_handler, live.signals, new_id, sessions
    )


def redis_peers(adapters: Adapters, runtime: Runtime) -> RedisPeers | None:
    """The other processes; None where there is one only."""
    if adapters.redis is None:
        return None
    return RedisPeers(
        adapters.redis,
        new_id(),
        adapters.clock,
        runtime.lock,
        runtime.spawn,
        runtime.sleep,
        adapters.log.fault,
    )


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def _rate_limits(
    limits: Limits, over_limit: Callable[[RateLimit], None], shared: SharedCounts | None
) -> RateLimits:
    return RateLimits(
        events_per_second=limits.events_per_second,
        events_burst=limits.events_burst,
        pages_per_minute=limits.pages_per_minute,
        presses_per_minute=limits.presses_per_minute,
        asks_per_minute=limits.asks_per_minute,
        pages_burst=limits.pages_burst,
        own_pages_per_second=limits.own_pages_per_second,
        own_pages_burst=limits.own_pages_burst,
        refused=over_limit,
        shared=shared,
    )


# ---- Groups and their attendance: the server passes the open pages that must hear of a change ------------------------


def group_service(
    adapters: Adapters, pages: OpenPages | None = None, ids: Callable[[], str] = new_id
) -> GroupService:
    store = SqlGroups(adapters.database, adapters.catalogue)
    return GroupService(
        adapters.clock,
        store,
        pages or adapters.pages_of_servers,
        ids,
        new_join_code,
        adapters.config.unreachable,
    )


def staffing(adapters: Adapters, pages: OpenPages | None = None) -> Staffing:
    return Staffing(adapters.clock, SqlStaffing(adapters.database), pages or adapters.pages_of_servers)


def erasures(adapters: Adapters, pages: OpenPages | None = None) -> Erasures:
    return Erasures(
        adapters.clock,
        adapters.attendance_records,
        pages or adapters.pages_of_servers,
        new_id,
        new_statement_code,
    )


def attendance_service(adapters: Adapters) -> AttendanceService:
    return AttendanceService(adapters.clock, adapters.attendance_records)


def own_records(adapters: Adapters) -> OwnRecords:
    return OwnRecords(adapters.clock, adapters.attendance_records, SqlPersonalData(adapters.database))


def session_calendars(adapters: Adapters, live: Services) -> SessionCalendars:
    facts = SqlMailFacts(adapters.database, adapters.catalogue)
    return SessionCalendars(adapters.clock, live.links, facts, adapters.config.public_url)


def statement_services(
    clock: Clock,
    records: SqlAttendanceRecords,
    site: str,
    elsewhere: Elsewhere,
    shared: SharedCounts | None = None,
) -> StatementServices:
    """`site` is the public address, under which statements are verified; PDFs are drawn `elsewhere`."""
    statements = Statements(clock, records, new_id, new_statement_code)
    own, tries = OwnAttendances(clock, records), WrongTries("statements", shared=shared)
    return StatementServices(statements, own, Paper(Words(site)).pdf, elsewhere, tries)


def group_services(
    adapters: Adapters, pages: OpenPages, elsewhere: Elsewhere, command_handler: CommandHandler
) -> GroupServices:
    """What the pages of leaders and coordinators use; heavy work is done `elsewhere`."""
    clock, config = adapters.clock, adapters.config
    return GroupServices(
        clock=clock,
        groups=group_service(adapters, pages),
        attendance_service=attendance_service(adapters),
        erasures=erasures(adapters, pages),
        staffing=staffing(adapters, pages),
        mail_results=SqlMailResults(adapters.database),
        previews=Previews(
            clock, adapters.tokens, config.public_url, composing(Sender(*config.sender), elsewhere)
        ),
        recurrence=CalendarRules(),
        zones=SystemZones(),
        catalogue=adapters.catalogue,
        address=normal_address,
        read_list=ListFiles(),
        sheets=SheetFiles(),
        statement_services=statement_services(
            clock, adapters.attendance_records, config.public_url, elsewhere, adapters.shared_counts
        ),
        new_id=new_id,
        elsewhere=elsewhere,
        sender=config.sender[1],
        mark=marking(command_handler),
        may_rehearse=adapters.rehearses,
        zoom_states=SqlZoomStates(adapters.database).of_group if config.zoom.holds_meetings else None,
        zoom_hosts=config.zoom.alternative_hosts,
    )


def marking(command_handler: CommandHandler) -> Callable[[Identity, str, str, Mark], Answer]:
    """Leaders' marks from the roll, through the choke point of all live pages."""

    def mark(who: Identity, meeting_id: str, person: str, mark: Mark) -> Answer:
        command = MarkAttendance(id=new_id(), expected_revision=None, person=person, mark=mark)
        return command_handler(who, meeting_id, command)

    return mark


# ---- Joining, signing in and leaving --------------------------------------------------------------------------------


def access_services(
    adapters: Adapters, runtime: Runtime, groups: GroupServices, standing_links: bool
) -> AccessServices:
    """`standing_links`: whether the demo's links, which sign pretend leaders in at any time, open anything."""
    clock, log, tokens, people = adapters.clock, adapters.log, adapters.tokens, adapters.people
    longest_login = adapters.config.session.login_life + LONGEST_SESSION

    return AccessServices(
        sign_in=sign_in(adapters, standing_links),
        accounts=Accounts(clock, people, groups.groups.pages, longest_login),
        typed_codes=TypedCodes(tokens, people),
        link_again=LinkAgain(clock, people, _ask_limits(adapters, "link_again"), new_id),
        groups=groups.groups,
        erasures=groups.erasures,
        wrong_tries=WrongTries("codes", shared=adapters.shared_counts),
        asks=Asks(runtime.spawn, runtime.sleep, log.fault, shared=adapters.shared_counts),
        browsers=tokens,
        address=normal_address,
    )


def sign_in(adapters: Adapters, standing_links: bool = False) -> SignIn:
    limits = _ask_limits(adapters, "sign_in")
    return SignIn(
        adapters.clock, SqlSignIns(adapters.database), adapters.tokens, limits, new_id, standing_links
    )


def _ask_limits(adapters: Adapters, kind: str) -> AskLimits:
    return AskLimits(lambda: adapters.log.event("asks_capped", kind=kind))
