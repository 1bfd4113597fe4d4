"""Use cases joined to the adapters they need, once for the whole process."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Flask

from balint_live.adapters.addresses import normal_address
from balint_live.adapters.database.access import SqlPeople, SqlSignIns, SqlStaffing
from balint_live.adapters.database.attendance_record import SqlAttendanceRecords
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.groups import SqlCreditLines, SqlGroups
from balint_live.adapters.database.live import SqlMeetings
from balint_live.adapters.database.mail_queue import SqlMailResults
from balint_live.adapters.database.presence_store import SqlAttendance
from balint_live.adapters.database.privacy import SqlPersonalData
from balint_live.adapters.imports.reader import ListFiles
from balint_live.adapters.memory_rooms import MemoryRooms
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
from balint_live.application.access.asking import AskLimits, LinkAgain
from balint_live.application.access.joining import Accounts, Admission
from balint_live.application.access.links import PersonalLinks, TypedCodes
from balint_live.application.access.sign_in import SignIn
from balint_live.application.attendance.export import OwnRecords
from balint_live.application.attendance.service import AttendanceService, LiveAttendance
from balint_live.application.attendance.statements import Statements
from balint_live.application.background import Background
from balint_live.application.groups.leaders import Staffing
from balint_live.application.groups.service import GroupService
from balint_live.application.identity import Identity
from balint_live.application.live.command_handler import CommandHandler
from balint_live.application.live.commands import MarkAttendance
from balint_live.application.live.publisher import SessionPublisher, Signals
from balint_live.application.live.room import Answer
from balint_live.application.live.snapshots import Snapshots
from balint_live.application.live.ticker import Abandoned, ClockWatch, Ticker
from balint_live.application.open_pages import NoPages, OpenPages
from balint_live.application.ports import Clock, Elsewhere, SteadyClock, Texts
from balint_live.application.privacy.erasure import Erasures
from balint_live.config import Config, Limits, Security
from balint_live.domain.protocol import Catalogue
from balint_live.domain.timeline import Mark
from balint_live.runtime.interface import Runtime
from balint_live.web.attendance.corrections import correction_pages
from balint_live.web.attendance.downloads import export_pages
from balint_live.web.attendance.matrix import attendance_pages
from balint_live.web.attendance.roll import roll_pages, session_actions_pages
from balint_live.web.groups.group import all_groups_pages, delete_group_pages, group_pages, new_group_pages
from balint_live.web.groups.leaders import group_leaders_pages, staff_leaving_pages, staff_pages
from balint_live.web.groups.leaving import leaving_pages
from balint_live.web.groups.links import invitations_pages, mails_pages, person_link_pages, statements_pages
from balint_live.web.groups.new_sessions import new_sessions_pages
from balint_live.web.groups.protocols import plans_pages
from balint_live.web.groups.registrants import new_person_pages, person_pages
from balint_live.web.groups.roster import roster_file_pages
from balint_live.web.groups.sessions import session_pages
from balint_live.web.groups.settings import settings_pages
from balint_live.web.imports.page import lists_pages
from balint_live.web.live.broadcaster import SocketBroadcaster
from balint_live.web.shared.access import LONGEST_SESSION, RateLimit
from balint_live.web.shared.limits import Asks, RateLimits, WrongTries
from balint_live.web.shared.metrics import Counts
from balint_live.web.shared.services import AccessServices, GroupServices, Services, StatementServices


def use_cases(
    config: Config,
    runtime: Runtime,
    clock: SteadyClock,
    log: Log,
    sockets: Any,
    database: Database,
    texts: Texts,
    background: Background,
    counts: Counts,
) -> tuple[Services, Ticker, ClockWatch]:
    """What the doors are handed, and what happens every second."""
    meetings, attendance = SqlMeetings(database, texts.catalogue), SqlAttendance(database)
    broadcaster = SocketBroadcaster(sockets)
    snapshots = Snapshots(texts.catalogue, texts.reminder.version)
    rooms = MemoryRooms(runtime.lock, clock)
    publisher = SessionPublisher(clock, rooms, meetings, attendance, snapshots, broadcaster, background)
    tokens = Tokens(config.security.secret, config.security.previous_secrets)
    door_opens = timedelta(minutes=config.session.doors_open_minutes)
    services = Services(
        clock=clock,
        publisher=publisher,
        command_handler=CommandHandler(clock, meetings, attendance, publisher),
        signals=Signals(clock, publisher, broadcaster),
        admission=Admission(clock, meetings, attendance, publisher, texts.reminder.version, door_opens),
        record=LiveAttendance(clock, attendance, SqlAttendanceRecords(database, texts.catalogue).attendance),
        tokens=tokens,
        links=PersonalLinks(tokens, SqlPeople(database)),
        rate_limits=_rate_limits(config.limits, counts.over_limit),
        sockets_per_person=config.limits.sockets_per_person,
        spawn=runtime.spawn,
        sleep=runtime.sleep,
        report=log.fault,
        count=counts.add,
        credit_lines=SqlCreditLines(database).of,
    )
    abandoned = Abandoned(
        clock,
        meetings,
        publisher,
        timedelta(minutes=config.session.abandoned_after_minutes),
        timedelta(minutes=config.session.leaders_away_minutes),
    )
    ticker = Ticker(clock, publisher, broadcaster, abandoned, background, log.fault, runtime.spawn)
    return services, ticker, ClockWatch(clock, publisher, meetings, background, partial(_clock_was_set, log))


def _clock_was_set(log: Log, by: timedelta) -> None:
    log.event("clock_was_set", seconds=round(by.total_seconds()))


def _rate_limits(limits: Limits, over_limit: Callable[[RateLimit], None]) -> RateLimits:
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
    )


# Groups, joined: for the pages with the live pages it must tell, for the command line without.


GROUP_PAGES = (
    correction_pages,
    export_pages,
    attendance_pages,
    roll_pages,
    session_actions_pages,
    group_pages,
    all_groups_pages,
    new_group_pages,
    delete_group_pages,
    group_leaders_pages,
    staff_pages,
    staff_leaving_pages,
    leaving_pages,
    mails_pages,
    person_link_pages,
    invitations_pages,
    statements_pages,
    new_sessions_pages,
    plans_pages,
    new_person_pages,
    person_pages,
    roster_file_pages,
    session_pages,
    settings_pages,
    lists_pages,
)


def group_service(
    clock: Clock,
    database: Database,
    catalogue: Catalogue,
    pages: OpenPages | None = None,
    unreachable: str = "",
) -> GroupService:
    return GroupService(
        clock, SqlGroups(database, catalogue), pages or NoPages(), new_id, new_join_code, unreachable
    )


def attendance_service(clock: Clock, database: Database, catalogue: Catalogue) -> AttendanceService:
    return AttendanceService(clock, SqlAttendanceRecords(database, catalogue))


def erasures(clock: Clock, database: Database, catalogue: Catalogue, pages: OpenPages) -> Erasures:
    return Erasures(clock, SqlAttendanceRecords(database, catalogue), pages, new_id, new_statement_code)


def staffing(clock: Clock, database: Database, pages: OpenPages | None = None) -> Staffing:
    return Staffing(clock, SqlStaffing(database), pages or NoPages())


def group_services(
    clock: Clock,
    database: Database,
    catalogue: Catalogue,
    groups: GroupService,
    elsewhere: Elsewhere,
    sender: str,
    command_handler: CommandHandler,
    statement_services: StatementServices,
) -> GroupServices:
    return GroupServices(
        clock=clock,
        groups=groups,
        attendance_service=attendance_service(clock, database, catalogue),
        erasures=erasures(clock, database, catalogue, groups.pages),
        staffing=staffing(clock, database, groups.pages),
        mail_results=SqlMailResults(database),
        recurrence=CalendarRules(),
        zones=SystemZones(),
        catalogue=catalogue,
        address=normal_address,
        read_list=ListFiles(),
        sheets=SheetFiles(),
        statement_services=statement_services,
        new_id=new_id,
        elsewhere=elsewhere,
        sender=sender,
        mark=marking(command_handler),
    )


def marking(command_handler: CommandHandler) -> Callable[[Identity, str, str, Mark], Answer]:
    """Leaders' marks from the roll, through the choke point of all live pages."""

    def mark(who: Identity, meeting_id: str, person: str, mark: Mark) -> Answer:
        command = MarkAttendance(id=new_id(), expected_revision=None, person=person, mark=mark)
        return command_handler(who, meeting_id, command)

    return mark


