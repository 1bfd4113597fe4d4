"""What the stand-in keeps in memory, and the rules by which Zoom changes what it is sent without saying so."""

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from balint_live.adapters.zoom.meetings import OPERATIONS
from balint_live.application.ports import Clock
from tests.fakezoom.schemas import NewMeeting, NewRegistrant, NewStatus, Settings

HOST, HOST_ID = "leader@example.org", "hOstBalint000000000001"
WRITES_A_DAY = 100
REGISTRATIONS_A_DAY = 3


class No(Exception):
    """Zoom's refusal."""

    def __init__(self, status: int, code: int, message: str, **headers: str) -> None:
        self.status, self.code, self.message, self.headers = status, code, message, headers
        super().__init__(message)


@dataclass
class Switches:
    """What no source settles, or what Zoom does one way and another."""

    join_url_on_auto_approve: bool = False
    daily_limit_as_300: bool = False
    single_active_token: bool = False
    page_size: int = 300
    hangs_s: float = 0.7
    policy: dict[str, Any] = field(default_factory=dict)
    """Settings that the account's owner has locked: whatever is asked, they come back so."""
    api_url: str = ""


@dataclass
class State:
    """One account with one licensed host. `faults` are how the next calls fail, in order."""

    clock: Clock
    scopes: frozenset[str] = frozenset(each.scope for each in OPERATIONS)
    switches: Switches = field(default_factory=Switches)
    faults: deque[str] = field(default_factory=deque)
    refused: set[str] = field(default_factory=set)
    """Addresses that are not registered, whatever is asked."""
    calls: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    meetings: dict[int, dict[str, Any]] = field(default_factory=dict)
    registrants: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    runs: list[dict[str, Any]] = field(default_factory=list)
    tokens: dict[str, datetime] = field(default_factory=dict)
    defaults: dict[str, Any] = field(default_factory=lambda: {"recording": {"auto_recording": "none"}})

    def __post_init__(self) -> None:
        self._numbers = count(1)
        self._writes: Counter[str] = Counter()

    def grant(self, here: str) -> dict[str, Any]:
        token = f"token-{next(self._numbers)}"
        if self.switches.single_active_token:
            self.tokens.clear()
        self.tokens[token] = self.clock.now() + timedelta(hours=1)
        return {
            "access_token": token,
            "token_type": "bearer",
            "expires_in": 3600,
            "scope": " ".join(sorted(self.scopes)),
            "api_url": self.switches.api_url or here,
        }

    def require(self, authorization: str, scope: str) -> None:
        until = self.tokens.get(authorization.removeprefix("Bearer "))
        if until is None or until <= self.clock.now():
            raise No(401, 124, "Invalid access token.")
        if scope not in self.scopes:
            raise No(400, 4711, f"Invalid access token, does not contain scopes:[{scope}].")

    def create(self, host: str, asked: dict[str, Any]) -> dict[str, Any]:
        self._require_user(host)
        self._count(f"{self._day}:writes", WRITES_A_DAY)
        id = 84_000_000_000 + next(self._numbers)
        made = NewMeeting.model_validate(asked).model_dump()
        made["settings"]["email_in_attendee_report"] = True
        self._note_unknown(NewMeeting, asked)
        self._note_unknown(Settings, asked.get("settings", {}))
        meeting = {
            **made,
            "id": id,
            "uuid": f"/{id:021}==",
            "host_id": HOST_ID,
            "host_email": HOST,
            "status": "waiting",
            "start_time": made["start_time"] or f"{self.clock.now():%Y-%m-%dT%H:%M:%SZ}",
            "join_url": f"https://zoom.example/j/{id}?pwd=secret-word",
            "start_url": f"https://zoom.example/s/{id}?zak=secret-word",
        }
        self._rules(meeting)
        self.meetings[id], self.registrants[id] = meeting, []
        return meeting

    def upcoming(self, host: str) -> list[dict[str, Any]]:
        self._require_user(host)
        return list(self.meetings.values())

    def meeting(self, id: str) -> dict[str, Any]:
        found = self.meetings.get(int(id)) if id.isdigit() else None
        found = found or next((each for each in self.meetings.values() if each["uuid"] == id), None)
        if found is None:
            raise No(404, 3001, f"Meeting does not exist: {id}.")
        return found

    def update(self, id: str, asked: dict[str, Any]) -> None:
        meeting = self.meeting(id)
        self._count(f"{self._day}:writes", WRITES_A_DAY)
        if self._is_past(asked.get("start_time")):
            asked = {**asked, "start_time": meeting["start_time"]}
        asked_for = NewMeeting.model_validate({"topic": "", **asked}).model_dump(include=set(asked))
        settings = {**meeting["settings"], **asked.get("settings", {})}
        meeting |= {**asked_for, "settings": settings}
        self._rules(meeting)

    def delete(self, id: str) -> None:
        meeting = self.meeting(id)
        del self.meetings[meeting["id"]], self.registrants[meeting["id"]]

    def register(self, id: str, asked: dict[str, Any]) -> dict[str, Any]:
        meeting = self.meeting(id)
        made = NewRegistrant.model_validate(asked)
        self._note_unknown(NewRegistrant, asked)
        if meeting["settings"]["approval_type"] == 2:
            raise No(404, 404, "Registration has not been enabled for this meeting.")
        if made.email in (HOST, *self.refused, *meeting["settings"]["alternative_hosts"].split(";")):
            raise No(400, 3027, "Host can not register.")
        self._count(f"{self._day}:{meeting['id']}:{made.email}", REGISTRATIONS_A_DAY, "GMT 00:00:00")
        rid = f"reg-{next(self._numbers)}"
        approved = made.auto_approve or meeting["settings"]["approval_type"] == 0
        link = f"https://zoom.example/w/{meeting['id']}?tk={rid}"
        listed = {
            "id": rid,
            "email": made.email,
            "status": "approved" if approved else "pending",
            **({"join_url": link} if approved else {}),
        }
        self.registrants[meeting["id"]].append(listed)
        shown = approved and self.switches.join_url_on_auto_approve
        return {"id": meeting["id"], "registrant_id": rid, **({"join_url": link} if shown else {})}

    def change_status(self, id: str, asked: dict[str, Any]) -> None:
        wanted = NewStatus.model_validate(asked)
        ids = {each.id for each in wanted.registrants}
        for each in self.registrants[self.meeting(id)["id"]]:
            if each["id"] in ids:
                each["status"] = {"cancel": "denied"}[wanted.action]

    def held(self, id: str) -> list[dict[str, Any]]:
        """The runs of a meeting that are over."""
        return [each for each in self.runs if each["meeting"] == self.meeting(id)["id"]]

    def lines(self, uuid: str) -> list[dict[str, Any]]:
        """Who was in a run, a line a stay; none before Zoom has put the list together."""
        run = next((each for each in self.runs if each["uuid"] == uuid), None)
        if run is None or self.clock.now() < run["listed_at"]:
            raise No(404, 3001, f"Meeting does not exist: {uuid}.")
        return list(run["lines"])

    def user(self, host: str) -> dict[str, Any]:
        self._require_user(host)
        return self.defaults

    def _require_user(self, host: str) -> None:
        if host not in (HOST, HOST_ID):
            raise No(404, 1001, f"User does not exist: {host}")

    @property
    def _day(self) -> str:
        return f"{self.clock.now():%Y-%m-%d}"

    def _rules(self, meeting: dict[str, Any]) -> None:
        settings = meeting["settings"]
        settings |= self.switches.policy
        if settings["waiting_room"]:
            settings["join_before_host"] = False
        if self._is_past(meeting["start_time"]) or meeting["type"] == 3:
            settings["approval_type"] = 2

    def _is_past(self, moment: str | None) -> bool:
        return moment is not None and datetime.fromisoformat(moment) <= self.clock.now()

    def _count(self, what: str, most: int, said: str = "daily rate limit") -> None:
        self._writes[what] += 1
        if self._writes[what] > most:
            if self.switches.daily_limit_as_300:
                raise No(300, 300, f"You have exceeded the {said}.")
            raise No(429, 429, f"You have exceeded the {said}.")

    def _note_unknown(self, shape: Any, asked: dict[str, Any]) -> None:
        self.warnings += [each for each in asked if each not in shape.model_fields]
