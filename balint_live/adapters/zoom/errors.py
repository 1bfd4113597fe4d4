"""What can go wrong with Zoom, each kind with what to do about it.

No message of Zoom's own is kept: these can hold addresses. A text names the method, the path's template, the status, Zoom's
code and its tracking id, which is what Zoom's support asks for.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from balint_live.application.zoom.meetings import ZoomFault

SCOPES = "scopes:["
SCOPE = re.compile(r"[a-z_]+(?::[a-z_]+)+")
FIELD = re.compile(r"[a-z_.]{1,60}")
LONGEST_WAIT = timedelta(seconds=15)
"""A limit that lasts longer is not waited for in place."""
TOKEN_REFUSED = 124
MISSING_SCOPES = (4700, 4711)
GENERAL = 300
GONE = (404, 1001, 1010, 3001)
TRACKING = "x-zm-trackingid"


class ZoomError(ZoomFault):
    """Zoom said no. `http` and `code` are 0 where there was no answer."""

    fix = "See Zoom's description of this code."

    def __init__(self, http: int = 0, code: int = 0, tracking_id: str = "") -> None:
        self.http, self.code, self.tracking_id = http, code, tracking_id
        super().__init__(self.told())

    def told(self) -> str:
        tracking = f", tracking id {self.tracking_id}" if self.tracking_id else ""
        return f"Zoom answered {self.http} (code {self.code}{tracking}). {self.fix}"


class ZoomAuthError(ZoomError):
    """The account or the app's credentials are refused."""

    fix = "Compare zoom.account_id, zoom.client_id and zoom.client_secret with the app's page, and see that it is active."


class ZoomScopeError(ZoomError):
    """The app lacks the scopes `missing`."""

    def __init__(self, http: int, code: int, tracking_id: str, missing: tuple[str, ...]) -> None:
        self.missing = missing
        self.fix = f"Add to the app in Zoom: {', '.join(missing) or 'the scopes it names on its page'}."
        super().__init__(http, code, tracking_id)


class ZoomNotFound(ZoomError):
    """The user, meeting or registrant does not exist, or does not any more."""

    fix = "It is not there, or belongs to another account; for a user, see zoom.host_user."


class ZoomInvalid(ZoomError):
    """What was sent does not suit Zoom, in these `fields` where it names them."""

    def __init__(self, http: int, code: int, tracking_id: str, fields: tuple[str, ...]) -> None:
        self.fields = fields
        self.fix = f"Fields: {', '.join(fields)}." if fields else ZoomError.fix
        super().__init__(http, code, tracking_id)


class ZoomDailyLimit(ZoomError):
    """Nothing more of this kind until `retry_at`."""

    def __init__(self, http: int, code: int, tracking_id: str, retry_at: datetime) -> None:
        self.retry_at = retry_at
        self.fix = f"Zoom takes no more of these until {retry_at:%Y-%m-%d %H:%M} UTC."
        super().__init__(http, code, tracking_id)


class ZoomRateLimited(ZoomError):
    """Too many at once; `wait` where Zoom says how long."""

    fix = "It is tried again by itself."
    away = True

    def __init__(self, http: int, code: int, tracking_id: str, wait: timedelta | None = None) -> None:
        self.wait = wait
        super().__init__(http, code, tracking_id)


class ZoomUnavailable(ZoomError):
    """No answer, or none that says whether the work was done."""

    fix = "Zoom is out of reach; it is tried again by itself."
    away = True


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that was not the expected one."""

    http: int
    headers: Mapping[str, str]
    body: Any

    @property
    def code(self) -> int:
        code = self.body.get("code") if isinstance(self.body, dict) else None
        return code if isinstance(code, int) else 0

    @property
    def message(self) -> str:
        return str(self.body.get("message", "")) if isinstance(self.body, dict) else str(self.body)

    def error(self, now: datetime) -> ZoomError:
        """The kind of error it stands for."""
        said = self.http, self.code, _plain(self.headers.get(TRACKING, ""))
        if self.http == 429 or (self.code == GENERAL and "daily" in self.message.lower()):
            return self._limited(said, now)
        if self.code in MISSING_SCOPES:
            return ZoomScopeError(*said, _scopes(self.message))
        if self.code == GENERAL and self.http not in (401, 404):
            return ZoomInvalid(*said, _fields(self.body))
        return self._kind()(*said)

    def _kind(self) -> type[ZoomError]:
        if self.http == 401:
            return ZoomAuthError
        if self.http >= 500 or (200 <= self.http < 300 and not self.code):
            return ZoomUnavailable
        return ZoomNotFound if self.http == 404 or self.code in GONE else ZoomError

    def _limited(self, said: tuple[int, int, str], now: datetime) -> ZoomError:
        again = retry_at(self.headers.get("Retry-After", ""), now)
        message = self.message.lower()
        if again is not None and again - now <= LONGEST_WAIT:
            return ZoomRateLimited(*said, max(again - now, timedelta()))
        if again is not None:
            return ZoomDailyLimit(*said, again)
        if "daily" in message or "gmt 00:00:00" in message:
            return ZoomDailyLimit(*said, next_midnight(now))
        return ZoomRateLimited(*said)


def parsed(text: str) -> Any:
    """A body as JSON; the text itself where it is none, as from a proxy or with quotes that nobody escaped."""
    try:
        return json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return text


def retry_at(said: str, now: datetime) -> datetime | None:
    """The moment a Retry-After header names, in seconds, as an ISO moment or as an HTTP date; None for anything else."""
    if said.isascii() and said.isdigit() and len(said) < 9:
        return now + timedelta(seconds=int(said))
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(said)
        except (ValueError, TypeError, IndexError):
            continue
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def next_midnight(now: datetime) -> datetime:
    """When Zoom's daily limits begin anew: midnight in UTC."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _scopes(message: str) -> tuple[str, ...]:
    named = message.partition(SCOPES)[2].partition("]")[0].split(",")
    return tuple(each.strip() for each in named if SCOPE.fullmatch(each.strip()))


def _fields(body: Any) -> tuple[str, ...]:
    errors = body.get("errors") if isinstance(body, dict) else None
    named = (
        [each.get("field") for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
    )
    return tuple(each for each in named if isinstance(each, str) and FIELD.fullmatch(each))


def _plain(tracking_id: str) -> str:
    """It comes from outside and goes into the log."""
    return tracking_id if re.fullmatch(r"[\w=;.-]{1,80}", tracking_id, re.ASCII) else ""
