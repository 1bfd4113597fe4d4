"""Use cases joined to the adapters they need, once for the whole process."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Flask

from balint_live.adapters.addresses import normal_address
from balint_live.adapters.database.access import SqlPeople, SqlSignIns, SqlStaffing
from balint_live.adapters.database.attendance_record import SqlBooks
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.groups import SqlCreditLines, SqlGroups
from balint_live.adapters.database.live import SqlMeetings
from balint_live.adapters.database.mail_queue import SqlMailBook
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
from balint_live.application.attendance.service import Record, Register
from balint_live.application.attendance.statements import Statements
from balint_live.application.background import Background
from balint_live.application.groups.leaders import Staffing
from balint_live.application.groups.service import Office
from balint_live.application.identity import Identity
from balint_live.application.live.command_handler import Conduct
from balint_live.application.live.commands import MarkAttendance
from balint_live.application.live.publisher import Signals, Stage
from balint_live.application.live.room import Answer
from balint_live.application.live.snapshots import Snapshots
from balint_live.application.live.ticker import Abandoned, ClockWatch, Pulse
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
from balint_live.web.shared.access import LONGEST_SESSION, Budget
from balint_live.web.shared.limits import Asks, Budgets, WrongTries
from balint_live.web.shared.metrics import Counts
from balint_live.web.shared.services import Arrivals, OfficeServices, Papers, Services


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
) -> tuple[Services, Pulse, ClockWatch]:
    """What the doors are handed, and what happens every second."""
    meetings, attendance = SqlMeetings(database, texts.catalogue), SqlAttendance(database)
    broadcaster = SocketBroadcaster(sockets)
    snapshots = Snapshots(texts.catalogue, texts.reminder.version)
    rooms = MemoryRooms(runtime.lock, clock)
    stage = Stage(clock, rooms, meetings, attendance, snapshots, broadcaster, background)
    tokens = Tokens(config.security.secret, config.security.previous_secrets)
    door_opens = timedelta(minutes=config.session.doors_open_minutes)
    services = Services(
        clock=clock,
        stage=stage,
        conduct=Conduct(clock, meetings, attendance, stage),
        signals=Signals(clock, stage, broadcaster),
        admission=Admission(clock, meetings, attendance, stage, texts.reminder.version, door_opens),
        record=Record(clock, attendance, SqlBooks(database, texts.catalogue).book),
        tokens=tokens,
        links=PersonalLinks(tokens, SqlPeople(database)),
        budgets=_budgets(config.limits, counts.over_budget),
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
        stage,
        timedelta(minutes=config.session.abandoned_after_minutes),
        timedelta(minutes=config.session.leaders_away_minutes),
    )
    pulse = Pulse(clock, stage, broadcaster, abandoned, background, log.fault, runtime.spawn)
    return services, pulse, ClockWatch(clock, stage, meetings, background, partial(_clock_was_set, log))


def _clock_was_set(log: Log, by: timedelta) -> None:
    log.event("clock_was_set", seconds=round(by.total_seconds()))


def _budgets(limits: Limits, over_budget: Callable[[Budget], None]) -> Budgets:
    return Budgets(
        events_per_second=limits.events_per_second,
        events_burst=limits.events_burst,
        pages_per_minute=limits.pages_per_minute,
        presses_per_minute=limits.presses_per_minute,
        asks_per_minute=limits.asks_per_minute,
        pages_burst=limits.pages_burst,
        own_pages_per_second=limits.own_pages_per_second,
        own_pages_burst=limits.own_pages_burst,
        refused=over_budget,
    )


# The office, joined: for the pages with the live pages it must tell, for the command line without.


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


def office(
    clock: Clock,
    database: Database,
    catalogue: Catalogue,
    pages: OpenPages | None = None,
    unreachable: str = "",
) -> Office:
    return Office(
        clock, SqlGroups(database, catalogue), pages or NoPages(), new_id, new_join_code, unreachable
    )


def register(clock: Clock, database: Database, catalogue: Catalogue) -> Register:
    return Register(clock, SqlBooks(database, catalogue))


def erasures(clock: Clock, database: Database, catalogue: Catalogue, pages: OpenPages) -> Erasures:
    return Erasures(clock, SqlBooks(database, catalogue), pages, new_id, new_statement_code)


def staffing(clock: Clock, database: Database, pages: OpenPages | None = None) -> Staffing:
    return Staffing(clock, SqlStaffing(database), pages or NoPages())


def office_services(
    clock: Clock,
    database: Database,
    catalogue: Catalogue,
    of_pages: Office,
    elsewhere: Elsewhere,
    sender: str,
    conduct: Conduct,
    papers: Papers,
) -> OfficeServices:
    return OfficeServices(
        clock=clock,
        office=of_pages,
        register=register(clock, database, catalogue),
        erasures=erasures(clock, database, catalogue, of_pages.pages),
        staffing=staffing(clock, database, of_pages.pages),
        mail_book=SqlMailBook(database),
        recurrence=CalendarRules(),
        zones=SystemZones(),
        catalogue=catalogue,
        address=normal_address,
        read_list=ListFiles(),
        sheets=SheetFiles(),
        papers=papers,
        new_id=new_id,
        elsewhere=elsewhere,
        sender=sender,
        mark=marking(conduct),
    )


def marking(conduct: Conduct) -> Callable[[Identity, str, str, Mark], Answer]:
    """Leaders' marks from the office, through the choke point of all live pages."""

    def mark(who: Identity, meeting_id: str, person: str, mark: Mark) -> Answer:
        command = MarkAttendance(id=new_id(), expected_revision=None, person=person, mark=mark)
        return conduct(who, meeting_id, command)

    return mark


