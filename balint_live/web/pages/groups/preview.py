"""A date to be booked in words: when, how long, by which plan, and what to know before it is booked."""

from dataclasses import dataclass

from babel.dates import format_date
from flask_babel import gettext

from balint_live.application.groups.group import Desk
from balint_live.application.groups.schedule import Slot
from balint_live.application.groups.series import (
    Hitch,
    Proposed,
    Rhythm,
    Series,
    in_the_way,
    nth_of_month,
)
from balint_live.web.forms.series_form import RHYTHMS
from balint_live.web.pages.groups.words import LOCALE, city, clock, day, plan_words


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """`value` is what its box sends; a line that cannot be booked has a reason and no hours or box worth ticking."""

    value: str
    day: str
    hours: str
    plan: str
    kept: bool
    reason: str
    remarks: tuple[str, ...]


def preview_line(desk: Desk, one: Proposed) -> PreviewLine:
    timezone = desk.group.settings.timezone
    slot = None if one.start is None else Slot(one.start, one.plan)
    return PreviewLine(
        value=one.on.isoformat(),
        day=day(one.on),
        hours="" if slot is None else f"{clock(slot.start, timezone)}–{clock(slot.end, timezone)}",
        plan=plan_words(one.plan),
        kept=one.slot is not None,
        reason="" if one.hitch is None else hitch_words(desk, one.hitch, slot),
        remarks=tuple(_remarks(one, timezone)),
    )


def hitch_words(desk: Desk, hitch: Hitch, slot: Slot | None, but: str = "") -> str:
    """Why a session cannot be then, the one with the id `but` left out."""
    other = None if slot is None else in_the_way(desk, slot, but)
    return {
        Hitch.SKIPPED: gettext(
            "The clocks in %(city)s skip this hour on that day.", city=city(desk.group.settings.timezone)
        ),
        Hitch.PAST: gettext("This time is past."),
        Hitch.TOO_FAR: gettext("This is more than five years ahead."),
        Hitch.TAKEN: gettext("Session %(number)s is booked for then.", number=other.number if other else ""),
    }[hitch]


def rhythm_words(series: Series) -> str:
    """The rhythm as it will be kept: "Every month on the second Tuesday"."""
    if series.rhythm is not Rhythm.EVERY_MONTH:
        return str(RHYTHMS[series.rhythm])
    weekday = format_date(series.first, "EEEE", locale=LOCALE)
    return [
        gettext("Every month on the first %(weekday)s", weekday=weekday),
        gettext("Every month on the second %(weekday)s", weekday=weekday),
        gettext("Every month on the third %(weekday)s", weekday=weekday),
        gettext("Every month on the fourth %(weekday)s", weekday=weekday),
        gettext("Every month on the last %(weekday)s", weekday=weekday),
    ][nth_of_month(series.first) - 1]


def _remarks(one: Proposed, timezone: str) -> list[str]:
    remarks = []
    if one.clocks_changed and one.start is not None:
        words = gettext(
            "Clocks change between these. It stays at %(clock)s in %(city)s.",
            clock=clock(one.start, timezone),
            city=city(timezone),
        )
        remarks.append(words)
    if one.comes_twice:
        remarks.append(gettext("This hour comes twice that night; the first is meant."))
    return remarks
