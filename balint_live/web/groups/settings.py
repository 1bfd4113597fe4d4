"""A group's settings, all but who leads it, and the page on which they are changed.

Two people may have the page open at once: the second to save sees both versions side by side where they differ, and
keeps what they typed. The Zoom address is said to differ, and never shown.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext
from wtforms import BooleanField, Field, FieldList, FormField, HiddenField

from balint_live.application.groups.group import Group, Settings
from balint_live.application.groups.settings import (
    LONGEST,
    MOST_PLANNED,
    MOST_QUORUM,
    SHORTEST,
    shortest_retention,
)
from balint_live.application.imports.values import zone_of
from balint_live.domain import names
from balint_live.domain.credit import CreditLine, in_credits
from balint_live.domain.display import LateComers, ParticipantClock
from balint_live.domain.errors import Code, DomainError
from balint_live.web.groups.credit_lines import CreditLineForm, typed_from, unearnable
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import Context, plan_words
from balint_live.web.shared.forms import (
    Choices,
    GroupForm,
    address,
    blame,
    choice,
    line,
    needed,
    not_longer,
    offer,
    plans_of,
    problems,
    ticks,
    whole,
)
from balint_live.web.shared.forms import lazily as _
from balint_live.web.shared.services import REFUSED, Answered, GroupServices

MOST_NAME, MOST_ADDRESS = names.MOST_CHARACTERS, 2000
ROWS_OFFERED = 3
MOST_CREDIT_LINES = 12


def zone_typed(field: Field) -> str:
    """The IANA name of the zone that was typed; what was typed where it is none, which is blamed."""
    typed = str(field.data or "")
    meant = zone_of(typed)
    if meant is None:
        blame(field, gettext("Choose a zone from the list, such as Europe/London."))
    return meant or typed


class SettingsForm(GroupForm):
    """A group's settings, with the version they were made for; `settings` says what was typed."""

    name = line(_("Name of the group"))
    society = line(_("Society"))
    timezone = line(_("Time zone"))
    contact = line(_("Address for questions"))
    planned_sessions = line(_("Sessions planned"), default="8")
    quorum = line(_("Participants needed"), default="4")
    participant_clock = choice(
        _("Participants’ clock"),
        [
            (ParticipantClock.SOFT.value, _("A word: early, middle, late")),
            (ParticipantClock.HIDDEN.value, _("None")),
            (ParticipantClock.MINUTES.value, _("About how many minutes")),
            (ParticipantClock.SECONDS.value, _("Minutes and seconds")),
        ],
        default=ParticipantClock.SOFT.value,
    )
    late_comers = choice(
        _("People who come after the presentation"),
        [
            (LateComers.HOLD.value, _("Wait until a leader lets them in")),
            (LateComers.LISTEN.value, _("Come in and listen")),
            (LateComers.ADMIT.value, _("Come in as anybody does")),
        ],
        default=LateComers.HOLD.value,
    )
    zoom_url = line(_("Zoom address"))
    neutral_subjects = BooleanField(_("Keep “Balint” out of e-mail subjects"))
    credit_lines = FieldList(FormField(CreditLineForm), max_entries=MOST_CREDIT_LINES)
    uncredited_phases = ticks(_("Phases that earn no credit"))
    retention_years = line(_("Years to keep attendance that earned credit"), default="6")
    version = HiddenField(default="0")
    take_zoom_away = BooleanField(_("Take the Zoom address away"))

    def __init__(self, services: GroupServices, plans: Choices, formdata: Any = None, **given: Any) -> None:
        """`plans` are those whose sessions may award another figure than the others."""
        super().__init__(services, formdata, **given)
        self.plans = plans
        self._offer_plans()
        steps = (each for each in services.catalogue.phases.values() if each.credit)
        offer(self.uncredited_phases, ((each.id, each.name) for each in steps))

    @property
    def made_for(self) -> int:
        """The version that was shown; 0, older than all, where the form does not say."""
        text = str(self.version.data)
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    @property
    def put_right(self) -> list[int]:
        """The places of the credit lines whose figures are to hold for sessions that have ended, too."""
        lines = [row.form for row in self.credit_lines if row.form.policy.data]
        return [place for place, line in enumerate(lines) if line.put_right.data]

    def settings(self, zoom_before: str | None = None) -> Settings | None:
        """The settings that were typed; None where a field was blamed. An empty Zoom address leaves the one there was."""
        self.validate()
        settings = Settings(
            name=needed(self.name, gettext("Give the group a name."), MOST_NAME),
            society=not_longer(self.society, MOST_NAME),
            timezone=zone_typed(self.timezone),
            contact=address(self.services, self.contact, gettext("Say where questions are to be sent.")),
            planned_sessions=whole(self.planned_sessions, 1, MOST_PLANNED),
            quorum=whole(self.quorum, 0, MOST_QUORUM),
            participant_clock=self._participant_clock(),
            late_comers=LateComers.HOLD if self.late_comers.errors else LateComers(self.late_comers.data),
            zoom_url=self._zoom() or zoom_before,
            neutral_subjects=bool(self.neutral_subjects.data),
            credit_lines=self._credit_lines(),
            uncredited_phases=tuple(sorted(set(self.uncredited_phases.data or ()))),
            retention_years=whole(self.retention_years, SHORTEST, LONGEST),
        )
        self._require_kept_long_enough(settings)
        return None if problems(self) else settings

    def offer_rows(self) -> None:
        """Three lines for credit, and always an empty one; nothing need be pressed to get there."""
        while len(self.credit_lines) < MOST_CREDIT_LINES and self._rows_are_missing():
            self.credit_lines.append_entry()
        self._offer_plans()

    def _offer_plans(self) -> None:
        for row in self.credit_lines:
            row.form.offer_plans(self.plans)

    def _rows_are_missing(self) -> bool:
        rows = self.credit_lines.entries
        return len(rows) < ROWS_OFFERED or bool(rows[-1].form.policy.data)

    def _participant_clock(self) -> ParticipantClock:
        typed = self.participant_clock
        return ParticipantClock.SOFT if typed.errors else ParticipantClock(typed.data)

    def _zoom(self) -> str | None:
        typed = not_longer(self.zoom_url, MOST_ADDRESS)
        if typed and "://" not in typed and "." in typed.partition("/")[0]:
            typed = f"https://{typed}"  # as browsers show addresses, and people copy them
        if typed and not _opens_over_https(typed):
            blame(self.zoom_url, gettext("Paste the whole address of the Zoom room; it begins with https://"))
        return typed or None

    def _credit_lines(self) -> tuple[CreditLine, ...]:
        read = [row.form.credit_line() for row in self.credit_lines]
        return tuple(each for each in read if each is not None)

    def _require_kept_long_enough(self, settings: Settings) -> None:
        least = shortest_retention(settings)
        if settings.retention_years < least and not self.retention_years.errors:
            sentence = gettext(
                "A credit here counts time attended; its bodies ask for at least %(least)s years.",
                least=least,
            )
            blame(self.retention_years, sentence)


