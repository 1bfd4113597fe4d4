"""The zone somebody means: "Europe/London", and also "london" or "new york", which is what people type."""

from collections.abc import Sequence

from balint_live.application.groups.ports import Zones


def zone_meant(typed: str, zones: Zones) -> str | None:
    """The IANA name, or None where no zone, or more than one, is called that."""
    if zones.known(typed):
        return typed
    name = "_".join(typed.casefold().split())
    found = _called(name, zones.all())
    return found[0] if len(found) == 1 else None


def _called(name: str, zones: Sequence[str]) -> list[str]:
    whole = [each for each in zones if each.casefold() == name]
    return whole or [each for each in zones if each.casefold().rsplit("/", 1)[-1] == name]
