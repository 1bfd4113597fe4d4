"""A session as it is played in a Zoom meeting: what people do there, what Zoom says of it, and who was in it by the second.

The truth is counted while the session is played, one second after the other, and knows nothing of how attendance is worked
out from Zoom's events. Somebody whose line breaks is in the meeting until Zoom notices.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

ACCOUNT, HOST_ID = "AcBalintDemo01", "hOstBalint000000000001"
TIMES = {"joined": "join_time", "left": "leave_time"}
BY_HOST = "left the meeting. Reason : Host ended the meeting."


@dataclass
class Person:
    """A member has the number of a registration, the host an id of Zoom's, a guest neither."""

    name: str
    registrant: str = ""
    zoom_id: str = ""
    shown: str = "Ágnes K."


@dataclass
class Device:
    """One connection. `room` is the number of its stay, another one after each move; it is in the meeting `since` a second,
    or in the waiting room, and `waits` since then."""

    person: Person
    connection: str
    room: str
    since: int | None = None
    waits: int = 0


@dataclass
class Switches:
    """What no source settles of Zoom's events, one way and the other."""

    joined_before_admission: bool = False
    left_waiting_room: bool = False
    left_on_waiting_room: bool = False


@dataclass
class Scenario:
    """`now` is the second of the session, which `wait` moves; `said` is each event with the second at which it is sent,
    and `runs` are Zoom's lists of who was there, a line a stay."""

    seed: int
    begins: datetime
    number: int
    switches: Switches = field(default_factory=Switches)
    now: int = 0
    said: list[tuple[float, dict[str, Any]]] = field(default_factory=list)
    runs: list[dict[str, Any]] = field(default_factory=list)
    truth: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self._numbers = count(16_778_240, 1024)
        self._devices: dict[tuple[str, int], Device] = {}
        self.uuid, self._began = "", self.now

    def wait(self, seconds: int) -> None:
        self.now += seconds

    def start(self, host: Person) -> None:
        """Also a restart: another run of the same meeting."""
        self.uuid = f"/{self.random.getrandbits(100):021}=="
        self._began = self.now
        self.runs.append(
            {"meeting": self.number, "uuid": self.uuid, "start_time": self._stamp(self.now), "lines": []}
        )
        self._say("meeting.started", self.now)
        self._devices[host.name, 1] = device = self._device(host)
        self._enter(device)

    def arrive(self, person: Person, number: int = 1) -> None:
        """Somebody comes into the waiting room."""
        self._devices[person.name, number] = device = self._device(person)
        device.waits = self.now
        if self.switches.joined_before_admission:
            self._tell("joined", device)
        self._tell("joined_waiting_room", device)

    def admit(self, person: Person, number: int = 1) -> None:
        device = self._devices[person.name, number]
        self._tell("admitted", device)
        self._list(device, device.waits, self.now, "in_waiting_room")
        if self.switches.left_waiting_room:
            self._tell("left_waiting_room", device)
        if self.switches.joined_before_admission:
            device.since = self.now
        else:
            self._enter(device)

    def join(self, person: Person, number: int = 1) -> None:
        self.arrive(person, number)
        self.wait(self.random.randint(5, 50))
        self.admit(person, number)

    def leave(self, person: Person, number: int = 1) -> None:
        self._gone(self._devices.pop((person.name, number)), self.now)

    def crash(self, person: Person, number: int = 1) -> None:
        """A line breaks, which Zoom notices up to a minute and a half later, perhaps after the person is back."""
        self._gone(self._devices.pop((person.name, number)), self.now + self.random.randint(60, 90))

    def move(self, person: Person, number: int = 1) -> None:
        """To a breakout room or back: out and in again in the same second, told in either order."""
        device = self._devices[person.name, number]
        self._count(device, self.now)
        left = (self.now, self._event("left", device, self.now))
        device.room, device.since = str(next(self._numbers)), self.now
        joined = (self.now, self._event("joined", device, self.now))
        self.said += [joined, left] if self.random.random() < 0.4 else [left, joined]

    def put_in_waiting_room(self, person: Person, number: int = 1) -> None:
        device = self._devices[person.name, number]
        self._count(device, self.now)
        device.waits = self.now
        if self.switches.left_on_waiting_room:
            self._tell("left", device)
        self._tell("put_in_waiting_room", device)

    def readmit(self, person: Person, number: int = 1) -> None:
        device = self._devices[person.name, number]
        self._tell("admitted", device)
        self._list(device, device.waits, self.now, "in_waiting_room")
        if self.switches.left_on_waiting_room:
            self._enter(device)
        else:
            device.since = self.now

    def rename(self, person: Person, shown: str) -> None:
        person.shown = shown

    def record(self) -> None:
        self._say("recording.started", self.now, recording_file={"recording_start": self._stamp(self.now)})

    def edit(self) -> None:
        self._say("meeting.updated", self.now)

    def end(self) -> None:
        """The host ends it: everybody inside leaves, of whom half is told after the end."""
        self._say("meeting.ended", self.now, end_time=self._stamp(self.now))
        for number, key in enumerate(sorted(self._devices)):
            late = 2.0 if number % 2 else -0.5
            self._gone(self._devices.pop(key), self.now, late, leave_reason=BY_HOST)

    def _device(self, person: Person) -> Device:
        return Device(person, f"{self.random.getrandbits(64):016X}", str(next(self._numbers)))

    def _enter(self, device: Device) -> None:
        device.room, device.since = str(next(self._numbers)), self.now
        self._tell("joined", device)

    def _gone(self, device: Device, at: int, late: float = 0, **more: str) -> None:
        self._count(device, at)
        self.said.append((at + late, self._event("left", device, at, **more)))

    def _count(self, device: Device, until: int) -> None:
        """What it was in the meeting, which is over or goes on in another room."""
        if device.since is not None:
            self.truth[device.person.name].update(range(device.since, until))
            self._list(device, device.since, until, "in_meeting")
        device.since = None

    def _list(self, device: Device, came: int, left: int, status: str) -> None:
        line = {
            "user_id": device.room,
            "name": device.person.shown,
            "user_email": "agnes@example.org",
            "registrant_id": device.person.registrant,
            "join_time": self._stamp(came),
            "leave_time": self._stamp(left),
            "duration": left - came,
            "status": status,
        }
        self.runs[-1]["lines"].append(line)

    def _tell(self, kind: str, device: Device) -> None:
        self.said.append((self.now, self._event(kind, device, self.now)))

    def _event(self, kind: str, device: Device, at: int, **more: str) -> dict[str, Any]:
        person = device.person
        who = {
            "user_id": device.room,
            "participant_uuid": device.connection,
            "user_name": person.shown,
            "id": person.zoom_id,
            "email": "agnes@example.org",
            "public_ip": "203.0.113.7",
            TIMES.get(kind, "date_time"): self._stamp(at),
            **({"registrant_id": person.registrant} if person.registrant or kind == "left" else {}),
            **more,
        }
        return self._body(f"meeting.participant_{kind}", at, participant=who)

    def _say(self, kind: str, at: int, **about: Any) -> None:
        self.said.append((at, self._body(kind, at, **about)))

    def _body(self, kind: str, at: int, **about: Any) -> dict[str, Any]:
        common = {
            "id": str(self.number),
            "uuid": self.uuid,
            "host_id": HOST_ID,
            "topic": "Kovács-csoport",
            "start_time": self._stamp(self._began),
        }
        moment = int((self.begins + timedelta(seconds=at)).timestamp() * 1000)
        payload = {"account_id": ACCOUNT, "object": {**common, **about}}
        return {"event": kind, "event_ts": moment, "payload": payload}

    def _stamp(self, second: int) -> str:
        return f"{self.begins + timedelta(seconds=second):%Y-%m-%dT%H:%M:%SZ}"


