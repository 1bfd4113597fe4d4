"""The list of groups, the page of one, a new one, and a group deleted.

One look at a group's page should tell a leader whether the next session can be held: what comes next, the schedule, the
people, and how far their links have got. Only coordinators add and delete groups. Before a group is deleted, a page
counts what goes and what stays. The answer to that press is the only place where the codes of the statements that stay
are shown: nobody can look them up afterwards, and somebody without an address is not told by mail.
"""

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import format_timedelta, gettext

from balint_live.application.attendance.record import AttendanceRecord, SessionRecord
from balint_live.application.groups.group import BookedMeeting, Group
from balint_live.application.groups.schedule import current, next_thing, quorum
from balint_live.application.groups.service import GroupSummary
from balint_live.application.privacy.erasure import RUNS, Deleted
from balint_live.application.zoom.meetings import ZoomState
from balint_live.domain import names
from balint_live.domain.errors import DomainError
from balint_live.domain.names import in_blocks
from balint_live.domain.roll import record
from balint_live.web.attendance.roll_view import RollStage, stage_of
from balint_live.web.groups.credit_lines import unearnable
from balint_live.web.groups.leaders import NewGroupForm
from balint_live.web.groups.roster import Entry, roster, to_mails
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import Context, day_there, full, plan_words
from balint_live.web.shared.forms import problems
from balint_live.web.shared.services import REFUSED, Answered, GroupServices
from balint_live.web.shared.zoom_words import state_words

SEARCHED_FROM = 12
"""With so many groups in view nobody needs to search."""


# ---- One group ------------------------------------------------------------------------------------------------------


def group_pages(services: GroupServices) -> Blueprint:
    """The page of a group, and its press that mails everybody that the session is running."""
    pages = Blueprint("group", __name__, url_prefix="/groups/<group_id>")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def show(group_id: str) -> Answered:
        return _page(services, services.attendance(group_id))

    @pages.post("/running-now")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def running_now(group_id: str) -> Answered:
        attendance = services.attendance(group_id)
        try:
            batch = services.groups.running_now(services.who(), group_id, request.form.get("meeting", ""))
        except DomainError as refusal:
            return _page(services, attendance, refusal.sentence), REFUSED
        nobody = gettext("Everybody invited is here, or was told within the last ten minutes.")
        return to_mails(services, group_id, batch, nobody, f"/groups/{group_id}")

    return pages


def _page(services: GroupServices, attendance: AttendanceRecord, sentence: str = "") -> str:
    group, now = attendance.group, services.clock.now()
    people, meeting = roster(services, group), current(group.meetings, now)
    zoom = None if services.zoom_states is None else services.zoom_states(group.id)
    sessions = [_session(one, group, now, zoom) for one in attendance.sessions]
    return render_template(
        "pages/groups/group.html",
        group=group,
        sentence=sentence,
        next_thing=next_thing(group, now),
        to_confirm=_to_confirm(attendance),
        current=next((each for each in sessions if each["meeting"] == meeting), None),
        sessions=sessions,
        people=people,
        left=[one for one in group.registrants if not one.enrolled],
        quorum=quorum(group),
        reached=_reached(people, attendance),
        newest_mails=_newest_mails(services, group),
        unearnable=unearnable(group),
        zoom_hosts=services.zoom_hosts,
    )


def _to_confirm(attendance: AttendanceRecord) -> BookedMeeting | None:
    """The earliest session whose attendance waits for a leader's word; one that was cut short earns nobody anything."""
    waiting = (one.meeting for one in attendance.sessions if stage_of(one) is RollStage.OPEN)
    return next((meeting for meeting in waiting if meeting.not_held_at is None), None)


def _session(
    one: SessionRecord, group: Group, now: datetime, zoom: Mapping[str, ZoomState] | None
) -> Context:
    """A line of the schedule. `until` is how long it is until its start, or since; `roll` is how far its roll is; `zoom` how
    far it is in Zoom, in words."""
    meeting, in_zoom = one.meeting, ""
    if zoom is not None and meeting.to_come(now):
        state = zoom.get(meeting.id)
        if meeting.start > now or (state is not None and state.made):
            in_zoom = state_words(state, group.settings.timezone)
    return {
        "meeting": meeting,
        "when": full(meeting.start, group.settings.timezone),
        "until": format_timedelta(meeting.start - now, add_direction=True),
        "plan": plan_words(meeting.plan),
        "standing": meeting.status(now),
        "roll": stage_of(one),
        "zoom": in_zoom,
        "expected": _expected(one, group),
        "cannot_come": [
            group.named(each.id, each.details.name) for each in group.enrolled if each.id in one.cannot_come
        ],
    }


def _expected(one: SessionRecord, group: Group) -> str:
    """How many are expected, in words; empty while nobody has said that they cannot come."""
    enrolled = [each.id for each in group.enrolled]
    expected = sum(each not in one.cannot_come for each in enrolled)
    if expected == len(enrolled):
        return ""
    return gettext(
        "%(expected)s of %(enrolled)s expected, %(needed)s needed.",
        expected=expected,
        enrolled=len(enrolled),
        needed=group.settings.quorum,
    )


