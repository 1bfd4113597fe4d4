"""The page of a group: what comes next, the schedule, the people and how far their links have got."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import format_timedelta, gettext
from werkzeug.wrappers import Response

from balint_live.application.access.links import in_blocks
from balint_live.application.attendance.record import AttendanceRecord, SessionRecord
from balint_live.application.groups.group import BookedMeeting, Group, SessionStatus, Settings
from balint_live.application.groups.schedule import current, next_thing, quorum
from balint_live.application.groups.service import GroupSummary
from balint_live.application.mail_queue import Progress
from balint_live.application.privacy.erasure import RUNS, Deleted
from balint_live.domain import names
from balint_live.domain.errors import DomainError
from balint_live.web.attendance.roll_view import RollStage, stage_of
from balint_live.web.groups.credit_lines import unearnable
from balint_live.web.groups.leaders import NewGroupForm
from balint_live.web.groups.links import sent_or_said
from balint_live.web.groups.roster import Entry, roster
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import day, full, plan_words
from balint_live.web.shared.forms import problems
from balint_live.web.shared.services import GroupServices

# What the page of a group shows. One look should tell a leader whether the next session can be held.


@dataclass(frozen=True, slots=True)
class Session:
    """A line of the schedule. `until` is how long it is until its start, or since; `roll` is how far its roll is."""

    meeting: BookedMeeting
    when: str
    until: str
    plan: str
    standing: SessionStatus
    roll: RollStage


@dataclass(frozen=True, slots=True)
class Reached:
    """How many of those invited have come at least once."""

    come: int
    invited: int


@dataclass(frozen=True, slots=True)
class NewestMails:
    """The last press that sent mails, while there is a reason to look after it."""

    batch: str
    progress: Progress


def group_view(services: GroupServices, attendance: AttendanceRecord) -> dict[str, Any]:
    group, now = attendance.group, services.clock.now()
    people = roster(services, group)
    meeting = current(group.meetings, now)
    sessions = [_session(one, group, now) for one in attendance.sessions]
    return {
        "next_thing": next_thing(group, now),
        "current": next((each for each in sessions if each.meeting == meeting), None),
        "sessions": sessions,
        "people": people,
        "left": [one for one in group.registrants if not one.enrolled],
        "quorum": quorum(group),
        "reached": _reached(people, group),
        "newest_mails": _newest_mails(services, group),
        "unearnable": unearnable(group),
    }


def _session(one: SessionRecord, group: Group, now: datetime) -> Session:
    meeting = one.meeting
    return Session(
        meeting=meeting,
        when=full(meeting.start, group.settings.timezone),
        until=format_timedelta(meeting.start - now, add_direction=True),
        plan=plan_words(meeting.plan),
        standing=meeting.status(now),
        roll=stage_of(one),
    )


def _reached(people: list[Entry], group: Group) -> Reached:
    invited = [entry for entry in people if entry.has_come or entry.person.id in group.invited]
    return Reached(sum(entry.has_come for entry in invited), len(invited))


def _newest_mails(services: GroupServices, group: Group) -> NewestMails | None:
    batch = services.mail_results.newest_batch(group.id)
    if batch is None:
        return None
    progress = services.mail_results.progress(batch)
    return NewestMails(batch, progress) if progress.waiting or progress.refused else None


Answered = str | Response | tuple[str, int]
CANNOT_BE_DONE = 422


def group_pages(services: GroupServices) -> Blueprint:
    pages = Blueprint("group", __name__, url_prefix="/groups/<group_id>")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def show(group_id: str) -> Answered:
        return _page(services, services.attendance(group_id))

    @pages.post("/running-now")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def running_now(group_id: str) -> Answered:
        return _told(services, services.attendance(group_id), request.form.get("meeting", ""))

    return pages


def _told(services: GroupServices, attendance: AttendanceRecord, meeting_id: str) -> Answered:
    group_id = attendance.group.id
    try:
        batch = services.groups.running_now(services.who(), group_id, meeting_id)
    except DomainError as refusal:
        return _page(services, attendance, refusal.sentence), CANNOT_BE_DONE
    nobody = gettext("Everybody invited is here, or was told within the last ten minutes.")
    return sent_or_said(services, group_id, batch, nobody, f"/groups/{group_id}")


def _page(services: GroupServices, attendance: AttendanceRecord, sentence: str = "") -> str:
    return render_template(
        "groups/group.html",
        group=attendance.group,
        sentence=sentence,
        **group_view(services, attendance),
    )


# The list of groups: a coordinator's whole services, a leader's own.


SEARCHED_FROM = 12
"""With so many groups in view nobody needs to search."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in the list, and its next session in words; `next_session` is empty where none is planned."""

    group: GroupSummary
    next_session: str


