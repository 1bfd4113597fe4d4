"""A group's settings. Two people may have the page open at once: the second to save sees both versions and keeps theirs."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.groups.group import Desk, Settings
from balint_live.domain.errors import Code, DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.forms.settings_form import SettingsForm, plans_that_award, settings_form
from balint_live.web.forms.typed import problems
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.differences import Difference, differences
from balint_live.web.pages.groups.unearnable import unearnable

Answered = str | Response | tuple[str, int]
CANNOT_BE_SAVED = 422


@dataclass(frozen=True, slots=True)
class Refused:
    """Why it was not saved, and where somebody else's version differs from the typed one."""

    sentence: str = ""
    differences: tuple[Difference, ...] = ()


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("group_settings", __name__, url_prefix="/groups/<group_id>/settings")

    @pages.get("")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def form(group_id: str) -> Answered:
        desk = office.desk(group_id)
        return _page(office, desk, settings_form(office, desk))

    @pages.post("")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def save(group_id: str) -> Answered:
        desk = office.desk(group_id)
        form = SettingsForm(office, plans_that_award(office, desk), request.form)
        settings = form.settled(desk.group.settings.zoom_url)
        if settings is None:
            return _page(office, desk, form), CANNOT_BE_SAVED
        return _saved(office, desk, form, settings)

    return pages


def _saved(office: OfficeServices, desk: Desk, form: SettingsForm, settings: Settings) -> Answered:
    try:
        office.office.settle(office.who(), desk.group.id, form.made_for, settings, form.put_right)
    except DomainError as refusal:
        if refusal.code is not Code.STALE_REVISION:
            return _page(office, desk, form, Refused(refusal.sentence)), CANNOT_BE_SAVED
        return _overtaken(office, office.desk(desk.group.id), form, settings)
    flash(gettext("The settings are saved."))
    return redirect(f"/groups/{desk.group.id}", 303)


def _overtaken(office: OfficeServices, desk: Desk, form: SettingsForm, typed: Settings) -> Answered:
    """Pressed once more, the form counts as made for the version that is shown beside it."""
    form.make_for(desk.group.version)
    refused = Refused(
        gettext(
            "Somebody else has changed these settings meanwhile. Yours are still below, and not yet saved."
        ),
        differences(form, desk.group.settings, typed),
    )
    return _page(office, desk, form, refused), CANNOT_BE_SAVED


def _page(office: OfficeServices, desk: Desk, form: SettingsForm, refused: Refused | None = None) -> str:
    form.offer_rows()
    zoom = desk.group.settings.zoom_url
    return render_template(
        "groups/settings.html",
        form=form,
        desk=desk,
        problems=problems(form),
        refused=refused or Refused(),
        zones=office.zones.all(),
        zoom_site=urlsplit(zoom).hostname if zoom else "",
        unearnable=unearnable(desk),
        ended=any(one.closed_at is not None for one in desk.meetings),
    )
