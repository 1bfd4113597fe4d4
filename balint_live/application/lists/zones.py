"""A time zone as a list may give it: an IANA name, in any case.

Only places, and UTC. "EST" and "Etc/GMT+5" are names in the same database, but the one knows no summer time and the other
counts backwards; whoever wrote them meant a place.
"""

from functools import cache
from zoneinfo import available_timezones

_UTC = frozenset({"UTC", "Etc/UTC"})


def zone_of(text: str) -> str | None:
    """The zone's name as it is written properly; None for anything else."""
    return _places().get(text.replace(" ", "_").casefold())


@cache
def _places() -> dict[str, str]:
    places = (
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))
    )
    return {name.casefold(): name for name in (*places, *_UTC)}
