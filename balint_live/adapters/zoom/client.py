"""Asking Zoom: one call at a time, each with the one status that means success.

`requests` takes HTTP 300 for success, and Zoom uses it for errors: so the status is compared, never `ok`. The token goes
along as an auth object, because a plain header would be overwritten by a matching entry of a `.netrc` file; and redirects
are not followed, so the token goes to no other host. The client blocks and belongs into the background, never into a
request. Retries are written out here rather than left to urllib3's Retry, which knows statuses but not Zoom's codes.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth

from balint_live.adapters.zoom.errors import (
    TOKEN_REFUSED,
    Refusal,
    ZoomAuthError,
    ZoomDailyLimit,
    ZoomError,
    ZoomNotFound,
    ZoomRateLimited,
    ZoomUnavailable,
    parsed,
)
from balint_live.adapters.zoom.pace import Label, Pace, Plan
from balint_live.application.ports import Clock, Lock

OAUTH_URL = "https://zoom.us/oauth/token"
API_URL = "https://api.zoom.us"
ZOOMS_OWN = ".zoom.us"
TIMEOUT = (3.05, 15)
RENEWED_BEFORE = timedelta(minutes=5)
REPEATS = {ZoomRateLimited: 4, ZoomUnavailable: 3}
"""How often a call is repeated, by what went wrong."""
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 8.0
PAGE_SIZE = 300


@dataclass(frozen=True, slots=True)
class ZoomAccount:
    """The Server-to-Server app. `api_url` is "" where Zoom says itself which of its regions serves the account; `timeout` is
    in seconds, for connecting and for each piece of an answer."""

    account_id: str
    client_id: str
    client_secret: str = field(repr=False)
    plan: Plan = "pro"
    oauth_url: str = OAUTH_URL
    api_url: str = ""
    timeout: tuple[float, float] = TIMEOUT


@dataclass(frozen=True, slots=True)
class Operation:
    """One kind of call: the statuses that mean success, what Zoom counts it as, and the scope it needs."""

    method: str
    path: str
    expect: Collection[int]
    label: Label
    scope: str

    @property
    def repeatable(self) -> bool:
        """Whether doing it twice is the same as doing it once."""
        return self.method != "POST"

    def at(self, ids: Mapping[str, str]) -> str:
        return self.path.format_map({name: in_path(id) for name, id in ids.items()})


@dataclass(frozen=True, slots=True)
class Token:
    """`api_url` is where it is good for."""

    value: str = field(repr=False)
    api_url: str
    scopes: frozenset[str]
    renew_at: datetime


class Bearer(AuthBase):
    def __init__(self, token: Token) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token.value}"
        return request


class ZoomClient:
    """One account's calls. `chance` gives a number from 0 to 1."""

    def __init__(
        self,
        account: ZoomAccount,
        clock: Clock,
        sleep: Callable[[float], None],
        chance: Callable[[], float],
        lock: Callable[[], Lock],
    ) -> None:
        self._account, self._clock, self._sleep, self._chance = account, clock, sleep, chance
        self._session = requests.Session()
        self._session.trust_env = False
        self._pace = Pace(account.plan, clock, sleep, lock)
        self._renewing = lock()
        self._token: Token | None = None

    def call(self, operation: Operation, *, query: Any = None, body: Any = None, **ids: str) -> Any:
        """What Zoom answered, from JSON; {} for an empty answer. Raises ZoomError.

        ZoomUnavailable for a POST says that nobody knows whether it was done: list before you repeat it.
        """
        repeats = 0
        while True:
            answer = self._once(operation, query, body, ids)
            if not isinstance(answer, ZoomError):
                return answer
            if not self._may_repeat(operation, answer, repeats):
                raise answer
            self._sleep(self._wait(answer, repeats))
            repeats += 1

    def pages(self, operation: Operation, what: str, *, query: Any = None, **ids: str) -> Iterator[Any]:
        """Each entry of the list `what`, page after page. Raises ZoomError, also for a page token that runs out."""
        token, seen = "", set[str]()
        while token not in seen:
            seen.add(token)
            asked = {**(query or {}), "page_size": PAGE_SIZE, **({"next_page_token": token} if token else {})}
            answer = self.call(operation, query=asked, **ids)
            yield from answer.get(what, ())
            token = answer.get("next_page_token") or ""
            if not token:
                return

    def token(self, refused: Token | None = None) -> Token:
        """The token all share; renewed when it is nearly over, or is the one that was `refused`. Raises ZoomError."""
        with self._renewing:
            known = self._token
            if known is None or known is refused or self._clock.now() >= known.renew_at:
                self._token = known = self._new_token()
            return known

    def _once(self, operation: Operation, query: Any, body: Any, ids: Mapping[str, str]) -> Any:
        """Zoom's answer, or the error that it stands for; with a new token where the old one was refused."""
        if self._pace.rests:
            return ZoomUnavailable()
        token = self.token()
        answer = self._sent(operation, token, query, body, ids)
        if isinstance(answer, ZoomAuthError) and answer.code == TOKEN_REFUSED:
            answer = self._sent(operation, self.token(refused=token), query, body, ids)
        self._note(answer)
        return answer

    def _sent(self, operation: Operation, token: Token, query: Any, body: Any, ids: Mapping[str, str]) -> Any:
        self._pace.wait(operation.label)
        return self._asked(
            operation.method,
            f"{token.api_url}/v2{operation.at(ids)}",
            operation.expect,
            params=query,
            json=body,
            auth=Bearer(token),
        )

    def _asked(self, method: str, address: str, expect: Collection[int], **how: Any) -> Any:
        """The answer, or an error: made outside the handler, so that no text of it leads back to an address."""
        try:
            answer = self._session.request(
                method, address, timeout=self._account.timeout, allow_redirects=False, **how
            )
        except requests.RequestException:
            answer = None
        if answer is None:
            return ZoomUnavailable()
        body = parsed(answer.text)
        refusal = Refusal(answer.status_code, answer.headers, body)
        fine = answer.status_code in expect and isinstance(body, dict) and not refusal.code
        return body if fine else refusal.error(self._clock.now())

    def _note(self, answer: Any) -> None:
        if not isinstance(answer, ZoomError):
            self._pace.succeeded()
        elif not isinstance(answer, ZoomRateLimited | ZoomUnavailable | ZoomNotFound | ZoomDailyLimit):
            self._pace.refused()

    def _may_repeat(self, operation: Operation, error: ZoomError, repeats: int) -> bool:
        if isinstance(error, ZoomUnavailable) and not (operation.repeatable and not self._pace.rests):
            return False
        return repeats < REPEATS.get(type(error), 0)

    def _wait(self, error: ZoomError, repeats: int) -> float:
        """Seconds: as long as Zoom says, else longer each time and by chance, so that not all come back at once."""
        if isinstance(error, ZoomRateLimited):
            return 1 + self._chance() if error.wait is None else error.wait.total_seconds()
        return self._chance() * min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0**repeats)

    def _new_token(self) -> Token:
        account = self._account
        answer = self._asked(
            "POST",
            account.oauth_url,
            (200,),
            data={"grant_type": "account_credentials", "account_id": account.account_id},
            auth=HTTPBasicAuth(account.client_id, account.client_secret),
        )
        if isinstance(answer, ZoomError):
            raise answer if isinstance(answer, ZoomUnavailable | ZoomRateLimited) else _refused(answer)
        if not isinstance(answer.get("access_token"), str):
            raise ZoomUnavailable(200)
        life = timedelta(seconds=_seconds(answer.get("expires_in")))
        return Token(
            answer["access_token"],
            account.api_url or region(answer.get("api_url")),
            frozenset(str(answer.get("scope", "")).split()),
            self._clock.now() + life - RENEWED_BEFORE,
        )


def region(said: Any) -> str:
    """The address Zoom names for its interface, where it is Zoom's own; else the one that always works."""
    parts = urlsplit(said) if isinstance(said, str) else urlsplit("")
    ours = parts.scheme == "https" and (parts.hostname or "").endswith(ZOOMS_OWN) and "@" not in parts.netloc
    return f"https://{parts.hostname}" if ours else API_URL


def in_path(id: str) -> str:
    """An id as it stands in a path; a meeting's UUID that begins with a slash or has two together is encoded twice."""
    once = quote(id, safe="")
    return quote(once, safe="") if id.startswith("/") or "//" in id else once


def _refused(error: ZoomError) -> ZoomAuthError:
    return ZoomAuthError(error.http, error.code, error.tracking_id)


def _seconds(said: Any) -> int:
    return said if isinstance(said, int) and 0 < said <= 86_400 else 3_600
