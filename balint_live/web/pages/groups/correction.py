"""Putting somebody's confirmed record right: the times as they should be, and why, from a fixed list.

Nothing is overwritten: each press adds a correction that says what the record held before. Made for a record that somebody
else has corrected meanwhile it is refused, and what was typed stays beside what the record says now.
"""

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.domain.corrections import CorrectionReason
from balint_live.domain.errors import Code, DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.forms.roll_correction import TypedCorrection, typed_correction
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.correction_view import Subject, correction_page, first_form, subject

Answered = str | Response | tuple[str, int]
CANNOT_BE_CORRECTED = 422


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint(
        "correction", __name__, url_prefix="/groups/<group_id>/sessions/<meeting_id>/roll/<registrant_id>"
    )

    @pages.get("")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def show(group_id: str, meeting_id: str, registrant_id: str) -> Answered:
        about = subject(office, group_id, meeting_id, registrant_id)
        return correction_page(about, first_form(about))

    @pages.post("")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def correct(group_id: str, meeting_id: str, registrant_id: str) -> Answered:
        about = subject(office, group_id, meeting_id, registrant_id)
        return _corrected(office, about, typed_correction(request.form))

    return pages


def _corrected(office: OfficeServices, about: Subject, typed: TypedCorrection) -> Answered:
    if about.recorded is None:
        return correction_page(about, typed), CANNOT_BE_CORRECTED
    problems = typed.problems(about.times)
    if problems and typed.before == about.recorded:
        return correction_page(about, typed, problems=problems), CANNOT_BE_CORRECTED
    try:
        _write(office, about, typed)
    except DomainError as refusal:
        overtaken = refusal.code == Code.STALE_REVISION
        about = subject(office, about.group_id, about.one.meeting.id, about.person.id)
        page = correction_page(about, typed, refusal.sentence, problems, overtaken=overtaken)
        return page, CANNOT_BE_CORRECTED
    flash(gettext("The record of %(name)s is corrected.", name=about.person.details.name))
    return redirect(about.roll_address, 303)


def _write(office: OfficeServices, about: Subject, typed: TypedCorrection) -> None:
    if typed.before is None or typed.before != about.recorded:
        raise DomainError(Code.STALE_REVISION, "The record has changed since. Please look again.")
    office.register.correct(
        office.who(),
        about.group_id,
        about.one.meeting.id,
        about.person.id,
        before=typed.before,
        after=typed.spans(about.times),
        reason=CorrectionReason(typed.reason),
    )
