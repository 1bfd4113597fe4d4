"""The people of a group: somebody added by hand, and the page of one person.

Adding somebody sends no mail: an invitation is a press of its own. A person's page says what is known of them and how
far their link is, and has everything that can be done about their place in the group; it never shows the link, which is
theirs alone.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from balint_live.application.attendance.matrix import columns_of, row_of
from balint_live.application.attendance.record import AttendanceRecord
from balint_live.application.attendance.statements import sessions_to_state
from balint_live.application.groups.changes import Changes, MailBatch
from balint_live.application.groups.group import Details, Group, Registrant
from balint_live.application.groups.registrants import AddressTaken, LinkStep, invite, send_link
from balint_live.application.imports.table import LONGEST, Field
from balint_live.application.imports.values import changes, zone_of
from balint_live.domain.display import Role
from balint_live.domain.errors import DomainError
from balint_live.web.attendance.matrix import person_line
from balint_live.web.groups.roster import Entry, entry_of
from balint_live.web.imports import change_words
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import Context, day_there
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
from balint_live.web.shared.services import REFUSED, Answered, GroupServices

PARTICIPANT, OBSERVER, PRACTICE_LEADER = "participant", "observer", "practice_leader"


class PersonForm(GroupForm):
    """Somebody to be enrolled, or what is known of somebody who is. A practice leader is a participant who may be given
    the lead.
    """

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
        """What was typed of somebody new, or of the person with this id; None where a field was blamed."""
        self.validate()
        details = Details(
            name=needed(
                self.name,
                gettext("Type the name as it is wanted on the certificate."),
                LONGEST[Field.NAME],
            ),
            email=self._address(group, registrant_id),
            role=Role.OBSERVER if self.role.data == OBSERVER else Role.REGISTRANT,
            practice_leader=self.role.data == PRACTICE_LEADER,
            timezone=self._zone(),
            profession=not_longer(self.profession, LONGEST[Field.PROFESSION]) or None,
            licence_no=not_longer(self.licence_no, LONGEST[Field.LICENCE_NO]) or None,
            licence_region=not_longer(self.licence_region, LONGEST[Field.LICENCE_REGION]) or None,
        )
        return None if problems(self) else details

    def overtaken(self, known: Details) -> bool:
        """Whether what is known has changed since the form was shown."""
        return self.made_for.data != mark_of(known)

    def make_for(self, known: Details) -> None:
        """From now on the form counts as made for this."""
        self.made_for.data = mark_of(known)

    def _address(self, group: Group, registrant_id: str | None) -> str:
        """The address: nobody else's in this group, or the two could not be told apart. One that is no longer kept may
        stay empty.
        """
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
        """The time zone; None where none was typed, or it was blamed."""
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
    """A short text that is another one for every other version of what is known."""
    return sha256(repr(details).encode()).hexdigest()[:16]


def _role(details: Details) -> str:
    if details.role is Role.OBSERVER:
        return OBSERVER
    return PRACTICE_LEADER if details.practice_leader else PARTICIPANT


# ---- Somebody new ---------------------------------------------------------------------------------------------------


def new_person_pages(services: GroupServices) -> Blueprint:
    """The form by which somebody is added by hand."""
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
        return _page(services, group, form), REFUSED
    try:
        services.groups.enrol(services.who(), group.id, [details])
    except AddressTaken:
        blame(form.email, gettext("Somebody else has just been enrolled with this address."))
        return _page(services, group, form), REFUSED
    except DomainError as refusal:
        return _page(services, group, form, refusal.sentence), REFUSED
    flash(gettext("%(name)s is enrolled and not invited yet.", name=details.name))
    back = f"/groups/{group.id}"
    return redirect(f"{back}/people/new" if request.form.get("press") == "another" else back, 303)


def _page(services: GroupServices, group: Group, form: PersonForm, sentence: str = "") -> str:
    return render_template(
        "pages/groups/people/new.html",
        group=group,
        form=form,
        problems=problems(form),
        sentence=sentence,
        zones=services.zones.all(),
    )


# ---- One person -----------------------------------------------------------------------------------------------------


def person_pages(services: GroupServices) -> Blueprint:
    """Somebody's page, its form, and the press that gives a practice leader the lead or takes it back."""
    pages = Blueprint("person", __name__, url_prefix="/groups/<group_id>/people/<registrant_id>")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def show(group_id: str, registrant_id: str) -> Answered:
        return person_page(services, *person_of(services, group_id, registrant_id))

    @pages.post("")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def change(group_id: str, registrant_id: str) -> Answered:
        group, person = person_of(services, group_id, registrant_id)
        return _changed(services, group, person, PersonForm(services, request.form))

    @pages.post("/lead")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def lead(group_id: str, registrant_id: str) -> Answered:
        group, person = person_of(services, group_id, registrant_id)
        given, name = request.form.get("press") == "give", person.details.name
        try:
            services.groups.give_lead(services.who(), group.id, person.id, given)
        except DomainError as refusal:
            return person_page(services, group, person, sentence=refusal.sentence), REFUSED
        flash(
            gettext("%(name)s has the lead.", name=name)
            if given
            else gettext("%(name)s no longer has the lead.", name=name)
        )
        return redirect(f"/groups/{group.id}/people/{person.id}", 303)

    return pages


