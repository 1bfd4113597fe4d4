"""The only place that asks the machine what time it is.

Moments are cut to whole milliseconds, the grain of the wire: so what a browser computes from the facts it was sent is
exactly what the server computes from the facts it stored.
"""

from datetime import UTC, datetime


class SystemClock:
    def now(self) -> datetime:
        """Aware UTC, in whole milliseconds."""
        now = datetime.now(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)
