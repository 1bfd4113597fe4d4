"""One session: another time, another plan, or cancelled. What has begun or is over is shown and stays as it was.

Before people are told of a change inside the last day, and before a session is cancelled, a page says how many they are:
such a mail cannot be taken back, and the day before is when slips are made in a hurry.
"""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.attendance.issue import people_to_state
from balint_live.application.groups.course import Standing, standing
from balint_live.application.groups.group import Registrant
from balint_live.application.groups.schedule import Slot
from balint_live.domain.errors import DomainError
from balint_live.domain.protocol import Protocol
from balint_live.web.access import Action, Budget, declares
from balint_live.web.forms.date_fields import plans_of
from balint_live.web.forms.move_form import MoveForm, move_form, plans_for
from balint_live.web.forms.typed import problems
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.roll_stage import Stage, stage_of
from balint_live.web.pages.groups.session_change import Session, typed_slot
from balint_live.web.pages.groups.session_words import slot_words, standing_words, why_settled
from balint_live.web.pages.groups.unearnable import unearnable
from balint_live.web.pages.groups.words import city, plan_words

Answered = str | Response | tuple[str, int]
CANNOT_BE_CHANGED = 422


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("session", __name__, url_prefix="/groups/<group_id>/sessions/<meeting_id>")

    @pages.get("")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def show(group_id: str, meeting_id: str) -> Answered:
        session = _session(office, group_id, meeting_id)
        plans = _plans(office, session)
        return _page(office, session, move_form(office, session.meeting, session.timezone, plans))

    @pages.post("")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def move(group_id: str, meeting_id: str) -> Answered:
        session = _session(office, group_id, meeting_id)
        form = MoveForm(office, _plans(office, session), request.form)
        slot = typed_slot(office, session, form)
        if slot is None:
            return _page(office, session, form), CANNOT_BE_CHANGED
        if _needs_a_second_press(office, session, slot):
            return _ask_to_move(session, form, slot)
        return _moved(office, session, form, slot)

    @pages.get("/cancel")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def ask(group_id: str, meeting_id: str) -> Answered:
        return _ask_to_cancel(office, _session(office, group_id, meeting_id))

    @pages.post("/cancel")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def cancel(group_id: str, meeting_id: str) -> Answered:
        return _cancelled(office, _session(office, group_id, meeting_id))

    return pages


def _session(office: OfficeServices, group_id: str, meeting_id: str) -> Session:
    desk = office.desk(group_id)
    meeting = desk.meeting(meeting_id)
    if meeting is None:
        abort(404)
    return Session(desk, meeting)


def _plans(office: OfficeServices, session: Session) -> dict[str, Protocol]:
    return plans_for(session.meeting, plans_of(session.desk.plans, office.catalogue.protocols))


def _needs_a_second_press(office: OfficeServices, session: Session, slot: Slot) -> bool:
    if not session.told_of(slot) or request.form.get("press") == "confirmed":
        return False
    return session.at_short_notice(slot, office.clock.now())


def _moved(office: OfficeServices, session: Session, form: MoveForm, slot: Slot) -> Answered:
    group_id = session.desk.group.id
    try:
        batch = office.office.move(office.who(), group_id, session.meeting.id, slot.start, slot.plan)
    except DomainError as refusal:
        return _page(office, session, form, refusal.sentence), CANNOT_BE_CHANGED
    flash(_what_was_changed(session, slot))
    return _on_to(office, group_id, batch)


def _what_was_changed(session: Session, slot: Slot) -> str:
    number = session.meeting.number
    if session.unchanged_by(slot):
        return gettext("Session %(number)s stays as it was.", number=number)
    if not session.moved_by(slot):
        return gettext("Session %(number)s has another plan now.", number=number)
    when = slot_words(slot, session.timezone)
    return gettext("Session %(number)s is now on %(when)s.", number=number, when=when)


def _cancelled(office: OfficeServices, session: Session) -> Answered:
    group_id = session.desk.group.id
    try:
        batch = office.office.cancel(office.who(), group_id, session.meeting.id)
    except DomainError as refusal:
        return _ask_to_cancel(office, session, refusal.sentence), CANNOT_BE_CHANGED
    flash(gettext("Session %(number)s is cancelled.", number=session.meeting.number))
    return _on_to(office, group_id, batch)


def _on_to(office: OfficeServices, group_id: str, batch: str) -> Response:
    """To the progress of the mails, where there are any."""
    told = office.mail_book.progress(batch).total
    return redirect(f"/groups/{group_id}/mails/{batch}" if told else f"/groups/{group_id}", 303)


def _page(office: OfficeServices, session: Session, form: MoveForm, sentence: str = "") -> str:
    stands = standing(session.meeting, office.clock.now())
    return render_template(
        "groups/session.html",
        desk=session.desk,
        meeting=session.meeting,
        form=form,
        problems=problems(form),
        sentence=sentence,
        when=slot_words(session.slot, session.timezone),
        plan=plan_words(session.meeting.plan),
        standing=standing_words(stands),
        settled=why_settled(stands),
        roll=_roll(office, session),
        city=city(session.timezone),
        told=len(session.desk.informed),
        unearnable=unearnable(session.desk, [session.meeting.plan]),
        to_state=_to_state(office, session, stands),
    )


def _to_state(office: OfficeServices, session: Session, stands: Standing) -> tuple[Registrant, ...]:
    """To whom a statement of it can be given out."""
    if stands is not Standing.HELD:
        return ()
    return people_to_state(office.book(session.desk.group.id), session.meeting.id, office.clock.now())


def _roll(office: OfficeServices, session: Session) -> Stage:
    one = office.book(session.desk.group.id).session(session.meeting.id)
    return Stage.NOTHING if one is None else stage_of(one)


def _ask_to_move(session: Session, form: MoveForm, slot: Slot) -> str:
    return render_template(
        "groups/session_move.html",
        desk=session.desk,
        meeting=session.meeting,
        form=form,
        before=slot_words(session.slot, session.timezone),
        after=slot_words(slot, session.timezone),
        told=session.told_of(slot),
    )


def _ask_to_cancel(office: OfficeServices, session: Session, sentence: str = "") -> str:
    stands = standing(session.meeting, office.clock.now())
    return render_template(
        "groups/session_cancel.html",
        desk=session.desk,
        meeting=session.meeting,
        sentence=sentence,
        when=slot_words(session.slot, session.timezone),
        settled=why_settled(stands),
        told=len(session.desk.informed),
    )
