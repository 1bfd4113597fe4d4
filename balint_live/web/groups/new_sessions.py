"""New sessions: a rhythm, what it comes to date by date, and then the press that books what was kept.

Looking at the dates is a GET with the rhythm in the address: it has no effect, can be reloaded, and the way back works. The
press posts the same fields and the dates that were kept; it books these or, where one can no longer be had, none.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from balint_live.application.groups.group import Group
from balint_live.application.groups.schedule import (
    MOST_AT_ONCE,
    Hitch,
    Proposed,
    Rhythm,
    Series,
    Slot,
    dates,
    in_the_way,
    nth_of_month,
    proposed,
)
from balint_live.domain.errors import DomainError
from balint_live.web.groups.credit_lines import unearnable
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import LOCALE, city, clock, day, plan_words
from balint_live.web.shared.forms import (
    Choices,
    GroupForm,
    choice,
    day_of,
    hour_of,
    line,
    offer_plans,
    open_choice,
    plan_of,
    plans_of,
    problems,
    whole,
)
from balint_live.web.shared.forms import lazily as _
from balint_live.web.shared.services import GroupServices

# Dates as they are typed: one, or a rhythm of them, with the plans of the first and of the others.


RHYTHMS = {
    Rhythm.ONCE: _("Once"),
    Rhythm.EVERY_WEEK: _("Every week"),
    Rhythm.EVERY_2_WEEKS: _("Every 2 weeks"),
    Rhythm.EVERY_3_WEEKS: _("Every 3 weeks"),
    Rhythm.EVERY_4_WEEKS: _("Every 4 weeks"),
    Rhythm.EVERY_MONTH: _("Every month, on the same weekday of the month"),
}


class SeriesForm(GroupForm):
    first = line(_("First date"))
    at = line(_("Time"))
    rhythm = choice(_("How often"), [(each.value, words) for each, words in RHYTHMS.items()], default="once")
    count = line(_("How many"), default="8")
    first_plan = open_choice(_("Plan of the first session"))
    other_plan = open_choice(_("Plan of the others"))

    def __init__(self, services: GroupServices, plans: Choices, formdata: Any = None, **given: Any) -> None:
        super().__init__(services, formdata, **given)
        self.plans = plans
        offer_plans(self.first_plan, plans)
        offer_plans(self.other_plan, plans)

    def series(self, now: datetime) -> Series | None:
        """What it says; None where a field was blamed. A single date has no use for the fields about the others."""
        self.validate()
        if self.rhythm.errors:
            return None
        rhythm = Rhythm(self.rhythm.data)
        once = rhythm is Rhythm.ONCE
        first, at = day_of(self.first, now), hour_of(self.at)
        first_plan = plan_of(self.first_plan, self.plans)
        other_plan = first_plan if once else plan_of(self.other_plan, self.plans)
        count = 1 if once else whole(self.count, 1, MOST_AT_ONCE)
        if first is None or at is None or first_plan is None or other_plan is None or self.count.errors:
            return None
        return Series(
            first=first,
            at=at,
            rhythm=rhythm,
            count=count,
            first_plan=first_plan,
            other_plan=other_plan,
        )


# A date to be booked in words: when, how long, by which plan, and what to know before it is booked.


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


def preview_line(group: Group, one: Proposed) -> PreviewLine:
    timezone = group.settings.timezone
    slot = None if one.start is None else Slot(one.start, one.plan)
    return PreviewLine(
        value=one.on.isoformat(),
        day=day(one.on),
        hours="" if slot is None else f"{clock(slot.start, timezone)}–{clock(slot.end, timezone)}",
        plan=plan_words(one.plan),
        kept=one.slot is not None,
        reason="" if one.hitch is None else hitch_words(group, one.hitch, slot),
        remarks=tuple(_remarks(one, timezone)),
    )


def hitch_words(group: Group, hitch: Hitch, slot: Slot | None, but: str = "") -> str:
    """Why a session cannot be then, the one with the id `but` left out."""
    other = None if slot is None else in_the_way(group, slot, but)
    return {
        Hitch.SKIPPED: gettext(
            "The clocks in %(city)s skip this hour on that day.", city=city(group.settings.timezone)
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


Answered = str | Response | tuple[str, int]
CANNOT_BE_BOOKED = 422


@dataclass(frozen=True, slots=True)
class Preview:
    """A series as it was typed, and what it comes to."""

    series: Series
    lines: list[Proposed]

    @property
    def slots(self) -> list[Slot]:
        return [line.slot for line in self.lines if line.slot is not None]

    @property
    def kept_but_impossible(self) -> bool:
        return any(line.kept and line.slot is None for line in self.lines)


def new_sessions_pages(services: GroupServices) -> Blueprint:
    pages = Blueprint("new_sessions", __name__, url_prefix="/groups/<group_id>/sessions/new")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def look(group_id: str) -> Answered:
        group = services.group(group_id)
        if not request.args:
            return _page(group, _fresh_form(services, group))
        form = _form(services, group, request.args)
        series = form.series(services.clock.now())
        if series is None:
            return _page(group, form), CANNOT_BE_BOOKED
        return _page(group, form, _preview(services, group, series, struck_off=set()))

    @pages.post("")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def book(group_id: str) -> Answered:
        group = services.group(group_id)
        form = _form(services, group, request.form)
        series = form.series(services.clock.now())
        if series is None:
            return _page(group, form), CANNOT_BE_BOOKED
        kept = set(request.form.getlist("keep"))
        struck_off = {on for on in dates(series, services.recurrence) if on.isoformat() not in kept}
        return _booked(services, group, form, _preview(services, group, series, struck_off))

    return pages


def _fresh_form(services: GroupServices, group: Group) -> SeriesForm:
    """A group that has no session yet begins with the long one; the hour is that of the sessions it has."""
    given = {"first_plan": "abs60" if group.meetings else "first90", "other_plan": "abs60"}
    return SeriesForm(services, plans_of(group.plans, services.catalogue.protocols), data=given)


def _form(services: GroupServices, group: Group, typed: MultiDict[str, str]) -> SeriesForm:
    return SeriesForm(services, plans_of(group.plans, services.catalogue.protocols), typed)


def _preview(services: GroupServices, group: Group, series: Series, struck_off: set[date]) -> Preview:
    now = services.clock.now()
    return Preview(series, proposed(group, series, struck_off, now, services.recurrence, services.zones))


def _booked(services: GroupServices, group: Group, form: SeriesForm, preview: Preview) -> Answered:
    if preview.kept_but_impossible:
        said = gettext("Nothing is booked yet: a date that is ticked cannot be booked. Please strike it off.")
        return _page(group, form, preview, said), CANNOT_BE_BOOKED
    if not preview.slots:
        said = gettext("Nothing is booked yet: no date is ticked.")
        return _page(group, form, preview, said), CANNOT_BE_BOOKED
    try:
        services.groups.book(services.who(), group.id, preview.slots)
    except DomainError as refusal:
        return _page(group, form, preview, refusal.sentence), CANNOT_BE_BOOKED
    flash(ngettext("%(num)s session is booked.", "%(num)s sessions are booked.", len(preview.slots)))
    return redirect(f"/groups/{group.id}", 303)


def _page(group: Group, form: SeriesForm, preview: Preview | None = None, sentence: str = "") -> str:
    return render_template(
        "pages/groups/sessions/new.html",
        group=group,
        form=form,
        problems=problems(form),
        sentence=sentence,
        city=city(group.settings.timezone),
        rhythm="" if preview is None else rhythm_words(preview.series),
        preview=preview,
        lines=[] if preview is None else [preview_line(group, each) for each in preview.lines],
        unearnable=[] if preview is None else unearnable(group, (each.plan for each in preview.lines)),
    )
