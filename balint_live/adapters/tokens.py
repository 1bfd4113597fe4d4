"""Signed tokens: join links, sign-in links, and the live token that ties a socket to a page.

PyJWT's defaults let a five-byte key and a list of audiences pass, and ask the machine for the time; here the key's length
is enforced, the audience is strict, and the moment is passed in. A token carries ids and a version only: what it is
worth is decided by the database. The first secret signs; earlier ones still verify, so that a secret can be changed
without everybody's links dying at once.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from balint_live.application.links import LinkExpired, LinkNeverValid
from balint_live.application.people import Identity, Kind

ALGORITHM = "HS256"
ISSUER = "balint-live"
JOIN, SIGN_IN, LIVE = "join", "sign-in", "live"
LINK_LIFE = timedelta(days=3 * 365)
"""Longer than any series: the version in the database ends a link, this only bounds forgotten ones."""
MINIMUM_SECRET_BYTES = 32

_jwt = jwt.PyJWT(
    options={
        "require": ["exp", "aud", "iat", "jti", "iss"],
        "enforce_minimum_key_length": True,
        "strict_aud": True,
        "verify_exp": False,  # by the moment passed in, below
        "verify_iat": False,
    }
)


class Tokens:
    """Implements `application.links.Links` and `application.ports.TokenIssuer`."""

    def __init__(self, secret: str, previous_secrets: Sequence[str] = ()) -> None:
        """Secrets are text of at least 32 bytes; raises ValueError for a shorter one."""
        self._secrets = (secret, *previous_secrets)
        if any(len(each.encode()) < MINIMUM_SECRET_BYTES for each in self._secrets):
            raise ValueError(f"A secret needs at least {MINIMUM_SECRET_BYTES} bytes.")

    def join_token(self, registrant_id: str, group_id: str, version: int, issued_at: datetime) -> str:
        return self._link(JOIN, registrant_id, version, issued_at, {"grp": group_id})

    def read_join_token(self, token: str, now: datetime) -> Identity:
        return _identity(Kind.REGISTRANT, self._read(token, JOIN, now))

    def sign_in_token(self, leader_id: str, version: int, issued_at: datetime) -> str:
        return self._link(SIGN_IN, leader_id, version, issued_at, {})

    def read_sign_in_token(self, token: str, now: datetime) -> Identity:
        return _identity(Kind.LEADER, self._read(token, SIGN_IN, now))

    def live_token(self, who: Identity, meeting_id: str, login: str, now: datetime, life: timedelta) -> str:
        """Proof for `life` that this login was served this meeting's page."""
        claims = {"sub": who.id, "knd": who.kind.value, "ver": who.version, "mtg": meeting_id, "log": login}
        return self._signed(LIVE, f"{who.id}.{int(now.timestamp())}", now, life, claims)

    def read_live_token(self, token: str, meeting_id: str, login: str, now: datetime) -> Identity | None:
        """Whom it was made for; None when it is not for this meeting and login, altered or over."""
        try:
            claims = self._read(token, LIVE, now)
            if (claims["mtg"], claims["log"]) != (meeting_id, login):
                return None
            return _identity(Kind(claims["knd"]), claims)
        except (LinkNeverValid, LinkExpired, KeyError, ValueError):
            return None

    def _link(self, audience: str, id: str, version: int, issued_at: datetime, extra: dict[str, str]) -> str:
        claims = {"sub": id, "ver": version, **extra}
        return self._signed(audience, f"{id}.{version}", issued_at, LINK_LIFE, claims)

    def _signed(self, audience: str, jti: str, at: datetime, life: timedelta, claims: dict[str, Any]) -> str:
        issued = int(at.timestamp())
        frame = {
            "iss": ISSUER,
            "aud": audience,
            "jti": jti,
            "iat": issued,
            "exp": issued + int(life.total_seconds()),
        }
        return _jwt.encode({**frame, **claims}, self._secrets[0], algorithm=ALGORITHM)

    def _read(self, token: str, audience: str, now: datetime) -> dict[str, Any]:
        claims = self._verified(token, audience)
        if now >= datetime.fromtimestamp(claims["exp"], UTC):
            raise LinkExpired
        return claims

    def _verified(self, token: str, audience: str) -> dict[str, Any]:
        for secret in self._secrets:
            try:
                return _jwt.decode(token, secret, algorithms=[ALGORITHM], audience=audience, issuer=ISSUER)
            except jwt.InvalidSignatureError:
                continue
            except jwt.PyJWTError as wrong:
                raise LinkNeverValid from wrong
        raise LinkNeverValid


def _identity(kind: Kind, claims: dict[str, Any]) -> Identity:
    try:
        return Identity(kind, claims["sub"], int(claims["ver"]))
    except (KeyError, ValueError) as wrong:
        raise LinkNeverValid from wrong
