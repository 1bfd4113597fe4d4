"""Signed tokens: join links, leave links, sign-in links, and the live token that ties a socket to a page.

A token carries ids and a version only: what it is worth is decided by the database. The first secret signs; earlier ones
still verify, so that a secret can be changed without everybody's links dying at once.

People copy links by hand and mail systems break long ones, so a link is short: `id-group-version-issued.signature`, at most
150 characters with its address. Each kind has a salt of its own, and with it a key of its own, so none passes for another.
Links of earlier versions were JWTs, more than twice as long; they are read until they end. What only programs see still is
one. PyJWT's defaults let a five-byte key and a list of audiences pass, and ask the machine for the time; here the key's
length is enforced, the audience is strict, and the moment is passed in.
"""

import hmac
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import jwt
from itsdangerous import BadSignature, Signer
from itsdangerous.encoding import base64_decode, base64_encode

from balint_live.application.access.asking import REMEMBERED, KnownBrowser
from balint_live.application.access.links import Claim, LinkExpired, LinkNeverValid
from balint_live.application.access.sign_in import CODE_DIGITS
from balint_live.application.access.sign_in import LIFE as SIGN_IN_LIFE
from balint_live.application.identity import Identity, Kind

ALGORITHM = "HS256"
ISSUER = "balint-live"
JOIN, LEAVE, SIGN_IN, STANDING_SIGN_IN, LIVE = "join", "leave", "sign-in", "standing-sign-in", "live"
KNOWN_BROWSER, CALENDAR = "known-browser", "calendar"
LINK_LIFE = timedelta(days=3 * 365)
"""Longer than any series: the database ends a link, this only bounds forgotten ones."""
LIVES = {JOIN: LINK_LIFE, LEAVE: LINK_LIFE, SIGN_IN: SIGN_IN_LIFE, STANDING_SIGN_IN: LINK_LIFE}
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
        return self._link(JOIN, registrant_id, group_id, str(version), issued_at=issued_at)

    def read_join_token(self, token: str, now: datetime) -> Claim:
        return self._claim(JOIN, token, now)

    def leave_token(self, registrant_id: str, group_id: str, version: int, issued_at: datetime) -> str:
        return self._link(LEAVE, registrant_id, group_id, str(version), issued_at=issued_at)

    def read_leave_token(self, token: str, now: datetime) -> Claim:
        return self._claim(LEAVE, token, now)

    def calendar_token(self, who: Identity) -> str:
        return self._signer(CALENDAR).sign(f"{who.kind.value}-{who.id}-{who.version}").decode()

    def read_calendar_token(self, token: str) -> Identity:
        kind, id, version = self._unsigned(CALENDAR, token)
        return Identity(Kind(kind), id, int(version))

    # ---- A leader's sign-in -------------------------------------------------------------------------------------

    def sign_in_token(self, request_id: str, issued_at: datetime) -> str:
        return self._link(SIGN_IN, request_id, issued_at=issued_at)

    def read_sign_in_token(self, token: str, now: datetime) -> str:
        return self._id(SIGN_IN, token, now)

    def sign_in_code(self, request_id: str) -> str:
        """The six digits of the same mail."""
        return _code(self._secrets[0], request_id)

    def is_sign_in_code(self, request_id: str, typed: str) -> bool:
        """Also true for the digits an earlier secret gave: a mail may be under way while the secret is changed."""
        codes = (_code(secret, request_id) for secret in self._secrets)
        return any(hmac.compare_digest(code.encode(), typed.encode()) for code in codes)

    def standing_sign_in_token(self, leader_id: str, issued_at: datetime) -> str:
        """The demo's, good any number of times. It holds no version, so signing out everywhere does not end it."""
        return self._link(STANDING_SIGN_IN, leader_id, issued_at=issued_at)

    def read_standing_sign_in_token(self, token: str, now: datetime) -> str:
        return self._id(STANDING_SIGN_IN, token, now)

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

    # ---- How links are made and read ----------------------------------------------------------------------------

    def _link(self, kind: str, *parts: str, issued_at: datetime) -> str:
        """The parts hold neither hyphens nor dots: ids are hexadecimal."""
        return self._signer(kind).sign("-".join((*parts, str(int(issued_at.timestamp()))))).decode()

    def _claim(self, kind: str, token: str, now: datetime) -> Claim:
        if _is_jwt(token):
            return _old_claim(self._read(token, kind, now))
        registrant_id, group_id, version = self._parts(kind, token, now)
        return Claim(Identity(Kind.REGISTRANT, registrant_id, int(version)), group_id)

    def _id(self, kind: str, token: str, now: datetime) -> str:
        if _is_jwt(token):
            return str(self._read(token, kind, now)["sub"])
        (id,) = self._parts(kind, token, now)
        return id

    def _parts(self, kind: str, token: str, now: datetime) -> list[str]:
        *parts, issued = self._unsigned(kind, token)
        if now >= datetime.fromtimestamp(int(issued), UTC) + LIVES[kind]:
            raise LinkExpired
        return parts

    def _unsigned(self, kind: str, token: str) -> list[str]:
        try:
            signed = self._signer(kind).unsign(token)
        except BadSignature as wrong:
            raise LinkNeverValid from wrong
        if not _is_as_written(token):
            raise LinkNeverValid
        return signed.decode().split("-")

    def _signer(self, kind: str) -> Signer:
        """The last of its keys signs, every one verifies."""
        return Signer(self._secrets[::-1], f"link:{kind}", key_derivation="hmac", digest_method=sha256)

    # ---- How the others are made, and links once were -----------------------------------------------------------

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


def _is_jwt(token: str) -> bool:
    return token.count(".") == 2


def _is_as_written(token: str) -> bool:
    """False where the signature's letters differ from ours but mean the same: base64 leaves two bits of the last one unused,
    and skips what is no letter of it.
    """
    signature = token.rpartition(".")[2].encode()
    return base64_encode(base64_decode(signature)) == signature


def _old_claim(claims: dict[str, Any]) -> Claim:
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
