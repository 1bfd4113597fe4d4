"""New sessions: a rhythm, the dates that it gives, and then the press that books those that were kept.

Looking at the dates is a GET with the rhythm in the address: it has no effect, can be reloaded, and the way back works. The
press posts the same fields and the dates that were kept; it books these or, where one is no longer free, none. While nobody
is enrolled it leads on to the list of people, and that to their invitations.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict

from balint_live.application.groups.group import Group
from balint_live.application.groups.schedule import (
    MOST_AT_ONCE,
    Hitch,
    Proposed,
    Rhythm,
    Series,
    Slot,
    book,
    dates,
    in_the_way,
    nth_of_month,
    proposed,
)
from balint_live.domain.errors import DomainError
from balint_live.web.groups.credit_lines import unearnable
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import LOCALE, Context, city, clock, day, plan_words
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
from balint_live.web.shared.services import REFUSED, Answered, GroupServices

RHYTHMS = {
    Rhythm.ONCE: _("Once"),
    Rhythm.EVERY_WEEK: _("Every week"),
    Rhythm.EVERY_2_WEEKS: _("Every 2 weeks"),
    Rhythm.EVERY_3_WEEKS: _("Every 3 weeks"),
    Rhythm.EVERY_4_WEEKS: _("Every 4 weeks"),
    Rhythm.EVERY_MONTH: _("Every month, on the same weekday of the month"),
}


class SeriesForm(GroupForm):
    """Dates as they are typed: one, or a rhythm of them, with the plans of the first and of the others."""

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
        """The series that was typed; None where a field was blamed. For a single date the fields about the others do not
        count.
        """
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
            first=first, at=at, rhythm=rhythm, count=count, first_plan=first_plan, other_plan=other_plan
        )


def new_sessions_pages(services: GroupServices) -> Blueprint:
    """The dates of a rhythm, and the press that books them."""
    pages = Blueprint("new_sessions", __name__, url_prefix="/groups/<group_id>/sessions/new")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def look(group_id: str) -> Answered:
        group = services.group(group_id)
        if not request.args:
            return _page(services, group, _fresh_form(services, group))
        form = _form(services, group, request.args)
        series = form.series(services.clock.now())
        if series is None:
            return _page(services, group, form), REFUSED
        return _page(services, group, form, series, _proposed(services, group, series, struck_off=set()))

    @pages.post("")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def book(group_id: str) -> Answered:
        group = services.group(group_id)
        form = _form(services, group, request.form)
        series = form.series(services.clock.now())
        if series is None:
            return _page(services, group, form), REFUSED
        kept = set(request.form.getlist("keep"))
        struck_off = {on for on in dates(series, services.recurrence) if on.isoformat() not in kept}
        return _booked(services, group, form, series, _proposed(services, group, series, struck_off))

    return pages


def _fresh_form(services: GroupServices, group: Group) -> SeriesForm:
    """The form before anything is typed: a group without sessions begins a series, and with the long plan."""
    given = {"other_plan": "abs60", "first_plan": "abs60"}
    if not group.meetings:
        count = str(min(group.settings.planned_sessions, MOST_AT_ONCE))
        given |= {"first_plan": "first90", "rhythm": Rhythm.EVERY_2_WEEKS.value, "count": count}
    return SeriesForm(services, plans_of(group.plans, services.catalogue.protocols), data=given)


def _form(services: GroupServices, group: Group, typed: MultiDict[str, str]) -> SeriesForm:
    return SeriesForm(services, plans_of(group.plans, services.catalogue.protocols), typed)


def _proposed(services: GroupServices, group: Group, series: Series, struck_off: set[date]) -> list[Proposed]:
    now = services.clock.now()
    return proposed(group, series, struck_off, now, services.recurrence, services.zones)


def _booked(
    services: GroupServices, group: Group, form: SeriesForm, series: Series, lines: list[Proposed]
) -> Answered:
    slots = [line.slot for line in lines if line.slot is not None]
    refused = ""
    if any(line.kept and line.slot is None for line in lines):
        refused = gettext("Nothing is booked yet: a ticked date cannot be booked. Please untick it.")
    elif not slots:
        refused = gettext("Nothing is booked yet: no date is ticked.")
    else:
        try:
            services.groups.book(services.who(), group.id, slots)
        except DomainError as refusal:
            refused = refusal.sentence
    if refused:
        return _page(services, group, form, series, lines, refused), REFUSED
    flash(ngettext("%(num)s session is booked.", "%(num)s sessions are booked.", len(slots)))
    return redirect(f"/groups/{group.id}" if group.enrolled else f"/groups/{group.id}/people/import", 303)


def _page(
    services: GroupServices,
    group: Group,
    form: SeriesForm,
    series: Series | None = None,
    lines: Sequence[Proposed] = (),
    sentence: str = "",
) -> str:
    """Without a series nothing can be shown yet but the form."""
    slots = [line.slot for line in lines if line.slot is not None]
    return render_template(
        "pages/groups/sessions/new.html",
        group=group,
        form=form,
        problems=problems(form),
        sentence=sentence,
        city=city(group.settings.timezone),
        rhythm="" if series is None else rhythm_words(series),
        preview=series is not None,
        mail=services.previews.first(group, lambda mails: book(group, slots, mails)),
        lines=[_line(group, each) for each in lines],
        unearnable=unearnable(group, (each.plan for each in lines)),
    )


# ---- Words ----------------------------------------------------------------------------------------------------------


def _line(group: Group, one: Proposed) -> Context:
    """A date in words. `value` is what its box sends; one that cannot be booked has a reason, and no hours or box worth
    ticking.
    """
    timezone = group.settings.timezone
    slot = None if one.start is None else Slot(one.start, one.plan)
    return {
        "value": one.on.isoformat(),
        "day": day(one.on),
        "hours": "" if slot is None else f"{clock(slot.start, timezone)}–{clock(slot.end, timezone)}",
        "plan": plan_words(one.plan),
        "kept": one.slot is not None,
        "reason": "" if one.hitch is None else hitch_words(group, one.hitch, slot),
        "remarks": _remarks(one, timezone),
    }


def hitch_words(group: Group, hitch: Hitch, slot: Slot | None, but: str = "") -> str:
    """Why a session cannot be at this time; the session with the id `but` is not in its way."""
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
    """The rhythm as it will be: "Every month on the second Tuesday"."""
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
    """What to know of a date before it is booked."""
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