def install_group_pages(app: Flask, services: GroupServices) -> None:
    """Every page of the groups."""
    for pages in GROUP_PAGES:
        app.register_blueprint(pages(services))


# Arriving and leaving, joined: sign-in by mail, typed codes, links sent again, and the way out.


def access_services(
    security: Security,
    login_life: timedelta,
    clock: Clock,
    database: Database,
    groups: GroupService,
    erasures: Erasures,
    log: Log,
    runtime: Runtime,
    standing_links: bool,
) -> AccessServices:
    """`standing_links`: whether the demo's links, which sign pretend leaders in at any time, open anything."""
    tokens, people = Tokens(security.secret, security.previous_secrets), SqlPeople(database)

    def limits(kind: str) -> AskLimits:
        return AskLimits(lambda: log.event("asks_capped", kind=kind))

    return AccessServices(
        sign_in=SignIn(clock, SqlSignIns(database), tokens, limits("sign_in"), new_id, standing_links),
        accounts=Accounts(clock, people, groups.pages, login_life + LONGEST_SESSION),
        typed_codes=TypedCodes(tokens, people),
        link_again=LinkAgain(clock, people, limits("link_again"), new_id),
        leaving=groups,
        erasures=erasures,
        wrong_tries=WrongTries(),
        asks=Asks(runtime.spawn, runtime.sleep, log.fault),
        browsers=tokens,
        address=normal_address,
    )


# What is taken away, joined: everybody's own record.


def own_records(clock: Clock, database: Database, catalogue: Catalogue) -> OwnRecords:
    return OwnRecords(clock, SqlAttendanceRecords(database, catalogue), SqlPersonalData(database))


# Statements of attendance, joined: the attendance record, fresh codes, and the PDF they are printed on.


def statement_services(
    clock: Clock, database: Database, catalogue: Catalogue, site: str, elsewhere: Elsewhere
) -> StatementServices:
    """`site` is the public address, under which statements are verified."""
    statements = Statements(clock, SqlAttendanceRecords(database, catalogue), new_id, new_statement_code)
    return StatementServices(statements, Paper(Words(site)).pdf, elsewhere, WrongTries())