def person_of(services: GroupServices, group_id: str, registrant_id: str) -> tuple[Group, Registrant]:
    """The group and a person of it; 404 for another group's person, as for nobody's id."""
    group = services.group(group_id)
    person = group.registrant(registrant_id)
    if person is None:
        abort(404)
    return group, person


def _changed(services: GroupServices, group: Group, person: Registrant, form: PersonForm) -> Answered:
    details = form.details(group, person.id)
    if details is None:
        return person_page(services, group, person, form), REFUSED
    if form.overtaken(person.details) and details != person.details:
        return _overtaken(services, group, person, form, details), REFUSED
    try:
        services.groups.correct(services.who(), group.id, person.id, details)
    except AddressTaken:
        blame(form.email, gettext("Somebody else has just been enrolled with this address."))
        return person_page(services, group, person, form), REFUSED
    except DomainError as refusal:
        return person_page(services, group, person, form, refusal.sentence), REFUSED
    if person.enrolled and details.email != person.details.email:
        flash(gettext("Saved. The old link has ended; the new one has not been sent yet."))
    else:
        flash(gettext("Saved."))
    return redirect(f"/groups/{group.id}/people/{person.id}", 303)


def _overtaken(
    services: GroupServices, group: Group, person: Registrant, form: PersonForm, typed: Details
) -> str:
    """The page with both versions; what was typed stays in the form, and the next press saves it."""
    sentence = gettext(
        "Somebody else has changed this meanwhile. What you typed is still below, not saved yet."
    )
    differences = [change_words(change) for change in changes(person.details, typed)]
    return person_page(services, group, person, form, sentence, differences)


def person_page(
    services: GroupServices,
    group: Group,
    person: Registrant,
    form: PersonForm | None = None,
    sentence: str = "",
    differences: Sequence[str] = (),
) -> str:
    """Somebody's page; without a form, with what is known of them in it.

    `differences` are between what is known by now and what was typed; once they were shown, they are known.
    """
    form = form or PersonForm(services, data=typed_person(person.details))
    if differences or not form.made_for.data:
        form.make_for(person.details)
    attendance, now = services.attendance(group.id), services.clock.now()
    zone, entry = attendance.group.settings.timezone, entry_of(services, group, person)
    return render_template(
        "pages/groups/people/person.html",
        group=group,
        entry=entry,
        preview=services.previews.first(group, lambda mails: _their_link(group, entry, mails)),
        form=form,
        problems=problems(form),
        sentence=sentence,
        differences=differences,
        attendance=_attendance(attendance, person, now),
        other_groups=[one for one in services.groups.overview(services.who()) if one.id != group.id],
        zones=services.zones.all(),
        to_state=[(one, day_there(one.start, zone)) for one in sessions_to_state(attendance, person, now)],
    )


def _their_link(group: Group, entry: Entry, mails: MailBatch) -> Changes:
    """What the press on the page that sends their link would do."""
    id = entry.person.id
    if entry.link.step is LinkStep.NOT_SENT:
        return invite(group, [id], mails)
    return send_link(group, id, mails)


def _attendance(attendance: AttendanceRecord, person: Registrant, now: datetime) -> Context:
    """Their row of the matrix, in minutes."""
    settings, row = attendance.group.settings, row_of(attendance, person, now)
    return person_line(settings.credit_lines, columns_of(attendance, now), row, None, settings.timezone)
