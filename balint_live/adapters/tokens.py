"""Signed tokens: join links, leave links, sign-in links, and the live token that ties a socket to a page.

PyJWT's defaults let a five-byte key and a list of audiences pass, and ask the machine for the time; here the key's length
is enforced, the audience is strict, and the moment is passed in. A token carries ids and a version only: what it is
worth is decided by the database. The first secret signs; earlier ones still verify, so that a secret can be changed
without everybody's links dying at once.
"""

import hmac
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import jwt

from balint_live.application.access.asking import REMEMBERED, KnownBrowser
from balint_live.application.access.links import Claim, LinkExpired, LinkNeverValid
from balint_live.application.access.sign_in import CODE_DIGITS
from balint_live.application.access.sign_in import LIFE as SIGN_IN_LIFE
from balint_live.application.identity import Identity, Kind

ALGORITHM = "HS256"
ISSUER = "balint-live"
JOIN, LEAVE, SIGN_IN, STANDING_SIGN_IN, LIVE = "join", "leave", "sign-in", "standing-sign-in", "live"
KNOWN_BROWSER = "known-browser"
LINK_LIFE = timedelta(days=3 * 365)
"""Longer than any series: the database ends a link, this only bounds forgotten ones."""
MINIMUM_SECRET_BYTES = 32

_jwt = jwt.PyJWT(
    options={
        "require": ["exp", "aud", "iat", "jti", "iss", "sub"],
        "enforce_minimum_key_length": True,
        "strict_aud": True,
        "verify_exp": False,  # by the moment passed in, below
        "verify_iat": False,
    }
)


class Tokens:
    """Implements `application.access.links.Links`, `application.access.sign_in.SignInTokens`,
    `application.access.asking.BrowserMarks` and `application.ports.TokenIssuer`.
    """

    def __init__(self, secret: str, previous_secrets: Sequence[str] = ()) -> None:
        """Secrets are text of at least 32 bytes; raises ValueError for a shorter one."""
        self._secrets = (secret, *previous_secrets)
        if any(len(each.encode()) < MINIMUM_SECRET_BYTES for each in self._secrets):
            raise ValueError(f"A secret needs at least {MINIMUM_SECRET_BYTES} bytes.")

    # ---- A registrant's links -----------------------------------------------------------------------------------

    def join_token(self, registrant_id: str, group_id: str, version: int, issued_at: datetime) -> str:
        return self._personal(JOIN, registrant_id, group_id, version, issued_at)

    def read_join_token(self, token: str, now: datetime) -> Claim:
        return _claim(self._read(token, JOIN, now))

    def leave_token(self, registrant_id: str, group_id: str, version: int, issued_at: datetime) -> str:
        return self._personal(LEAVE, registrant_id, group_id, version, issued_at)

    def read_leave_token(self, token: str, now: datetime) -> Claim:
        return _claim(self._read(token, LEAVE, now))

    # ---- A leader's sign-in -------------------------------------------------------------------------------------

    def sign_in_token(self, request_id: str, issued_at: datetime) -> str:
        return self._signed(SIGN_IN, request_id, issued_at, SIGN_IN_LIFE, {"sub": request_id})

    def read_sign_in_token(self, token: str, now: datetime) -> str:
        return str(self._read(token, SIGN_IN, now)["sub"])

    def sign_in_code(self, request_id: str) -> str:
        """The six digits of the same mail."""
        return _code(self._secrets[0], request_id)

    def is_sign_in_code(self, request_id: str, typed: str) -> bool:
        """Also true for the digits an earlier secret gave: a mail may be under way while the secret is changed."""
        codes = (_code(secret, request_id) for secret in self._secrets)
        return any(hmac.compare_digest(code.encode(), typed.encode()) for code in codes)

    def standing_sign_in_token(self, leader_id: str, issued_at: datetime) -> str:
        """The demo's, good any number of times. It holds no version, so signing out everywhere does not end it."""
        return self._signed(STANDING_SIGN_IN, leader_id, issued_at, LINK_LIFE, {"sub": leader_id})

    def read_standing_sign_in_token(self, token: str, now: datetime) -> str:
        return str(self._read(token, STANDING_SIGN_IN, now)["sub"])

    # ---- A browser that has signed leaders in --------------------------------------------------------------------

    def leader_mark(self, leader_id: str) -> str:
        return _mark(self._secrets[0], leader_id)

    def is_mark_of(self, leader_id: str, marks: Iterable[str]) -> bool:
        """Also true for a mark that an earlier secret made."""
        return not {_mark(secret, leader_id) for secret in self._secrets}.isdisjoint(marks)

    def known_browser_token(self, browser: KnownBrowser, now: datetime) -> str:
        claims = {"sub": browser.id, "led": list(browser.marks)}
        return self._signed(KNOWN_BROWSER, browser.id, now, REMEMBERED, claims)

    def read_known_browser(self, token: str, now: datetime) -> KnownBrowser | None:
        try:
            claims = self._read(token, KNOWN_BROWSER, now)
            return KnownBrowser(str(claims["sub"]), tuple(str(each) for each in claims["led"]))
        except (LinkNeverValid, LinkExpired, KeyError, TypeError):
            return None

    # ---- A page's live connection -------------------------------------------------------------------------------

    def live_token(self, who: Identity, meeting_id: str, login: str, now: datetime, life: timedelta) -> str:
        """Proof for `life` that this login was served this meeting's page."""
        claims = {"sub": who.id, "knd": who.kind.value, "ver": who.version, "mtg": meeting_id, "log": login}
        return self._signed(LIVE, f"{who.id}.{int(now.timestamp())}", now, life, claims)

    def read_live_token(self, token: str, meeting_id: str, login: str, now: datetime) -> Identity | None:
        """The person it was made for; None when it is for another meeting or login, was altered, or has expired."""
        try:
            claims = self._read(token, LIVE, now)
            if (claims["mtg"], claims["log"]) != (meeting_id, login):
                return None
            return Identity(Kind(claims["knd"]), claims["sub"], int(claims["ver"]))
        except (LinkNeverValid, LinkExpired, KeyError, ValueError):
            return None

    # ---- How they are made --------------------------------------------------------------------------------------

    def _personal(
        self, audience: str, registrant_id: str, group_id: str, version: int, issued_at: datetime
    ) -> str:
        claims = {"sub": registrant_id, "ver": version, "grp": group_id}
        return self._signed(audience, f"{registrant_id}.{version}", issued_at, LINK_LIFE, claims)

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


def _claim(claims: dict[str, Any]) -> Claim:
    try:
        who = Identity(Kind.REGISTRANT, claims["sub"], int(claims["ver"]))
        return Claim(who, str(claims["grp"]))
    except (KeyError, ValueError) as wrong:
        raise LinkNeverValid from wrong


def _mark(secret: str, leader_id: str) -> str:
    return hmac.new(secret.encode(), f"known-browser:{leader_id}".encode(), sha256).hexdigest()[:32]


def _code(secret: str, request_id: str) -> str:
    """Six digits. The colon keeps them apart from what is signed for tokens, in which there is none."""
    digest = hmac.new(secret.encode(), f"sign-in-code:{request_id}".encode(), sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}}"
