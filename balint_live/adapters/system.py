"""What comes from the machine: clocks, the calendar, random ids and codes, the generated secret, and the log.

This is the only place that asks the machine what time it is. Moments are cut to whole milliseconds, as on the wire: so
what a browser computes from the facts it was sent is exactly what the server computes from the facts it stored.
"""

import logging
import os
import secrets
import sys
import time as machine
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import structlog
from dateutil.rrule import rrulestr

from balint_live.application.attendance.record import CODE_LENGTH as STATEMENT_LENGTH
from balint_live.domain.names import ALPHABET, LENGTH

STEP = timedelta(seconds=2)
"""More than drift can make between two looks: somebody, or something, has set the wall clock."""
CATCH_UP_WITHIN = 10.0
"""Seconds in which a small difference would be made up for, if MOST_FASTER did not limit it."""
MOST_FASTER = 0.005
"""As a share of a second: nobody's minutes get longer or shorter than by that."""
READ_WITHIN = 0.1
"""Seconds; a machine that stood still between two readings would seem to have had its clock set."""
KEPT_IN = "secret"
OWNER_ONLY = 0o600

Wall = Callable[[], datetime]
Steady = Callable[[], float]


# ---- Clocks ---------------------------------------------------------------------------------------------------------


def wall_clock() -> datetime:
    return datetime.now(UTC)


def steady_seconds() -> float:
    """Seconds since some moment, by a clock that nobody sets; where the machine has one that counts its sleep, by that."""
    if hasattr(machine, "CLOCK_BOOTTIME"):
        return machine.clock_gettime(machine.CLOCK_BOOTTIME)
    return machine.monotonic()


class SystemClock:
    """The wall clock, for commands that begin and end."""

    def now(self) -> datetime:
        """Aware UTC, in whole milliseconds."""
        return _whole_milliseconds(wall_clock())


class MonotonicClock:
    """The wall clock as it was at the start, carried on by a clock that nobody sets.

    Small differences are made up for a little at a time, never backwards. A larger one means that the wall clock was set;
    this one then goes on as before, because presence and countdowns depend on it, until it is told to follow. A process
    that has just started has only the wall clock to go by. `check` and `follow` have one caller; `now` is for everybody.
    """

    def __init__(self, wall: Wall = wall_clock, steady: Steady = steady_seconds) -> None:
        self._wall = wall
        self._steady = steady
        self.follow()

    def now(self) -> datetime:
        """Aware UTC, in whole milliseconds; never before what it said last."""
        return _whole_milliseconds(self._at(self._steady()))

    def check(self) -> timedelta:
        """How far the wall clock has been set away from this one; positive for forward, zero while it was not."""
        before = self._steady()
        wall, read_at = self._wall(), self._steady()
        if read_at - before < READ_WITHIN:
            self._compare(wall, read_at)
        return self._set_by

    def follow(self) -> None:
        """Take the wall clock's time from now on. For when no session is under way that began by this one."""
        self._anchor = self._wall(), self._steady(), 1.0
        self._set_by = timedelta()

    def _compare(self, wall: datetime, read_at: float) -> None:
        here, pace = self._at(read_at), 1.0
        ahead = wall - here - self._set_by
        if abs(ahead) > STEP:
            self._set_by = timedelta() if abs(wall - here) <= STEP else wall - here
        else:
            pace += max(-MOST_FASTER, min(ahead.total_seconds() / CATCH_UP_WITHIN, MOST_FASTER))
        self._anchor = here, read_at, pace

    def _at(self, read_at: float) -> datetime:
        moment, anchored_at, pace = self._anchor
        return moment + timedelta(seconds=(read_at - anchored_at) * pace)


def _whole_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


# ---- Calendar -------------------------------------------------------------------------------------------------------


class CalendarRules:
    """Implements `application.groups.schedule.Recurrence`.

    A rule is expanded in days, never in instants, so "every second Tuesday at 19:00" stays at 19:00 across a change of the
    clocks.
    """

    def dates(self, first: date, rule: str, count: int) -> Sequence[date]:
        """`count` dates from `first` on, by an iCalendar rule such as "FREQ=WEEKLY;INTERVAL=2". Raises ValueError."""
        days = rrulestr(rule, dtstart=datetime.combine(first, time()))
        return [day.date() for day in islice(days, count)]


class SystemZones:
    """Implements `application.groups.schedule.Zones`."""

    def moment(self, on: date, at: time, timezone: str) -> datetime:
        """The instant of a wall-clock time; of two with the same name, when clocks go back, the earlier one.

        Raises ValueError for a time that the clocks skip that day, and for a zone nobody knows.
        """
        if not self.known(timezone):
            raise ValueError(f"There is no time zone called {timezone}.")
        zone = ZoneInfo(timezone)
        local = datetime.combine(on, at, zone)
        instant = local.astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            raise ValueError(f"On that day the clocks in {timezone} skip {at:%H:%M}.")
        return instant

    def known(self, timezone: str) -> bool:
        return timezone in _names()

    def all(self) -> Sequence[str]:
        """Zones named by region and city: what people look for."""
        return sorted(each for each in _names() if "/" in each and not each.startswith("Etc/"))


@cache
def _names() -> frozenset[str]:
    """Listed once: listing opens every file of the zone database."""
    return frozenset(available_timezones())


# ---- Ids and codes: random, so that they tell neither how many there are nor which came before -----------------------


def new_id() -> str:
    """Sixteen hexadecimal digits."""
    return secrets.token_hex(8)


def new_join_code() -> str:
    """A code that may be typed in place of a link, as it is stored; 38 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_statement_code() -> str:
    """The code by which a statement of attendance is verified, as it is stored; 57 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(STATEMENT_LENGTH))


# ---- The generated secret -------------------------------------------------------------------------------------------


def kept_secret(directory: Path) -> str:
    """The secret of this directory, made now if there is none. Raises OSError when the directory cannot be used.

    Two processes may start at the same moment, and a start may be cut short: so the secret is written in full to a file of
    its own, readable by the owner only, and then given its name, which succeeds for one of them. Both read that one.
    """
    path = directory / KEPT_IN
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{KEPT_IN}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return  # another process was first: theirs is the secret
    finally:
        draft.unlink()


# ---- The log --------------------------------------------------------------------------------------------------------


class Log:
    """The server's log, one JSON line for each event: what happened to the server, never what happened in a session.

    `on_fault` is called at each fault, for whoever counts them.
    """

    def __init__(self, level: str = "info", on_fault: Callable[[], None] = lambda: None) -> None:
        self._on_fault = on_fault
        self._log = structlog.wrap_logger(
            structlog.PrintLogger(sys.stderr),
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(),
            ],
            wrapper_class=structlog.make_filtering_bound_logger(
                logging.getLevelNamesMapping()[level.upper()]
            ),
        )

    def event(self, name: str, **figures: int | float | str) -> None:
        """Something the operator may want to know."""
        self._log.info(name, **figures)

    def fault(self, where: str, fault: Exception) -> None:
        """Log its kind and its place in the code, but no message or value: these can hold a name or a link."""
        self._on_fault()
        frames = traceback.extract_tb(fault.__traceback__)[-4:]
        path = " > ".join(f"{frame.name}:{frame.lineno}" for frame in frames)
        self._log.error("fault", where=where, kind=type(fault).__name__, path=path)
