"""New sessions: a rhythm, what it comes to date by date, and then the press that books what was kept.

Looking at the dates is a GET with the rhythm in the address: it has no effect, can be reloaded, and the way back works. The
press posts the same fields and the dates that were kept; it books these or, where one can no longer be had, none.
"""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from balint_live.application.groups.group import Desk
from balint_live.application.groups.schedule import Slot
from balint_live.application.groups.series import Proposed, Series, dates, proposed
from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.forms.date_fields import plans_of
from balint_live.web.forms.series_form import SeriesForm
from balint_live.web.forms.typed import problems
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.preview import preview_line, rhythm_words
from balint_live.web.pages.groups.unearnable import unearnable
from balint_live.web.pages.groups.words import city

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


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("new_sessions", __name__, url_prefix="/groups/<group_id>/sessions/new")

    @pages.get("")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def look(group_id: str) -> Answered:
        desk = office.desk(group_id)
        if not request.args:
            return _page(desk, _fresh_form(office, desk))
        form = _form(office, desk, request.args)
        series = form.series(office.clock.now())
        if series is None:
            return _page(desk, form), CANNOT_BE_BOOKED
        return _page(desk, form, _preview(office, desk, series, struck_off=set()))

    @pages.post("")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def book(group_id: str) -> Answered:
        desk = office.desk(group_id)
        form = _form(office, desk, request.form)
        series = form.series(office.clock.now())
        if series is None:
            return _page(desk, form), CANNOT_BE_BOOKED
        kept = set(request.form.getlist("keep"))
        struck_off = {on for on in dates(series, office.recurrence) if on.isoformat() not in kept}
        return _booked(office, desk, form, _preview(office, desk, series, struck_off))

    return pages


def _fresh_form(office: OfficeServices, desk: Desk) -> SeriesForm:
    """A group that has no session yet begins with the long one; the hour is that of the sessions it has."""
    given = {"first_plan": "abs60" if desk.meetings else "first90", "other_plan": "abs60"}
    return SeriesForm(office, plans_of(desk.plans, office.catalogue.protocols), data=given)


def _form(office: OfficeServices, desk: Desk, typed: MultiDict[str, str]) -> SeriesForm:
    return SeriesForm(office, plans_of(desk.plans, office.catalogue.protocols), typed)


def _preview(office: OfficeServices, desk: Desk, series: Series, struck_off: set[date]) -> Preview:
    now = office.clock.now()
    return Preview(series, proposed(desk, series, struck_off, now, office.recurrence, office.zones))


def _booked(office: OfficeServices, desk: Desk, form: SeriesForm, preview: Preview) -> Answered:
    if preview.kept_but_impossible:
        said = gettext("Nothing is booked yet: a date that is ticked cannot be booked. Please strike it off.")
        return _page(desk, form, preview, said), CANNOT_BE_BOOKED
    if not preview.slots:
        said = gettext("Nothing is booked yet: no date is ticked.")
        return _page(desk, form, preview, said), CANNOT_BE_BOOKED
    try:
        office.office.book(office.who(), desk.group.id, preview.slots)
    except DomainError as refusal:
        return _page(desk, form, preview, refusal.sentence), CANNOT_BE_BOOKED
    flash(ngettext("%(num)s session is booked.", "%(num)s sessions are booked.", len(preview.slots)))
    return redirect(f"/groups/{desk.group.id}", 303)


def _page(desk: Desk, form: SeriesForm, preview: Preview | None = None, sentence: str = "") -> str:
    return render_template(
        "groups/sessions_new.html",
        desk=desk,
        form=form,
        problems=problems(form),
        sentence=sentence,
        city=city(desk.group.settings.timezone),
        rhythm="" if preview is None else rhythm_words(preview.series),
        preview=preview,
        lines=[] if preview is None else [preview_line(desk, each) for each in preview.lines],
        unearnable=[] if preview is None else unearnable(desk, (each.plan for each in preview.lines)),
    )
