"""Zoom's own lists of who was in a meeting, which are complete about a day after it.

The list of the reports needs a paid account; the one of past meetings is asked where Zoom refuses that. Only registrations
and times of a line are looked at. Implements `application.zoom.attendance.ParticipantLists`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from balint_live.adapters.zoom.client import Operation, ZoomClient
from balint_live.adapters.zoom.errors import ZoomError
from balint_live.adapters.zoom.pace import Label
from balint_live.application.zoom.evidence import Fact, FactKind

RUNS = Operation(
    "GET",
    "/past_meetings/{meeting}/instances",
    (200,),
    Label.MEDIUM,
    "meeting:read:list_past_instances:admin",
)
REPORT = Operation(
    "GET",
    "/report/meetings/{meeting}/participants",
    (200,),
    Label.HEAVY,
    "report:read:list_meeting_participants:admin",
)
PAST = Operation(
    "GET",
    "/past_meetings/{meeting}/participants",
    (200,),
    Label.MEDIUM,
    "meeting:read:list_past_participants:admin",
)
OF_LISTS = (RUNS, REPORT, PAST)
WAITING = "in_waiting_room"


@dataclass(frozen=True, slots=True)
class ZoomLists:
    client: ZoomClient

    def stays(self, number: str) -> Sequence[Fact] | None:
        """A meeting's number alone would mean its latest run; so each run is asked for by itself."""
        try:
            runs = [each["uuid"] for each in self.client.call(RUNS, meeting=number).get("meetings", ())]
            return [fact for run in runs for fact in self._stays_in(run)]
        except (ZoomError, KeyError, TypeError, ValueError):
            return None

    def _stays_in(self, run: str) -> list[Fact]:
        try:
            lines = list(self._lines(REPORT, run))
        except ZoomError as refused:
            if refused.away:
                raise
            lines = list(self._lines(PAST, run))
        return [fact for at, line in enumerate(lines) for fact in _stay(run, str(at), line)]

    def _lines(self, operation: Operation, run: str) -> Iterator[Any]:
        wanted = {"include_fields": "registrant_id"}
        return self.client.pages(operation, "participants", query=wanted, meeting=run)


def _stay(run: str, device: str, line: Any) -> Iterator[Fact]:
    """A line is a connection's stay in one room: of somebody registered, who was let in. Raises ValueError."""
    if line.get("status") == WAITING or not line.get("registrant_id"):
        return
    came, left = (_moment(line[name]) for name in ("join_time", "leave_time"))
    for kind, at in ((FactKind.JOINED, came), (FactKind.LEFT, left)):
        yield Fact(kind, run, came, at, device, device, line["registrant_id"])


def _moment(said: str) -> datetime:
    moment = datetime.fromisoformat(said)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
