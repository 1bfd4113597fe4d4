"""Use cases joined to the adapters they need, once for the whole process."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from balint_live.adapters.database.attendance import SqlAttendance
from balint_live.adapters.database.books import SqlBooks
from balint_live.adapters.database.credit_lines import SqlCreditLines
from balint_live.adapters.database.database import Database
from balint_live.adapters.database.meetings import SqlMeetings
from balint_live.adapters.database.people import SqlPeople
from balint_live.adapters.live_room.memory import MemoryRooms
from balint_live.adapters.log import Log
from balint_live.adapters.tokens import Tokens
from balint_live.application.abandoned import Abandoned
from balint_live.application.admission import Admission
from balint_live.application.background import Background
from balint_live.application.clock_watch import ClockWatch
from balint_live.application.conduct import Conduct
from balint_live.application.links import PersonalLinks
from balint_live.application.ports import SteadyClock
from balint_live.application.pulse import Pulse
from balint_live.application.record import Record
from balint_live.application.signals import Signals
from balint_live.application.snapshots import Snapshots
from balint_live.application.stage import Stage
from balint_live.application.texts import Texts
from balint_live.config import Config, Limits
from balint_live.runtime.interface import Runtime
from balint_live.web.access import Budget
from balint_live.web.broadcaster import SocketBroadcaster
from balint_live.web.counts import Counts
from balint_live.web.rate_limit import Budgets
from balint_live.web.services import Services


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
