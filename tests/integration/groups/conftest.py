"""A site for each test: an empty database brought to its present definition once, then copied and furnished."""

import pickle
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from shutil import copyfile
from typing import ParamSpec, TypeVar

import pytest
from flask import Flask

from balint_live import config as configuration
from balint_live.adapters.database.access import SqlStaffing
from balint_live.adapters.database.attendance_record import SqlAttendanceRecords
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.groups import SqlGroups
from balint_live.adapters.database.live import SqlMeetings
from balint_live.adapters.database.mail_queue import SqlMailResults, SqlMails
from balint_live.adapters.database.presence_store import SqlAttendance
from balint_live.adapters.imports.reader import ListFiles
from balint_live.adapters.mail.headers import Sender, normal_address
from balint_live.adapters.mail.transport import composing
from balint_live.adapters.memory_rooms import MemoryRooms
from balint_live.adapters.sheets import SheetFiles
from balint_live.adapters.system import CalendarRules, SystemZones
from balint_live.adapters.tokens import Tokens
from balint_live.application.attendance.service import AttendanceService
from balint_live.application.background import Background
from balint_live.application.groups.leaders import Staffing
from balint_live.application.groups.service import GroupService
from balint_live.application.live.command_handler import CommandHandler
from balint_live.application.live.peers import Alone
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.live.snapshots import Snapshots
from balint_live.application.mail.preview import Previews
from balint_live.application.privacy.erasure import Erasures
from balint_live.composition.flask_app import GROUP_PAGES, flask_app
from balint_live.composition.services import marking, statement_services
from balint_live.web.shared import posts
from balint_live.web.shared.services import GroupServices
from tests.fakes import ManualClock, PlainLock, RecordingBroadcaster, at_once
from tests.integration.compiled_templates import compiled_once
from tests.integration.database.present import address_of, present_database
from tests.integration.groups.cast import CATALOGUE, NOW, HerePages, Site, enrol_cast
from tests.integration.groups.post import Post
from tests.integration.mail.post_box import PostBox

P = ParamSpec("P")
T = TypeVar("T")


@pytest.fixture(scope="session")
def with_cast(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the cast in it, to be copied."""
    path = tmp_path_factory.mktemp("office") / "furnished.sqlite3"
    database = present_database(path)
    enrol_cast(SqlGroups(database, CATALOGUE))
    database.forget_deleted()
    database.dispose()
    return path


@pytest.fixture
def site(with_cast: Path, tmp_path: Path) -> Iterator[Site]:
    path = tmp_path / "house.sqlite3"
    copyfile(with_cast, path)
    database = Database(address_of(path))
    clock = ManualClock(NOW)
    groups = SqlGroups(database, CATALOGUE)
    services = _services(database, clock, groups)
    yield Site(_app(services), database, clock, groups, SqlMails(database), services)
    database.dispose()


@pytest.fixture
def post(site: Site) -> Iterator[Post]:
    with PostBox() as box:
        yield Post(site, box)


def _services(database: Database, clock: ManualClock, groups: SqlGroups) -> GroupServices:
    ids, codes = count(1), count(1)

    def new_id() -> str:
        return f"new-{next(ids)}"

    return GroupServices(
        clock=clock,
        groups=GroupService(clock, groups, HerePages(), new_id, lambda: f"NEW{next(codes):05}"),
        attendance_service=AttendanceService(clock, SqlAttendanceRecords(database, CATALOGUE)),
        erasures=Erasures(
            clock,
            SqlAttendanceRecords(database, CATALOGUE),
            HerePages(),
            new_id,
            lambda: f"STATED{next(codes):06}",
        ),
        staffing=Staffing(clock, SqlStaffing(database), HerePages()),
        mail_results=SqlMailResults(database),
        previews=Previews(
            clock,
            Tokens("s" * 32),
            "https://balint.example.org",
            composing(Sender("", "balint@example.org"), as_if_sent),
        ),
        recurrence=CalendarRules(),
        zones=SystemZones(),
        catalogue=CATALOGUE,
        address=normal_address,
        read_list=ListFiles(),
        sheets=SheetFiles(),
        statement_services=statement_services(
            clock, SqlAttendanceRecords(database, CATALOGUE), "https://balint.example.org", as_if_sent
        ),
        new_id=new_id,
        elsewhere=as_if_sent,
        sender="balint@example.org",
        mark=marking(_conduct(database, clock)),
    )


def as_if_sent(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Work done here, but on what a child process would be sent, and answered with what it would send back."""
    work, args, kwargs = pickle.loads(pickle.dumps((work, args, kwargs)))
    return pickle.loads(pickle.dumps(work(*args, **kwargs)))


def _conduct(database: Database, clock: ManualClock) -> CommandHandler:
    """The choke point of live pages, with none of them open."""
    meetings, attendance = SqlMeetings(database, CATALOGUE), SqlAttendance(database)
    rooms, snapshots = MemoryRooms(PlainLock, clock), Snapshots(CATALOGUE, "1")
    background = Background(at_once, PlainLock, _raised)
    publisher = SessionPublisher(
        clock, rooms, meetings, attendance, snapshots, RecordingBroadcaster(), background, Alone()
    )
    return CommandHandler(clock, meetings, attendance, publisher, Alone())


def _raised(_where: str, fault: Exception) -> None:
    raise fault


def _app(services: GroupServices) -> Flask:
    config = configuration.from_settings({}, "test").settled(lambda _: "s" * 32)
    app = compiled_once(flask_app(config))
    app.testing = True  # our own faults are the test's to see
    posts.install_uploads(app, services.clock, services.group)
    posts.install_csrf(app, services.clock, "")
    for pages in GROUP_PAGES:
        app.register_blueprint(pages(services))
    return app