def _typed_settings(settings: Settings, plans: Choices) -> dict[str, Any]:
    """Settings as somebody would have typed them, but for the Zoom address, which stands in no page."""
    return {
        "name": settings.name,
        "society": settings.society,
        "timezone": settings.timezone,
        "contact": settings.contact,
        "planned_sessions": str(settings.planned_sessions),
        "quorum": str(settings.quorum),
        "participant_clock": settings.participant_clock.value,
        "late_comers": settings.late_comers.value,
        "neutral_subjects": settings.neutral_subjects,
        "credit_lines": [typed_from(each, plans) for each in settings.credit_lines],
        "uncredited_phases": list(settings.uncredited_phases),
        "retention_years": str(settings.retention_years),
    }


def _opens_over_https(typed: str) -> bool:
    try:
        parts = urlsplit(typed)
        return parts.scheme == "https" and bool(parts.hostname) and " " not in typed
    except ValueError:
        return False


def plans_that_award(services: GroupServices, group: Group) -> Choices:
    """The plans of the group's sessions, its own, and those with a figure; all plans while no session is booked."""
    known = plans_of(group.plans, services.catalogue.protocols)
    booked = {one.plan.id: one.plan for one in group.meetings if not one.cancelled}
    if not booked:
        return known
    figures = {id for line in group.settings.credit_lines for id, _most in line.by_plan}
    own = {one.id for one in group.plans}
    return {**booked, **{id: plan for id, plan in known.items() if id in figures | own}}