def install_office(app: Flask, services: OfficeServices) -> None:
    """Every page of the office."""
    for pages in GROUP_PAGES:
        app.register_blueprint(pages(services))


# Arriving and leaving, joined: sign-in by mail, typed codes, links sent again, and the way out.


def arrivals(
    security: Security,
    login_life: timedelta,
    clock: Clock,
    database: Database,
    office: Office,
    erasures: Erasures,
    log: Log,
    runtime: Runtime,
    standing_links: bool,
) -> Arrivals:
    """`standing_links`: whether the demo's links, which sign pretend leaders in at any time, open anything."""
    tokens, people = Tokens(security.secret, security.previous_secrets), SqlPeople(database)

    def limits(kind: str) -> AskLimits:
        return AskLimits(lambda: log.event("asks_capped", kind=kind))

    return Arrivals(
        sign_in=SignIn(clock, SqlSignIns(database), tokens, limits("sign_in"), new_id, standing_links),
        accounts=Accounts(clock, people, office.pages, login_life + LONGEST_SESSION),
        typed_codes=TypedCodes(tokens, people),
        link_again=LinkAgain(clock, people, limits("link_again"), new_id),
        leaving=office,
        erasures=erasures,
        wrong_tries=WrongTries(),
        asks=Asks(runtime.spawn, runtime.sleep, log.fault),
        browsers=tokens,
        address=normal_address,
    )


# What is taken away, joined: everybody's own record.


def own_records(clock: Clock, database: Database, catalogue: Catalogue) -> OwnRecords:
    return OwnRecords(clock, SqlBooks(database, catalogue), SqlPersonalData(database))


# Statements of attendance, joined: the attendance book, fresh codes, and the paper they are printed on.


def papers(clock: Clock, database: Database, catalogue: Catalogue, site: str, elsewhere: Elsewhere) -> Papers:
    """`site` is the public address, under which statements are verified."""
    statements = Statements(clock, SqlBooks(database, catalogue), new_id, new_statement_code)
    return Papers(statements, Paper(Words(site)).pdf, elsewhere, WrongTries())
