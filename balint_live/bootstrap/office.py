"""The office, joined: for the pages with the live pages it must tell, for the command line without."""

from collections.abc import Callable

from flask import Flask

from balint_live.adapters.addresses import normal_address
from balint_live.adapters.calendar import CalendarRules, SystemZones
from balint_live.adapters.database.books import SqlBooks
from balint_live.adapters.database.database import Database
from balint_live.adapters.database.groups import SqlGroups
from balint_live.adapters.database.mail_book import SqlMailBook
from balint_live.adapters.database.staffing import SqlStaffing
from balint_live.adapters.identifiers import new_id, new_join_code, new_statement_code
from balint_live.adapters.lists.reader import ListFiles
from balint_live.adapters.sheets.files import SheetFiles
from balint_live.application.attendance.erasure import Erasures
from balint_live.application.attendance.register import Register
from balint_live.application.commands import MarkAttendance
from balint_live.application.conduct import Conduct
from balint_live.application.groups.office import Office
from balint_live.application.groups.open_pages import NoPages, OpenPages
from balint_live.application.groups.staffing import Staffing
from balint_live.application.heavy_work import Elsewhere
from balint_live.application.live_room import Answer
from balint_live.application.people import Identity
from balint_live.application.ports import Clock
from balint_live.domain.attendance import Mark
from balint_live.domain.protocol import Catalogue
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups import (
    attendance,
    correction,
    delete,
    export,
    group,
    index,
    invitations,
    leaders,
    leaving,
    lists,
    mails,
    new,
    people,
    person,
    person_link,
    plans,
    roll,
    roll_session,
    roster_file,
    session,
    sessions,
    settings,
    staff,
    staff_leaving,
    statements,
)
from balint_live.web.papers import Papers

PAGES = (
    attendance,
    correction,
    delete,
    export,
    group,
    index,
    invitations,
    leaders,
    leaving,
    lists,
    mails,
    new,
    people,
    person,
    person_link,
    plans,
    roll,
    roll_session,
    roster_file,
    session,
    sessions,
    settings,
    staff,
    staff_leaving,
    statements,
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
    for pages in PAGES:
        app.register_blueprint(pages.blueprint(services))