def all_groups_pages(services: GroupServices) -> Blueprint:
    pages = Blueprint("groups", __name__)

    @pages.get("/groups")
    @declares(Action.STAFF, RateLimit.PAGES)
    def index() -> str:
        staff = services.staff()
        groups = services.groups.overview(services.who())
        sought = names.clean(request.args.get("q", ""))
        return render_template(
            "groups/index.html",
            staff=staff,
            entries=[_entry(each) for each in groups if _matches(each, sought)],
            sought=sought,
            searchable=staff.coordinator and len(groups) > SEARCHED_FROM,
        )

    return pages


def _entry(group: GroupSummary) -> GroupLine:
    return GroupLine(group, "" if group.next_start is None else full(group.next_start, group.timezone))


def _matches(group: GroupSummary, sought: str) -> bool:
    """Every word stands somewhere in the group's name, its society's or its leaders'."""
    said: Sequence[str] = (group.name, group.society, *group.leaders)
    return all(any(names.folded(word) in names.folded(each) for each in said) for word in sought.split())


# A new group: what is settled for it, and who leads it. Only coordinators add groups.


CANNOT_BE_SAVED = 422


def new_group_pages(services: GroupServices) -> Blueprint:
    pages = Blueprint("new_group", __name__, url_prefix="/groups/new")

    @pages.get("")
    @declares(Action.COORDINATOR, RateLimit.PAGES)
    def form() -> Answered:
        staff = services.coordinator()
        return _new_group_page(services, NewGroupForm(services, data={"contact": staff.email}))

    @pages.post("")
    @declares(Action.COORDINATOR, RateLimit.PRESSES)
    def add() -> Answered:
        services.coordinator()
        form = NewGroupForm(services, request.form)
        if request.form.get("press") == "another_leader":
            form.offer_another_leader()
            return _new_group_page(services, form)
        return _added(services, form)

    return pages


def _added(services: GroupServices, form: NewGroupForm) -> Answered:
    settings, leaders = form.settings(), form.appointed()
    if settings is None or problems(form):
        return _new_group_page(services, form), CANNOT_BE_SAVED
    try:
        group_id = services.groups.create(services.who(), settings, leaders)
    except DomainError as refusal:
        return _new_group_page(services, form, refusal.sentence), CANNOT_BE_SAVED
    flash(gettext("%(group)s is added. Next, add its sessions.", group=settings.name))
    return redirect(f"/groups/{group_id}", 303)


def _new_group_page(services: GroupServices, form: NewGroupForm, sentence: str = "") -> str:
    form.offer_leader_rows()
    form.offer_rows()
    return render_template(
        "groups/new.html",
        form=form,
        problems=problems(form),
        sentence=sentence,
        zones=services.zones.all(),
    )


# A group deleted with everybody in it. Asked on a page that counts what goes and what stays.
#
# The answer to the press is the only place where the codes of the statements that stay are shown: nobody can look
# them up afterwards, and somebody without an address is not told by mail.


def delete_group_pages(services: GroupServices) -> Blueprint:
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
            return _done(services.erasures.delete_group(services.who(), group_id))
        except DomainError as refusal:
            return _delete_page(services, group_id, refusal.sentence), CANNOT_BE_DONE

    return pages


def _delete_page(services: GroupServices, group_id: str, sentence: str = "") -> str:
    group = services.group(group_id)
    ahead = services.erasures.group_prospect(services.who(), group_id)
    return render_template(
        "groups/delete.html",
        group=group,
        ahead=ahead,
        stays_until="" if ahead.stays_until is None else _day(ahead.stays_until, ahead.group),
        sentence=sentence or (RUNS if ahead.runs else ""),
    )


def _done(deleted: Deleted) -> str:
    stay = [
        (one.name, in_blocks(one.stays.code), _day(one.stays.kept_until, deleted.group))
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


def _day(moment: datetime, group: Settings) -> str:
    return day(moment.astimezone(ZoneInfo(group.timezone)))
