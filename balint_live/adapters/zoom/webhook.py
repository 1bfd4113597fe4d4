"""The proof that an event comes from Zoom: an HMAC of the very bytes that came, with the subscription's secret token."""

import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

AHEAD, OLDEST = timedelta(minutes=5), timedelta(hours=24)
"""How far the clocks may differ; and how late Zoom may be: it repeats after 5, 25 and 85 minutes, perhaps unsigned anew."""
LONGEST_STAMP = 11


@dataclass(frozen=True, slots=True)
class WebhookSecret:
    """Not empty: an empty key would let everybody sign."""

    token: str = field(repr=False)

    def signed(self, stamp: str, signature: str, body: bytes, now: datetime) -> bool:
        """Whether Zoom sent this body, lately. `stamp` and `signature` are its two headers, "" for one that is missing."""
        if not self.token or not (stamp.isascii() and stamp.isdigit() and len(stamp) < LONGEST_STAMP):
            return False
        wanted = "v0=" + self._digest(b"v0:" + stamp.encode() + b":" + body)
        if not hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "replace")):
            return False
        return -AHEAD <= now - datetime.fromtimestamp(int(stamp), UTC) <= OLDEST

    def answer(self, plain: str) -> str:
        """The answer to Zoom's question whether this address knows the secret."""
        return self._digest(plain.encode("utf-8", "replace"))

    def _digest(self, message: bytes) -> str:
        return hmac.new(self.token.encode(), message, "sha256").hexdigest()
