"""Somebody added by hand. Nobody is written to by that: an invitation is a press of its own."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField

from balint_live.application.attendance.matrix import columns_of, row_of
from balint_live.application.attendance.own_attendance import sessions_to_state
from balint_live.application.attendance.record import AttendanceRecord
from balint_live.application.groups.group import BookedMeeting, Details, Group, Registrant
from balint_live.application.groups.registrants import AddressTaken
from balint_live.application.groups.service import GroupSummary
from balint_live.application.imports.columns import MOST_CHARACTERS, Field
from balint_live.application.imports.values import changes, zone_of
from balint_live.domain.display import Role
from balint_live.domain.errors import DomainError
from balint_live.web.attendance.matrix import PersonLine, person_line
from balint_live.web.attendance.words import day_there
from balint_live.web.groups.roster import Entry, entries_of
from balint_live.web.imports.view import change_words
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.forms import (
    GroupForm,
    address,
    blame,
    choice,
    line,
    needed,
    not_longer,
    problems,
)
from balint_live.web.shared.services import GroupServices

# Somebody to be enrolled, or what is known of somebody who is, as it is typed.


PARTICIPANT, OBSERVER, PRACTICE_LEADER = "participant", "observer", "practice_leader"


class PersonForm(GroupForm):
    """A practice leader is a participant who may be given the lead."""

    name = line(_("Name"))
    email = line(_("E-mail address"))
    role = choice(
        _("Role"),
        [
            (PARTICIPANT, _("Participant")),
            (OBSERVER, _("Observer")),
            (PRACTICE_LEADER, _("Practice leader")),
        ],
        default=PARTICIPANT,
    )
    timezone = line(_("Time zone"))
    profession = line(_("Profession"))
    licence_no = line(_("Licence number"))
    licence_region = line(_("Licence region"))
    made_for = HiddenField(default="")

    def details(self, group: Group, registrant_id: str | None = None) -> Details | None:
        """What it says of somebody new, or of the person with this id; None where a field was blamed."""
        self.validate()
        details = Details(
            name=needed(
                self.name, gettext("Type the name as it is wanted on the certificate."), _most(Field.NAME)
            ),
            email=self._address(group, registrant_id),
            role=Role.OBSERVER if self.role.data == OBSERVER else Role.REGISTRANT,
            practice_leader=self.role.data == PRACTICE_LEADER,
            timezone=self._zone(),
            profession=not_longer(self.profession, _most(Field.PROFESSION)) or None,
            licence_no=not_longer(self.licence_no, _most(Field.LICENCE_NO)) or None,
            licence_region=not_longer(self.licence_region, _most(Field.LICENCE_REGION)) or None,
        )
        return None if problems(self) else details

    def overtaken(self, known: Details) -> bool:
        """Whether what is known has changed since the form was shown."""
        return self.made_for.data != mark_of(known)

    def make_for(self, known: Details) -> None:
        """Pressed from here on, the form counts as made for this."""
        self.made_for.data = mark_of(known)

    def _address(self, group: Group, registrant_id: str | None) -> str:
        """Nobody else's in this group, or the two could not be told apart. Where it is no longer kept, it may stay so."""
        known = None if registrant_id is None else group.registrant(registrant_id)
        if known is not None and not (known.details.email or self.email.data):
            return ""
        email = address(self.services, self.email, gettext("Type the address their link is to be sent to."))
        other = next((one for one in group.registrants if email and one.details.email == email), None)
        if other is None or other.id == registrant_id:
            return email
        taken = (
            gettext("%(name)s is enrolled with this address already.", name=other.details.name)
            if other.enrolled
            else gettext(
                "This address is %(name)s's, who has left the group. Enrol them again on their page.",
                name=other.details.name,
            )
        )
        blame(self.email, taken)
        return email

    def _zone(self) -> str | None:
        typed = str(self.timezone.data or "")
        meant = zone_of(typed)
        if typed and meant is None:
            blame(
                self.timezone, gettext("Choose a zone from the list, such as Europe/London, or leave it out.")
            )
        return meant


def typed_person(details: Details) -> dict[str, Any]:
    """Details as somebody would have typed them."""
    return {
        "name": details.name,
        "email": details.email,
        "role": _role(details),
        "timezone": details.timezone or "",
        "profession": details.profession or "",
        "licence_no": details.licence_no or "",
        "licence_region": details.licence_region or "",
    }


def mark_of(details: Details) -> str:
    """Tells one version of what is known from another."""
    return sha256(repr(details).encode()).hexdigest()[:16]


def _role(details: Details) -> str:
    if details.role is Role.OBSERVER:
        return OBSERVER
    return PRACTICE_LEADER if details.practice_leader else PARTICIPANT


def _most(field: Field) -> int:
    return MOST_CHARACTERS[field]


Answered = str | Response | tuple[str, int]
CANNOT_BE_SAVED = 422
AND_ANOTHER = "another"


def new_person_pages(services: GroupServices) -> Blueprint:
    pages = Blueprint("people", __name__, url_prefix="/groups/<group_id>/people/new")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def form(group_id: str) -> Answered:
        return _page(services, services.group(group_id), PersonForm(services))

    @pages.post("")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def add(group_id: str) -> Answered:
        return _added(services, services.group(group_id), PersonForm(services, request.form))

    return pages


def _added(services: GroupServices, group: Group, form: PersonForm) -> Answered:
    details = form.details(group)
    if details is None:
        return _page(services, group, form), CANNOT_BE_SAVED
    try:
        services.groups.enrol(services.who(), group.id, [details])
    except AddressTaken:
        blame(form.email, gettext("Somebody else has just been enrolled with this address."))
        return _page(services, group, form), CANNOT_BE_SAVED
    except DomainError as refusal:
        return _page(services, group, form, refusal.sentence), CANNOT_BE_SAVED
    flash(gettext("%(name)s is enrolled and not invited yet.", name=details.name))
    address = f"/groups/{group.id}"
    return redirect(f"{address}/people/new" if request.form.get("press") == AND_ANOTHER else address, 303)


