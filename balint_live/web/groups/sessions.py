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

from balint_live.application.attendance.statements import people_to_state
from balint_live.application.groups import schedule
from balint_live.application.groups.group import BookedMeeting, Group, SessionStatus
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
from balint_live.web.shared.services import REFUSED, Answered, GroupServices

AS_BOOKED = "as_booked"
"""The copy a session was booked with, which may differ by now from the plan of that name."""
SHORT_NOTICE = timedelta(hours=24)


class MoveForm(GroupForm):
    """Another time or another plan for a session, as it is typed."""

    on = line(_("Date"))
    at = line(_("Time"))
    plan = open_choice(_("Plan"))

    def __init__(self, services: GroupServices, plans: Choices, formdata: Any = None, **given: Any) -> None:
        super().__init__(services, formdata, **given)
        self.plans = plans
        offer_plans(self.plan, plans)

    def read(self, now: datetime) -> tuple[date, time, Protocol] | None:
        """Date, time and plan; None where a field was blamed."""
        self.validate()
        on, at, plan = day_of(self.on, now), hour_of(self.at), plan_of(self.plan, self.plans)
        return None if on is None or at is None or plan is None else (on, at, plan)


@dataclass(frozen=True, slots=True)
class Session:
    """One session in its group, and what a change of it would mean."""

    group: Group
    meeting: BookedMeeting

    @property
    def timezone(self) -> str:
        return self.group.settings.timezone

    @property
    def slot(self) -> Slot:
        """When it is now."""
        return Slot(self.meeting.start, self.meeting.plan)

    def moved_by(self, slot: Slot) -> bool:
        """Whether it would be at another time."""
        return (slot.start, slot.end) != (self.meeting.start, self.meeting.end)

    def told_of(self, slot: Slot) -> int:
        """How many people are told when it is moved there."""
        return len(self.group.informed) if self.moved_by(slot) else 0

    def at_short_notice(self, slot: Slot, now: datetime) -> bool:
        return min(slot.start, self.meeting.start) - now < SHORT_NOTICE

    def unchanged_by(self, slot: Slot) -> bool:
        return slot.start == self.meeting.start and slot.plan == self.meeting.plan


def session_pages(services: GroupServices) -> Blueprint:
    """The page of a session, its change, and its cancelling."""
    pages = Blueprint("session", __name__, url_prefix="/groups/<group_id>/sessions/<meeting_id>")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def show(group_id: str, meeting_id: str) -> Answered:
        session = _session(services, group_id, meeting_id)
        local = session.meeting.start.astimezone(ZoneInfo(session.timezone))
        booked = {"on": local.date().isoformat(), "at": f"{local:%H:%M}", "plan": AS_BOOKED}
        return _page(services, session, MoveForm(services, _plans(services, session), data=booked))

    @pages.post("")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def move(group_id: str, meeting_id: str) -> Answered:
        session = _session(services, group_id, meeting_id)
        form = MoveForm(services, _plans(services, session), request.form)
        slot = _typed_slot(services, session, form)
        if slot is None:
            return _page(services, session, form), REFUSED
        if _needs_a_second_press(services, session, slot):
            return _ask_to_move(services, session, form, slot)
        return _moved(services, session, form, slot)

    @pages.get("/cancel")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def ask(group_id: str, meeting_id: str) -> Answered:
        return _ask_to_cancel(services, _session(services, group_id, meeting_id))

    @pages.post("/cancel")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def cancel(group_id: str, meeting_id: str) -> Answered:
        session = _session(services, group_id, meeting_id)
        try:
            batch = services.groups.cancel(services.who(), group_id, meeting_id)
        except DomainError as refusal:
            return _ask_to_cancel(services, session, refusal.sentence), REFUSED
        flash(gettext("Session %(number)s is cancelled.", number=session.meeting.number))
        return _on_to(services, group_id, batch)

    return pages


def _session(services: GroupServices, group_id: str, meeting_id: str) -> Session:
    group = services.group(group_id)
    meeting = group.meeting(meeting_id)
    if meeting is None:
        abort(404)
    return Session(group, meeting)


def _plans(services: GroupServices, session: Session) -> dict[str, Protocol]:
    """The plan as booked first, then those that differ from it."""
    booked = session.meeting.plan
    plans = plans_of(session.group.plans, services.catalogue.protocols)
    return {AS_BOOKED: booked, **{value: plan for value, plan in plans.items() if plan != booked}}


def _typed_slot(services: GroupServices, session: Session, form: MoveForm) -> Slot | None:
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


def _needs_a_second_press(services: GroupServices, session: Session, slot: Slot) -> bool:
    press = request.form.get("press")
    if press == "preview":
        return session.moved_by(slot)
    if not session.told_of(slot) or press == "confirmed":
        return False
    return session.at_short_notice(slot, services.clock.now())


def _moved(services: GroupServices, session: Session, form: MoveForm, slot: Slot) -> Answered:
    group_id = session.group.id
    try:
        batch = services.groups.move(services.who(), group_id, session.meeting.id, slot.start, slot.plan)
    except DomainError as refusal:
        return _page(services, session, form, refusal.sentence), REFUSED
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


def _on_to(services: GroupServices, group_id: str, batch: str) -> Answered:
    """On to the progress of the mails, where there are any; else to the group."""
    told = services.mail_results.progress(batch).total
    return redirect(f"/groups/{group_id}/mails/{batch}" if told else f"/groups/{group_id}", 303)


def _page(services: GroupServices, session: Session, form: MoveForm, sentence: str = "") -> str:
    now, attendance = services.clock.now(), services.attendance(session.group.id)
    stands, record = session.meeting.status(now), attendance.session(session.meeting.id)
    held = stands is SessionStatus.HELD
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
        roll=RollStage.NOTHING if record is None else stage_of(record),
        city=city(session.timezone),
        told=len(session.group.informed),
        unearnable=unearnable(session.group, [session.meeting.plan]),
        to_state=people_to_state(attendance, session.meeting.id, now) if held else (),
    )


def _ask_to_move(services: GroupServices, session: Session, form: MoveForm, slot: Slot) -> str:
    group, id = session.group, session.meeting.id
    return render_template(
        "pages/groups/sessions/move.html",
        group=session.group,
        meeting=session.meeting,
        form=form,
        before=slot_words(session.slot, session.timezone),
        after=slot_words(slot, session.timezone),
        told=session.told_of(slot),
        soon=session.at_short_notice(slot, services.clock.now()),
        preview=services.previews.first(
            group, lambda mails: schedule.move(group, id, slot.start, slot.plan, mails)
        ),
    )


def _ask_to_cancel(services: GroupServices, session: Session, sentence: str = "") -> str:
    stands, group = session.meeting.status(services.clock.now()), session.group
    return render_template(
        "pages/groups/sessions/cancel.html",
        preview=services.previews.first(
            group, lambda mails: schedule.cancel(group, session.meeting.id, mails)
        ),
        group=session.group,
        meeting=session.meeting,
        sentence=sentence,
        when=slot_words(session.slot, session.timezone),
        settled=why_settled(stands),
        told=len(session.group.informed),
    )
