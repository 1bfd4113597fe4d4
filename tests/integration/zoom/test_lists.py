"""Zoom's own list of who was there, a day later: it takes the place of the events, where they differ."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from balint_live.adapters.database.attendance_record import SqlZoomFacts
from balint_live.adapters.zoom.client import ZoomAccount, ZoomClient
from balint_live.adapters.zoom.lists import ZoomLists
from balint_live.application.zoom.attendance import ReadLists
from tests.fakes import PlainLock
from tests.fakezoom.scenario import Person, Scenario, each_second, played
from tests.fakezoom.server import serving
from tests.fakezoom.state import State
from tests.integration.database.cast import at
from tests.integration.zoom.test_kept_evidence import CARLAS, DANS, EVENTS, registered
from tests.integration.zoom.test_webhook import NUMBER, Webhook

A_DAY = timedelta(days=1)
UUID = "/kQ7v//B2tSR0+u1mZyXo9/gA=="


class Afterwards:
    """The third session, which is over, its events in Zoom, and the job that reads Zoom's lists."""

    def __init__(self, webhook: Webhook, state: State, address: str) -> None:
        self.webhook, self.state, self.faults = webhook, state, list[str]()
        account = ZoomAccount("AcBalintDemo01", "client", "right", "pro", f"{address}/oauth/token", address)
        clock = webhook.door.clock
        client = ZoomClient(account, clock, lambda _: None, lambda: 0.5, PlainLock)
        self.job = ReadLists(clock, SqlZoomFacts(webhook.door.database), ZoomLists(client), self._fault)

    def _fault(self, where: str, _fault: Exception) -> None:
        self.faults.append(where)

    def works(self, after: timedelta) -> None:
        self.webhook.door.clock.set(at(60) + after)
        assert self.job.work() is False

    def lists(self, *lines: tuple[str, float, float], after: timedelta = timedelta()) -> None:
        """Zoom's list, there so long after the session: registrations, and minutes from when until when."""
        self.state.runs.append(
            {
                "meeting": NUMBER,
                "uuid": UUID,
                "start_time": said(at(0)),
                "listed_at": at(60) + after,
                "lines": [line(*each) for each in lines],
            }
        )

    @property
    def kept(self) -> dict[str, list[tuple[datetime, datetime]]]:
        found: dict[str, list[tuple[datetime, datetime]]] = {}
        for person, came, left in self.webhook.door.rows(
            "SELECT registrant_id, joined_at, left_at FROM presence_intervals"
            " WHERE source = 'zoom_import' ORDER BY registrant_id, joined_at"
        ):
            moments = (datetime.fromisoformat(each).replace(tzinfo=at().tzinfo) for each in (came, left))
            found.setdefault(person, []).append((next(moments), next(moments)))
        return found

    @property
    def facts(self) -> int:
        return int(self.webhook.door.rows("SELECT count(*) FROM zoom_facts")[0][0])


def said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def line(registrant: str, came: float, left: float, status: str = "in_meeting") -> dict[str, Any]:
    return {
        "user_id": "16778240",
        "name": "Ágnes K.",
        "user_email": "agnes@example.org",
        "registrant_id": registrant,
        "join_time": said(at(came)),
        "leave_time": said(at(left)),
        "duration": int((left - came) * 60),
        "status": status,
    }


@pytest.fixture
def afterwards(tmp_path: Path) -> Iterator[Afterwards]:
    webhook = Webhook(tmp_path)
    registered(webhook)
    for event in EVENTS:
        webhook.send(event)
    webhook.door.change("UPDATE meetings SET closed_at = :at WHERE id = 'third'", at=str(at(60))[:19])
    state = State(webhook.door.clock)
    state.switches.page_size = 2
    state.meetings[NUMBER] = {"id": NUMBER, "uuid": UUID}
    with serving(state) as address:
        yield Afterwards(webhook, state, address)
    webhook.door.database.dispose()


def test_a_day_later_the_list_takes_the_place_of_the_events(afterwards: Afterwards) -> None:
    afterwards.lists((DANS, 30, 45), (DANS, 45.5, 52), ("", 5, 6), (CARLAS, 2, 20), (CARLAS, 20, 57.5))
    afterwards.state.runs[0]["lines"].append(line(DANS, 0, 30, "in_waiting_room"))
    afterwards.works(A_DAY - timedelta(seconds=1))
    assert (afterwards.kept, afterwards.state.calls) == ({}, [])
    for hours in (6, 12, 18):
        afterwards.works(A_DAY + timedelta(hours=hours))
    assert afterwards.kept == {"carla": [(at(2), at(57.5))], "dan": [(at(30), at(52))]}
    assert afterwards.facts == len(EVENTS) - 7
    assert afterwards.faults == []


def test_whoever_is_not_on_it_keeps_what_their_events_say(afterwards: Afterwards) -> None:
    """Some accounts hide registrations from the list. Of Dan the events alone are not certain."""
    afterwards.lists(("", 2, 57), ("", 30, 52))
    afterwards.works(A_DAY)
    assert afterwards.kept == {"carla": [(at(2), at(57))]}


@pytest.mark.parametrize(
    "hinder",
    [
        lambda afterwards: afterwards.lists((CARLAS, 2, 58), after=timedelta(days=30)),
        lambda afterwards: setattr(afterwards.state, "scopes", frozenset()),
        lambda afterwards: afterwards.state.faults.extend(["500"] * 200),
    ],
    ids=["not ready", "not allowed", "out of reach"],
)
def test_while_zoom_does_not_say_the_events_stand_and_after_six_days_they_are_kept(
    afterwards: Afterwards, hinder: Callable[[Afterwards], None]
) -> None:
    hinder(afterwards)
    afterwards.works(A_DAY)
    assert (afterwards.kept, afterwards.facts) == ({}, len(EVENTS))
    afterwards.works(timedelta(days=6))
    assert afterwards.kept == {"carla": [(at(2), at(57))]}
    assert afterwards.faults == []


def test_a_restricted_account_has_the_list_of_past_meetings(afterwards: Afterwards) -> None:
    afterwards.state.scopes -= {"report:read:list_meeting_participants:admin"}
    afterwards.lists((DANS, 30, 52))
    afterwards.works(A_DAY)
    assert afterwards.kept == {"carla": [(at(2), at(57))], "dan": [(at(30), at(52))]}


def test_with_most_events_lost_for_good_the_list_gives_the_truth_to_the_second(
    afterwards: Afterwards,
) -> None:
    members = [Person("carla", CARLAS), Person("dan", DANS), Person("somebody", "eU6jO2aWTnZp3sYiC5vBkD")]
    session = played(Scenario(3, at(0), NUMBER), members)
    afterwards.webhook.door.change("DELETE FROM zoom_facts")
    for _, event in session.said[::5]:
        assert afterwards.webhook.send(event) == (204, "")
    afterwards.state.runs = [{**run, "listed_at": at(60)} for run in session.runs]
    afterwards.works(A_DAY)
    assert {person: each_second(spans, at(0)) for person, spans in afterwards.kept.items()} == {
        person: session.truth[person] for person in ("carla", "dan")
    }
    assert afterwards.faults == []
