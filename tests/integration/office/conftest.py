"""A house for each test: an empty database brought to its present definition once, then copied and furnished."""

import pickle
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import count
from pathlib import Path
from shutil import copyfile
from typing import ParamSpec, TypeVar

import pytest
from flask import Flask

from balint_live import config as configuration
from balint_live.adapters.addresses import normal_address
from balint_live.adapters.calendar import CalendarRules, SystemZones
from balint_live.adapters.database.attendance import SqlAttendance
from balint_live.adapters.database.books import SqlBooks
from balint_live.adapters.database.database import Database
from balint_live.adapters.database.groups import SqlGroups
from balint_live.adapters.database.mail_book import SqlMailBook
from balint_live.adapters.database.mails import SqlMails
from balint_live.adapters.database.meetings import SqlMeetings
from balint_live.adapters.database.staffing import SqlStaffing
from balint_live.adapters.lists.reader import ListFiles
from balint_live.adapters.live_room.memory import MemoryRooms
from balint_live.adapters.sheets.files import SheetFiles
from balint_live.application.attendance.erasure import Erasures
from balint_live.application.attendance.register import Register
from balint_live.application.background import Background, at_once
from balint_live.application.conduct import Conduct
from balint_live.application.groups.office import Office
from balint_live.application.groups.staffing import Staffing
from balint_live.application.snapshots import Snapshots
from balint_live.application.stage import Stage
from balint_live.bootstrap.flask_app import flask_app
from balint_live.bootstrap.office import marking
from balint_live.bootstrap.statements import papers
from balint_live.web import csrf, uploads
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages import groups as group_pages
from tests.fakes import ManualClock, PlainLock, RecordingBroadcaster
from tests.integration.compiled_templates import compiled_once
from tests.integration.database.present import address_of, present_database
from tests.integration.office.cast import CATALOGUE, NOW, HerePages, House, furnish

P = ParamSpec("P")
T = TypeVar("T")


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the cast in it, to be copied."""
    path = tmp_path_factory.mktemp("office") / "furnished.sqlite3"
    database = present_database(path)
    furnish(SqlGroups(database, CATALOGUE))
    database.forget_deleted()
    database.dispose()
    return path


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> Iterator[House]:
    path = tmp_path / "house.sqlite3"
    copyfile(furnished, path)
    database = Database(address_of(path))
    clock = ManualClock(NOW)
    groups = SqlGroups(database, CATALOGUE)
    services = _services(database, clock, groups)
    yield House(_app(services), database, clock, groups, SqlMails(database), services)
    database.dispose()


def _services(database: Database, clock: ManualClock, groups: SqlGroups) -> OfficeServices:
    ids, codes = count(1), count(1)

    def new_id() -> str:
        return f"new-{next(ids)}"

    return OfficeServices(
        clock=clock,
        office=Office(clock, groups, HerePages(), new_id, lambda: f"NEW{next(codes):05}"),
        register=Register(clock, SqlBooks(database, CATALOGUE)),
        erasures=Erasures(
            clock, SqlBooks(database, CATALOGUE), HerePages(), new_id, lambda: f"STATED{next(codes):06}"
        ),
        staffing=Staffing(clock, SqlStaffing(database), HerePages()),
        mail_book=SqlMailBook(database),
        recurrence=CalendarRules(),
        zones=SystemZones(),
        catalogue=CATALOGUE,
        address=normal_address,
        read_list=ListFiles(),
        sheets=SheetFiles(),
        papers=papers(clock, database, CATALOGUE, "https://balint.example.org", as_if_sent),
        new_id=new_id,
        elsewhere=as_if_sent,
        sender="balint@example.org",
        mark=marking(_conduct(database, clock)),
    )


def as_if_sent(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Work done here, but on what a child process would be sent, and answered with what it would send back."""
    work, args, kwargs = pickle.loads(pickle.dumps((work, args, kwargs)))
    return pickle.loads(pickle.dumps(work(*args, **kwargs)))


def _conduct(database: Database, clock: ManualClock) -> Conduct:
    """The choke point of live pages, with none of them open."""
    meetings, attendance = SqlMeetings(database, CATALOGUE), SqlAttendance(database)
    rooms, snapshots = MemoryRooms(PlainLock, clock), Snapshots(CATALOGUE, "1")
    background = Background(at_once, PlainLock, _raised)
    stage = Stage(clock, rooms, meetings, attendance, snapshots, RecordingBroadcaster(), background)
    return Conduct(clock, meetings, attendance, stage)


def _raised(_where: str, fault: Exception) -> None:
    raise fault


def _app(services: OfficeServices) -> Flask:
    config = configuration.from_settings({}, "test").settled(lambda _: "s" * 32)
    app = compiled_once(flask_app(config))
    app.testing = True  # our own faults are the test's to see
    uploads.install(app, services.clock, services.desk)
    csrf.install(app, services.clock, "")
    for module in pkgutil.iter_modules(group_pages.__path__, f"{group_pages.__name__}."):
        pages = import_module(module.name)
        if hasattr(pages, "blueprint"):
            app.register_blueprint(pages.blueprint(services))
    return app
