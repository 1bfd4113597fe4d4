"""The zone somebody means, in a list, a form or a command: "Europe/London", and also "london" or "new york".

Only places, and UTC. "EST" and "Etc/GMT+5" are names in the same database, but the one knows no summer time and the other
counts backwards; whoever wrote them meant a place.
"""

from collections import defaultdict
from functools import cache
from zoneinfo import available_timezones

_UTC = frozenset({"UTC", "Etc/UTC"})


def zone_of(text: str) -> str | None:
    """The zone's IANA name as it is written properly; None where no zone, or more than one, is called that."""
    name = "_".join(text.casefold().split())
    found = _places().get(name) or _cities().get(name, [])
    return found[0] if len(found) == 1 else None


@cache
def _places() -> dict[str, list[str]]:
    places = (
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))
    )
    return {name.casefold(): [name] for name in (*places, *_UTC)}


@cache
def _cities() -> dict[str, list[str]]:
    cities = defaultdict(list)
    for name, [place] in _places().items():
        cities[name.rsplit("/", 1)[-1]].append(place)
    return cities
