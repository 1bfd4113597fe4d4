"""Links and tokens without secrets, and the people they are read against."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from balint_live.application.access.links import Claim, LinkExpired, LinkFacts, LinkNeverValid
from balint_live.application.access.sign_in import LIFE
from balint_live.application.identity import Identity, Kind
from tests.cast import LEADERS, PARTICIPANTS, Persona, at

OVER = at(60)
ISSUED = at(-60)


class PlainLinks:
    """Tokens anybody could write: `join:tom:1:tuesday`. They hold until OVER; a sign-in's, `sign-in:<id>:<moment>`, for as
    long as sign-ins do.
    """

    def join_token(self, registrant_id: str, group_id: str, version: int, issued_at: datetime) -> str:
        return f"join:{registrant_id}:{version}:{group_id}"

    def read_join_token(self, token: str, now: datetime) -> Claim:
        return _claim("join", token, now)

    def leave_token(self, registrant_id: str, group_id: str, version: int, issued_at: datetime) -> str:
        return f"leave:{registrant_id}:{version}:{group_id}"

    def read_leave_token(self, token: str, now: datetime) -> Claim:
        return _claim("leave", token, now)

    def sign_in_token(self, request_id: str, issued_at: datetime) -> str:
        return f"sign-in:{request_id}:{int(issued_at.timestamp())}"

    def read_sign_in_token(self, token: str, now: datetime) -> str:
        request_id, issued = _parts("sign-in", token)
        if now.timestamp() >= int(issued) + LIFE.total_seconds():
            raise LinkExpired
        return request_id

    def calendar_token(self, who: Identity) -> str:
        return f"calendar:{who.kind.value}:{who.id}:{who.version}"

    def read_calendar_token(self, token: str) -> Identity:
        kind, id, version = _parts("calendar", token)
        return Identity(Kind(kind), id, int(version))

    def is_sign_in_code(self, request_id: str, typed: str) -> bool:
        return typed == digits_of(request_id)

    def is_mark_of(self, leader_id: str, marks: Iterable[str]) -> bool:
        return f"mark of {leader_id}" in marks

    def read_standing_sign_in_token(self, token: str, now: datetime) -> str:
        return _parts("standing", token)[0]


def digits_of(request_id: str) -> str:
    """Of the request with this id, which ends in a number."""
    return f"{int(request_id.rpartition(' ')[2]):06}"


def _parts(kind: str, token: str) -> list[str]:
    head, *parts = token.split(":")
    if head != kind:
        raise LinkNeverValid
    return parts


def _claim(kind: str, token: str, now: datetime) -> Claim:
    id, version, group_id = _parts(kind, token)
    if now >= OVER:
        raise LinkExpired
    return Claim(Identity(Kind.REGISTRANT, id, int(version)), group_id)


class FakePeople:
    """The Tuesday group's participants and their links; the series ends with this session."""

    def __init__(self) -> None:
        self.links = {each.id: _link(each) for each in PARTICIPANTS}
        self.codes: dict[str, str] = {}
        self.calendars = {each.id: 1 for each in LEADERS}

    def link(self, registrant_id: str) -> LinkFacts | None:
        return self.links.get(registrant_id)

    def link_with_code(self, code: str) -> LinkFacts | None:
        return self.links.get(self.codes.get(code, ""))

    def leaders_calendar(self, leader_id: str) -> int | None:
        return self.calendars.get(leader_id)

    def now_are(self, person: Persona, /, **facts: Any) -> None:
        """Something about this person's link has changed."""
        self.links[person.id] = replace(self.links[person.id], **facts)


def _link(who: Persona) -> LinkFacts:
    return LinkFacts(who=who.who, group_id="tuesday", issued_at=ISSUED, withdrawn=False, last_end=at(60))


class PlainTokens:
    """Live tokens anybody could write; they hold ten minutes."""

    def __init__(self) -> None:
        self._issued: dict[str, tuple[Identity, str, str, datetime]] = {}

    def live_token(self, who: Identity, meeting_id: str, login: str, now: datetime, life: timedelta) -> str:
        token = f"token {len(self._issued) + 1}"
        self._issued[token] = (who, meeting_id, login, now + life)
        return token

    def read_live_token(self, token: str, meeting_id: str, login: str, now: datetime) -> Identity | None:
        who, *rest, until = self._issued.get(token, (None, None, None, now))
        return who if rest == [meeting_id, login] and now < until else None