def _reached(people: list[Entry], attendance: AttendanceRecord) -> Context | None:
    """How many of those invited were in a session whose attendance is confirmed; None before there is one. A press alone
    does not count: some mail filters press.
    """
    rolls = [record(one.roll, one.corrections) for one in attendance.sessions if one.roll is not None]
    here = {id for roll in rolls for id, spans in roll.items() if spans}
    known = attendance.group.invited
    invited = [entry.person.id for entry in people if entry.has_come or entry.person.id in known]
    return {"come": len(here.intersection(invited)), "invited": len(invited)} if rolls else None


def _newest_mails(services: GroupServices, group: Group) -> Context | None:
    """The last press that sent mails, while some of them wait or were refused."""
    batch = services.mail_results.newest_batch(group.id)
    if batch is None:
        return None
    progress = services.mail_results.progress(batch)
    return {"batch": batch, "progress": progress} if progress.waiting or progress.refused else None


# ---- All groups -----------------------------------------------------------------------------------------------------


def all_groups_pages(services: GroupServices) -> Blueprint:
    """The list of groups: all of them for a coordinator, their own for a leader."""
    pages = Blueprint("groups", __name__)

    @pages.get("/groups")
    @declares(Action.STAFF, RateLimit.PAGES)
    def index() -> str:
        staff = services.staff()
        groups = services.groups.overview(services.who())
        sought = names.clean(request.args.get("q", ""))
        first = staff.coordinator and not groups
        return render_template(
            "pages/groups/index.html",
            first_form=NewGroupForm(services) if first else None,
            zones=services.zones.all() if first else (),
            may_rehearse=services.may_rehearse,
            staff=staff,
            entries=[_entry(each) for each in groups if _matches(each, sought)],
            sought=sought,
            searchable=staff.coordinator and len(groups) > SEARCHED_FROM,
        )

    return pages


def _entry(group: GroupSummary) -> Context:
    """A group in the list; `next_session` is empty where none is planned."""
    when = "" if group.next_start is None else full(group.next_start, group.timezone)
    return {"group": group, "next_session": when}


def _matches(group: GroupSummary, sought: str) -> bool:
    """Whether every word stands somewhere in the group's name, its society's or its leaders'."""
    said = [names.folded(each) for each in (group.name, group.society, *group.leaders)]
    return all(any(names.folded(word) in each for each in said) for word in sought.split())


def new_group_pages(services: GroupServices) -> Blueprint:
    """A new group: its name, its time zone, and who leads it."""
    pages = Blueprint("new_group", __name__, url_prefix="/groups/new")

    @pages.get("")
    @declares(Action.COORDINATOR, RateLimit.PAGES)
    def form() -> Answered:
        services.coordinator()
        return _new_group_page(services, NewGroupForm(services))

    @pages.post("")
    @declares(Action.COORDINATOR, RateLimit.PRESSES)
    def add() -> Answered:
        staff, form = services.coordinator(), NewGroupForm(services, request.form)
        if request.form.get("press") == "another_leader":
            form.offer_another_leader()
            return _new_group_page(services, form)
        return _added(services, form, staff.email)

    return pages


def _added(services: GroupServices, form: NewGroupForm, contact: str) -> Answered:
    settings, leaders = form.settings(contact), form.appointed()
    if problems(form):
        return _new_group_page(services, form), REFUSED
    try:
        group_id = services.groups.create(services.who(), settings, leaders)
    except DomainError as refusal:
        return _new_group_page(services, form, refusal.sentence), REFUSED
    flash(gettext("%(group)s is added. Next, add its sessions.", group=settings.name))
    return redirect(f"/groups/{group_id}/sessions/new", 303)


def _new_group_page(services: GroupServices, form: NewGroupForm, sentence: str = "") -> str:
    return render_template(
        "pages/groups/new.html",
        form=form,
        problems=problems(form),
        sentence=sentence,
        zones=services.zones.all(),
    )


# ---- A group deleted with everybody in it ---------------------------------------------------------------------------


def delete_group_pages(services: GroupServices) -> Blueprint:
    """Ask whether a group is to be deleted, and delete it."""
    pages = Blueprint("group_delete", __name__, url_prefix="/groups/<group_id>/delete")

    @pages.get("")
    @declares(Action.COORDINATOR, RateLimit.PAGES)
    def ask(group_id: str) -> Answered:
        services.coordinator()
        return _delete_page(services, group_id)

    @pages.post("")
    @declares(Action.COORDINATOR, RateLimit.PRESSES)
    def delete(group_id: str) -> Answered:
        services.coordinator()
        services.group(group_id)
        try:
            return _deleted_page(services.erasures.delete_group(services.who(), group_id))
        except DomainError as refusal:
            return _delete_page(services, group_id, refusal.sentence), REFUSED

    return pages


def _delete_page(services: GroupServices, group_id: str, sentence: str = "") -> str:
    group = services.group(group_id)
    ahead = services.erasures.group_prospect(services.who(), group_id)
    until = ahead.stays_until
    return render_template(
        "pages/groups/delete.html",
        group=group,
        ahead=ahead,
        stays_until="" if until is None else day_there(until, ahead.group.timezone),
        sentence=sentence or (RUNS if ahead.runs else ""),
    )


def _deleted_page(deleted: Deleted) -> str:
    zone = deleted.group.timezone
    stay = [
        (one.name, in_blocks(one.stays.code), day_there(one.stays.kept_until, zone))
        for one in deleted.people
        if one.stays is not None
    ]
    return render_template(
        "pages/groups/deleted.html",
        name=deleted.group.name,
        contact=deleted.group.contact,
        deleted=deleted,
        stay=stay,
    )