# ---- The page -------------------------------------------------------------------------------------------------------


def settings_pages(services: GroupServices) -> Blueprint:
    """The settings of a group, and the press that saves them."""
    pages = Blueprint("group_settings", __name__, url_prefix="/groups/<group_id>/settings")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def form(group_id: str) -> Answered:
        group = services.group(group_id)
        plans = plans_that_award(services, group)
        typed = {**_typed_settings(group.settings, plans), "version": str(group.version)}
        return _page(services, group, SettingsForm(services, plans, data=typed))

    @pages.post("")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def save(group_id: str) -> Answered:
        group = services.group(group_id)
        form = SettingsForm(services, plans_that_award(services, group), request.form)
        settings = form.settings(None if form.take_zoom_away.data else group.settings.zoom_url)
        if settings is None:
            return _page(services, group, form), REFUSED
        return _saved(services, group, form, settings)

    return pages


def _saved(services: GroupServices, group: Group, form: SettingsForm, settings: Settings) -> Answered:
    try:
        services.groups.change_settings(services.who(), group.id, form.made_for, settings, form.put_right)
    except DomainError as refusal:
        if refusal.code is not Code.STALE_REVISION:
            return _page(services, group, form, refusal.sentence), REFUSED
        return _overtaken(services, services.group(group.id), form, settings), REFUSED
    flash(gettext("The settings are saved."))
    return redirect(f"/groups/{group.id}", 303)


def _overtaken(services: GroupServices, group: Group, form: SettingsForm, typed: Settings) -> str:
    """The page with both versions; the form now counts as made for the version that is shown, so the next press saves it."""
    form.version.data = str(group.version)
    sentence = gettext(
        "Somebody else has changed these settings meanwhile. Yours are still below, and not yet saved."
    )
    return _page(services, group, form, sentence, _differences(form, group.settings, typed))


def _page(
    services: GroupServices,
    group: Group,
    form: SettingsForm,
    sentence: str = "",
    differences: Sequence[Context] = (),
) -> str:
    """`sentence` says why it was not saved."""
    form.offer_rows()
    zoom = group.settings.zoom_url
    return render_template(
        "pages/groups/settings.html",
        form=form,
        group=group,
        problems=problems(form),
        sentence=sentence,
        differences=differences,
        zones=services.zones.all(),
        own_zoom=services.zoom_states is not None,
        zoom_site=urlsplit(zoom).hostname if zoom else "",
        unearnable=unearnable(group),
        ended=any(one.closed_at is not None for one in group.meetings),
    )


def _differences(form: SettingsForm, theirs: Settings, yours: Settings) -> list[Context]:
    """Each field that differs: what it says now, and what was typed. The form only lends its labels."""
    return [
        {
            "label": gettext("Credit") if name == "credit_lines" else str(form[name].label.text),
            "theirs": _said(form, theirs, name),
            "yours": _said(form, yours, name),
        }
        for name in Settings.__dataclass_fields__
        if getattr(theirs, name) != getattr(yours, name)
    ]


def _said(form: SettingsForm, settings: Settings, name: str) -> str:
    """A field of the settings in words."""
    value = getattr(settings, name)
    if name == "zoom_url":
        return gettext("an address is set") if value else gettext("no address")
    if name == "credit_lines":
        return ", ".join(_most(form, line) for line in settings.credit_lines) or gettext("none")
    if name == "uncredited_phases":
        words = {str(id): str(phase) for id, phase, *_ in form.uncredited_phases.iter_choices()}
        return ", ".join(words.get(id, id) for id in settings.uncredited_phases) or gettext("none")
    if name in ("participant_clock", "late_comers"):
        choices = form.participant_clock if name == "participant_clock" else form.late_comers
        return next(str(word) for id, word, *_ in choices.iter_choices() if id == value.value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value) or gettext("nothing")


def _most(form: SettingsForm, line: CreditLine) -> str:
    """ "AMA (at most 1.00; First meeting of a series, 90 minutes: 1.50)" """
    others = [
        f"{plan_words(form.plans[plan]) if plan in form.plans else plan}: {in_credits(most)}"
        for plan, most in line.by_plan
    ]
    most = gettext("at most %(credits)s", credits=in_credits(line.designated_quarters))
    return f"{line.credit_type} ({'; '.join([most, *others])})"
