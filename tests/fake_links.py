"""Links and tokens without secrets, and the people they are read against."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from balint_live.application.links import LinkExpired, LinkNeverValid
from balint_live.application.people import Identity, Kind
from tests.cast import TUESDAY, at

OVER = at(60)


@dataclass
class PlainLinks:
    """Tokens anybody could write: `join:tom:1`. They hold until OVER."""

    def join_token(self, registrant_id: str, group_id: str, version: int, issued_at: datetime) -> str:
        return f"join:{registrant_id}:{version}:{group_id}:{issued_at.isoformat()}"

    def read_join_token(self, token: str, now: datetime) -> Identity:
        return _read("join", Kind.REGISTRANT, token, now)

    def sign_in_token(self, leader_id: str, version: int, issued_at: datetime) -> str:
        return f"sign-in:{leader_id}:{version}"

    def read_sign_in_token(self, token: str, now: datetime) -> Identity:
        return _read("sign-in", Kind.LEADER, token, now)


def _read(kind: str, of: Kind, token: str, now: datetime) -> Identity:
    parts = token.split(":")
    if parts[0] != kind:
        raise LinkNeverValid
    if now >= OVER:
        raise LinkExpired
    return Identity(of, parts[1], int(parts[2]))


class FakePeople:
    def __init__(self) -> None:
        self.in_force = {(each.who.kind, each.id): each.who for each in TUESDAY}

    def identity(self, kind: Kind, id: str) -> Identity | None:
        return self.in_force.get((kind, id))

    def issued_at(self, who: Identity) -> datetime:
        if self.in_force.get((who.kind, who.id)) != who:
            raise LookupError(who.id)
        return at(-60)

    def withdraw(self, who: Identity) -> None:
        self.in_force[who.kind, who.id] = replace(who, version=who.version + 1)


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