def _page(services: GroupServices, group: Group, form: PersonForm, sentence: str = "") -> str:
    return render_template(
        "pages/groups/people/new.html",
        group=group,
        form=form,
        problems=problems(form),
        sentence=sentence,
        zones=services.zones.all(),
    )


# What somebody's own page shows, also when a form on it comes back.


def person_page(
    services: GroupServices,
    group: Group,
    person: Registrant,
    form: PersonForm,
    sentence: str = "",
    differences: Sequence[str] = (),
) -> str:
    """`differences` are between what is known by now and what was typed; once they were shown, they are known."""
    if differences or not form.made_for.data:
        form.make_for(person.details)
    attendance, now = services.attendance(group.id), services.clock.now()
    return render_template(
        "pages/groups/people/person.html",
        group=group,
        entry=entry_of(services, group, person),
        form=form,
        problems=problems(form),
        sentence=sentence,
        differences=differences,
        attendance=attendance_of(attendance, person, now),
        other_groups=other_groups(services, group),
        zones=services.zones.all(),
        to_state=_to_state(attendance, person, now),
    )


def _to_state(
    attendance: AttendanceRecord, person: Registrant, now: datetime
) -> list[tuple[BookedMeeting, str]]:
    """The sessions of which there can be a statement, each with its day."""
    timezone = attendance.group.settings.timezone
    return [(one, day_there(one.start, timezone)) for one in sessions_to_state(attendance, person, now)]


def entry_of(services: GroupServices, group: Group, person: Registrant) -> Entry:
    return entries_of(services, group, [person])[0]


def attendance_of(attendance: AttendanceRecord, person: Registrant, now: datetime) -> PersonLine:
    """Their row of the matrix, in minutes."""
    settings = attendance.group.settings
    columns = columns_of(attendance, now)
    return person_line(
        settings.credit_lines, columns, row_of(attendance, person, now), None, settings.timezone
    )


def other_groups(services: GroupServices, group: Group) -> list[GroupSummary]:
    """Where the reader may move somebody to."""
    return [one for one in services.groups.overview(services.who()) if one.id != group.id]


# Somebody's own page: what is known of them, their link, and everything that can be done about their place in the
# group.
#
# Shown is how far the link has got and never the link, which is theirs alone.


def person_pages(services: GroupServices) -> Blueprint:
    pages = Blueprint("person", __name__, url_prefix="/groups/<group_id>/people/<registrant_id>")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def show(group_id: str, registrant_id: str) -> Answered:
        group, person = whom(services, group_id, registrant_id)
        return person_page(services, group, person, PersonForm(services, data=typed_person(person.details)))

    @pages.post("")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def change(group_id: str, registrant_id: str) -> Answered:
        group, person = whom(services, group_id, registrant_id)
        return _changed(services, group, person, PersonForm(services, request.form))

    @pages.post("/lead")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def lead(group_id: str, registrant_id: str) -> Answered:
        group, person = whom(services, group_id, registrant_id)
        return _given(services, group, person, request.form.get("press") == "give")

    return pages


def whom(services: GroupServices, group_id: str, registrant_id: str) -> tuple[Group, Registrant]:
    """Somebody of this group; 404 for anybody else's, as for nobody's."""
    group = services.group(group_id)
    person = group.registrant(registrant_id)
    if person is None:
        abort(404)
    return group, person


def _changed(services: GroupServices, group: Group, person: Registrant, form: PersonForm) -> Answered:
    details = form.details(group, person.id)
    if details is None:
        return person_page(services, group, person, form), CANNOT_BE_SAVED
    if form.overtaken(person.details) and details != person.details:
        return _overtaken(services, group, person, form, details), CANNOT_BE_SAVED
    try:
        services.groups.correct(services.who(), group.id, person.id, details)
    except AddressTaken:
        blame(form.email, gettext("Somebody else has just been enrolled with this address."))
        return person_page(services, group, person, form), CANNOT_BE_SAVED
    except DomainError as refusal:
        return person_page(services, group, person, form, refusal.sentence), CANNOT_BE_SAVED
    if person.enrolled and details.email != person.details.email:
        flash(gettext("Saved. The old link has ended; the new one has not been sent yet."))
    else:
        flash(gettext("Saved."))
    return _back(group, person)


def _overtaken(
    services: GroupServices, group: Group, person: Registrant, form: PersonForm, typed: Details
) -> str:
    """Both versions are shown and the typed one kept; pressed once more, it is saved."""
    sentence = gettext(
        "Somebody else has changed this meanwhile. What you typed is still below, not saved yet."
    )
    differences = [change_words(change) for change in changes(person.details, typed)]
    return person_page(services, group, person, form, sentence, differences)


def _given(services: GroupServices, group: Group, person: Registrant, has_the_lead: bool) -> Answered:
    try:
        services.groups.give_lead(services.who(), group.id, person.id, has_the_lead)
    except DomainError as refusal:
        form = PersonForm(services, data=typed_person(person.details))
        return person_page(services, group, person, form, refusal.sentence), CANNOT_BE_SAVED
    name = person.details.name
    flash(
        gettext("%(name)s has the lead.", name=name)
        if has_the_lead
        else gettext("%(name)s no longer has the lead.", name=name)
    )
    return _back(group, person)


def _back(group: Group, person: Registrant) -> Response:
    return redirect(f"/groups/{group.id}/people/{person.id}", 303)