def played(scenario: Scenario, members: Sequence[Person]) -> Scenario:
    """An hour of a group of three or more and a guest: a move into rooms and back, a line that breaks, a second device,
    another name, a while back in the waiting room, a recording, a meeting ended for all and one started anew."""
    host = Person("host", zoom_id=HOST_ID)
    breaks, doubles, renames, *_ = members
    scenario.start(host)
    _arrivals(scenario, members, doubles)
    for _ in ("into rooms", "back"):
        scenario.wait(scenario.random.randint(100, 400))
        for person in members:
            scenario.move(person)
    _troubles(scenario, breaks, renames)
    scenario.leave(doubles)
    scenario.wait(scenario.random.randint(100, 500))
    scenario.end()
    scenario.wait(scenario.random.randint(70, 120))
    scenario.start(host)
    for person in members:
        scenario.join(person)
    scenario.wait(scenario.random.randint(300, 600))
    scenario.leave(breaks)
    scenario.wait(scenario.random.randint(100, 200))
    scenario.end()
    return scenario


def _arrivals(scenario: Scenario, members: Sequence[Person], doubles: Person) -> None:
    guest = Person("guest")
    for person in scenario.random.sample(members, len(members)):
        scenario.wait(scenario.random.randint(0, 60))
        scenario.join(person)
    scenario.join(doubles, 2)
    scenario.join(guest)
    scenario.wait(scenario.random.randint(70, 200))
    scenario.leave(guest)


def _troubles(scenario: Scenario, breaks: Person, renames: Person) -> None:
    """Whoever's line breaks is back before Zoom has noticed, or more than a minute after."""
    scenario.crash(breaks)
    scenario.wait(scenario.random.choice([20, 50, 160, 300]))
    scenario.arrive(breaks)
    scenario.wait(5)
    scenario.admit(breaks)
    scenario.rename(renames, "Béla 🌿")
    scenario.record()
    scenario.put_in_waiting_room(renames)
    scenario.wait(scenario.random.randint(70, 200))
    scenario.readmit(renames)
    scenario.edit()


def each_second(spans: Iterable[tuple[datetime, datetime]], begins: datetime) -> set[int]:
    """Each second of them, counted from the beginning, as the truth is."""
    whole = [[(moment - begins) // timedelta(seconds=1) for moment in span] for span in spans]
    return {second for came, left in whole for second in range(came, left)}
