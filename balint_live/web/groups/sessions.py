"""One session: another time, another plan, or cancelled. What has begun or is over is shown and stays as it was.

Before people are told of a change inside the last day, and before a session is cancelled, a page says how many they are:
such a mail cannot be taken back, and the day before is when slips are made in a hurry.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.attendance.own_attendance import people_to_state
from balint_live.application.groups.group import BookedMeeting, Group, Registrant, SessionStatus
from balint_live.application.groups.schedule import Slot, hitch
from balint_live.domain.errors import DomainError
from balint_live.domain.protocol import Protocol
from balint_live.web.attendance.roll_view import RollStage, stage_of
from balint_live.web.groups.credit_lines import unearnable
from balint_live.web.groups.new_sessions import hitch_words
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import city, day, plan_words, slot_words, standing_words, why_settled
from balint_live.web.shared.forms import (
    Choices,
    GroupForm,
    blame,
    day_of,
    hour_of,
    line,
    offer_plans,
    open_choice,
    plan_of,
    plans_of,
    problems,
)
from balint_live.web.shared.forms import lazily as _
from balint_live.web.shared.services import GroupServices

# Another time or another plan for a session, as it is typed.


AS_BOOKED = "as_booked"
"""The copy a session was booked with, which may differ by now from the plan of that name."""


class MoveForm(GroupForm):
    on = line(_("Date"))
    at = line(_("Time"))
    plan = open_choice(_("Plan"))

    def __init__(self, services: GroupServices, plans: Choices, formdata: Any = None, **given: Any) -> None:
        super().__init__(services, formdata, **given)
        self.plans = plans
        offer_plans(self.plan, plans)

    def read(self, now: datetime) -> tuple[date, time, Protocol] | None:
        """None where a field was blamed."""
        self.validate()
        on, at, plan = day_of(self.on, now), hour_of(self.at), plan_of(self.plan, self.plans)
        return None if on is None or at is None or plan is None else (on, at, plan)


def move_form(services: GroupServices, meeting: BookedMeeting, timezone: str, plans: Choices) -> MoveForm:
    """The form for a session as it is booked."""
    local = meeting.start.astimezone(ZoneInfo(timezone))
    return MoveForm(
        services, plans, data={"on": local.date().isoformat(), "at": f"{local:%H:%M}", "plan": AS_BOOKED}
    )


def plans_for(meeting: BookedMeeting, plans: Choices) -> dict[str, Protocol]:
    """The plan as booked first, then those that differ from it."""
    others = {value: plan for value, plan in plans.items() if plan != meeting.plan}
    return {AS_BOOKED: meeting.plan, **others}


# What a change of a session would mean: who hears of it, and what stands in its way.


SHORT_NOTICE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Session:
    """One session, in its group."""

    group: Group
    meeting: BookedMeeting

    @property
    def timezone(self) -> str:
        return self.group.settings.timezone

    @property
    def slot(self) -> Slot:
        """When it is now, however long its plan has become since."""
        return Slot(self.meeting.start, self.meeting.plan)

    def moved_by(self, slot: Slot) -> bool:
        return (slot.start, slot.end) != (self.meeting.start, self.meeting.end)

    def told_of(self, slot: Slot) -> int:
        """How many people are told when it is moved there."""
        return len(self.group.informed) if self.moved_by(slot) else 0

    def at_short_notice(self, slot: Slot, now: datetime) -> bool:
        return min(slot.start, self.meeting.start) - now < SHORT_NOTICE

    def unchanged_by(self, slot: Slot) -> bool:
        return slot.start == self.meeting.start and slot.plan == self.meeting.plan


def typed_slot(services: GroupServices, session: Session, form: MoveForm) -> Slot | None:
    """When and by which plan it is to be; None where a field was blamed."""
    now = services.clock.now()
    read = form.read(now)
    if read is None:
        return None
    on, at, plan = read
    try:
        slot = Slot(services.zones.moment(on, at, session.timezone), plan)
    except ValueError:
        where = city(session.timezone)
        said = gettext(
            "On %(day)s the clocks in %(city)s skip %(clock)s.", day=day(on), city=where, clock=f"{at:%H:%M}"
        )
        blame(form.at, said)
        return None
    in_the_way = hitch(session.group, slot, now, but=session.meeting.id)
    if in_the_way is not None and not session.unchanged_by(slot):
        blame(form.on, hitch_words(session.group, in_the_way, slot, but=session.meeting.id))
        return None
    return slot


Answered = str | Response | tuple[str, int]
CANNOT_BE_CHANGED = 422


def session_pages(services: GroupServices) -> Blueprint:
    pages = Blueprint("session", __name__, url_prefix="/groups/<group_id>/sessions/<meeting_id>")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def show(group_id: str, meeting_id: str) -> Answered:
        session = _session(services, group_id, meeting_id)
        plans = _plans(services, session)
        return _page(services, session, move_form(services, session.meeting, session.timezone, plans))

    @pages.post("")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def move(group_id: str, meeting_id: str) -> Answered:
        session = _session(services, group_id, meeting_id)
        form = MoveForm(services, _plans(services, session), request.form)
        slot = typed_slot(services, session, form)
        if slot is None:
            return _page(services, session, form), CANNOT_BE_CHANGED
        if _needs_a_second_press(services, session, slot):
            return _ask_to_move(session, form, slot)
        return _moved(services, session, form, slot)

    @pages.get("/cancel")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def ask(group_id: str, meeting_id: str) -> Answered:
        return _ask_to_cancel(services, _session(services, group_id, meeting_id))

    @pages.post("/cancel")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def cancel(group_id: str, meeting_id: str) -> Answered:
        return _cancelled(services, _session(services, group_id, meeting_id))

    return pages


def _session(services: GroupServices, group_id: str, meeting_id: str) -> Session:
    group = services.group(group_id)
    meeting = group.meeting(meeting_id)
    if meeting is None:
        abort(404)
    return Session(group, meeting)


def _plans(services: GroupServices, session: Session) -> dict[str, Protocol]:
    return plans_for(session.meeting, plans_of(session.group.plans, services.catalogue.protocols))


def _needs_a_second_press(services: GroupServices, session: Session, slot: Slot) -> bool:
    if not session.told_of(slot) or request.form.get("press") == "confirmed":
        return False
    return session.at_short_notice(slot, services.clock.now())


def _moved(services: GroupServices, session: Session, form: MoveForm, slot: Slot) -> Answered:
    group_id = session.group.id
    try:
        batch = services.groups.move(services.who(), group_id, session.meeting.id, slot.start, slot.plan)
    except DomainError as refusal:
        return _page(services, session, form, refusal.sentence), CANNOT_BE_CHANGED
    flash(_what_was_changed(session, slot))
    return _on_to(services, group_id, batch)


def _what_was_changed(session: Session, slot: Slot) -> str:
    number = session.meeting.number
    if session.unchanged_by(slot):
        return gettext("Session %(number)s stays as it was.", number=number)
    if not session.moved_by(slot):
        return gettext("Session %(number)s has another plan now.", number=number)
    when = slot_words(slot, session.timezone)
    return gettext("Session %(number)s is now on %(when)s.", number=number, when=when)


def _cancelled(services: GroupServices, session: Session) -> Answered:
    group_id = session.group.id
    try:
        batch = services.groups.cancel(services.who(), group_id, session.meeting.id)
    except DomainError as refusal:
        return _ask_to_cancel(services, session, refusal.sentence), CANNOT_BE_CHANGED
    flash(gettext("Session %(number)s is cancelled.", number=session.meeting.number))
    return _on_to(services, group_id, batch)


def _on_to(services: GroupServices, group_id: str, batch: str) -> Response:
    """To the progress of the mails, where there are any."""
    told = services.mail_results.progress(batch).total
    return redirect(f"/groups/{group_id}/mails/{batch}" if told else f"/groups/{group_id}", 303)


def _page(services: GroupServices, session: Session, form: MoveForm, sentence: str = "") -> str:
    stands = session.meeting.status(services.clock.now())
    return render_template(
        "pages/groups/sessions/session.html",
        group=session.group,
        meeting=session.meeting,
        form=form,
        problems=problems(form),
        sentence=sentence,
        when=slot_words(session.slot, session.timezone),
        plan=plan_words(session.meeting.plan),
        standing=standing_words(stands),
        settled=why_settled(stands),
        roll=_roll(services, session),
        city=city(session.timezone),
        told=len(session.group.informed),
        unearnable=unearnable(session.group, [session.meeting.plan]),
        to_state=_to_state(services, session, stands),
    )


def _to_state(services: GroupServices, session: Session, stands: SessionStatus) -> tuple[Registrant, ...]:
    """To whom a statement of it can be given out."""
    if stands is not SessionStatus.HELD:
        return ()
    return people_to_state(services.attendance(session.group.id), session.meeting.id, services.clock.now())


def _roll(services: GroupServices, session: Session) -> RollStage:
    one = services.attendance(session.group.id).session(session.meeting.id)
    return RollStage.NOTHING if one is None else stage_of(one)


def _ask_to_move(session: Session, form: MoveForm, slot: Slot) -> str:
    return render_template(
        "pages/groups/sessions/move.html",
        group=session.group,
        meeting=session.meeting,
        form=form,
        before=slot_words(session.slot, session.timezone),
        after=slot_words(slot, session.timezone),
        told=session.told_of(slot),
    )


def _ask_to_cancel(services: GroupServices, session: Session, sentence: str = "") -> str:
    stands = session.meeting.status(services.clock.now())
    return render_template(
        "pages/groups/sessions/cancel.html",
        group=session.group,
        meeting=session.meeting,
        sentence=sentence,
        when=slot_words(session.slot, session.timezone),
        settled=why_settled(stands),
        told=len(session.group.informed),
    )
