"""Who leads a group, and who signs in at all.

Leaders are equal, so any of them may add another; that is also how a stand-in is let in. An e-mail tells them, and the
page says whether it was delivered. Coordinators see everybody who signs in. Before somebody signs in no longer, or looks
after all groups no longer, a page says what will go; where they cannot be spared, it says so before the press, and what is
to be done first.
"""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext
from wtforms import BooleanField, FieldList, Form, FormField

from balint_live.application.groups.group import Group, GroupLeader, LeaderLabel, Settings, Staff
from balint_live.application.groups.leaders import (
    Duties,
    NoSuchPerson,
    require_demotable,
    require_spared,
)
from balint_live.application.groups.settings import write_to_leader
from balint_live.application.mail_queue import MailKind, MailStanding, MailState
from balint_live.domain.errors import DomainError
from balint_live.web.groups.roster import not_delivered_words
from balint_live.web.groups.settings import MOST_NAME, zone_typed
from balint_live.web.shared.access import Action, RateLimit, declares, sign_out
from balint_live.web.shared.forms import GroupForm, address, blame, choice, line, needed, problems
from balint_live.web.shared.forms import lazily as _
from balint_live.web.shared.services import REFUSED, Answered, GroupServices

LEADER_ROWS = 2
MOST_LEADERS = 10
LABELS = {
    LeaderLabel.LEADER: _("Leader"),
    LeaderLabel.CO_LEADER: _("Co-leader"),
    LeaderLabel.FACULTY: _("Faculty"),
}


class LeaderRow(Form):
    """One leader of a new group."""

    name = line(_("Name"))
    email = line(_("E-mail address"))

    @property
    def empty(self) -> bool:
        return not self.name.data and not self.email.data


class NewGroupForm(GroupForm):
    """A new group: what it cannot be without. All its other settings begin as they usually are."""

    name = line(_("Name of the group"))
    timezone = line(_("Time zone"))
    leaders = FieldList(FormField(LeaderRow), min_entries=LEADER_ROWS, max_entries=MOST_LEADERS)

    def settings(self, contact: str) -> Settings:
        """The settings of such a group, whose questions go to this address; fields may have been blamed."""
        name = needed(self.name, gettext("Give the group a name."), MOST_NAME)
        return Settings(name=name, society="", timezone=zone_typed(self.timezone), contact=contact)

    def appointed(self) -> list[tuple[str, str]]:
        """Names and addresses of the rows that are not empty; a half empty row is blamed, and so is none at all."""
        rows = [each.form for each in self.leaders if not each.form.empty]
        read: list[tuple[str, str]] = []
        for row in rows:
            email = address(self.services, row.email, gettext("Type this leader’s address."))
            if email and email in [known for _name, known in read]:
                blame(row.email, gettext("This address is here twice."))
            read.append((needed(row.name, gettext("Type this leader’s name."), MOST_NAME), email))
        if not rows:
            blame(self.leaders[0].form.name, gettext("Name at least one leader."))
        return read

    def offer_another_leader(self) -> None:
        if len(self.leaders) < MOST_LEADERS:
            self.leaders.append_entry()


class AddLeaderForm(GroupForm):
    """Somebody to lead a group that exists."""

    name = line(_("Name"))
    email = line(_("E-mail address"))
    label = choice(_("Title"), [(label.value, word) for label, word in LABELS.items()], default="leader")

    def leader(self) -> tuple[str, str, LeaderLabel] | None:
        """Name, address and label; None where a field was blamed."""
        self.validate()
        name = needed(self.name, gettext("Type this leader’s name."), MOST_NAME)
        email = address(self.services, self.email, gettext("Type this leader’s address."))
        return None if problems(self) else (name, email, LeaderLabel(self.label.data))


class StaffForm(GroupForm):
    """Somebody who is to sign in, as a coordinator types them."""

    name = line(_("Name"))
    email = line(_("E-mail address"))
    coordinator = BooleanField(_("Looks after all groups, as a coordinator"))

    def person(self) -> tuple[str, str, bool] | None:
        """Name, address, and whether they are a coordinator; None where a field was blamed."""
        name = needed(self.name, gettext("Type their name."), MOST_NAME)
        email = address(self.services, self.email, gettext("Type their address."))
        return None if problems(self) else (name, email, bool(self.coordinator.data))


@dataclass(frozen=True, slots=True)
class LedBy:
    """A leader of a group, and the newest mail of each kind they were sent about it."""

    leader: GroupLeader
    mails: dict[MailKind, MailStanding]

    @property
    def state(self) -> MailState | None:
        """What came of the mail that says what they lead; None where none was sent."""
        mail = self.mails.get(MailKind.LEADS)
        return None if mail is None or mail.state is MailState.DROPPED else mail.state

    @property
    def not_delivered(self) -> list[str]:
        """A line for each kind of mail that did not arrive, and why."""
        failed = (MailState.REFUSED, MailState.GIVEN_UP)
        return [not_delivered_words(one) for one in self.mails.values() if one.state in failed]


# ---- The leaders of a group -----------------------------------------------------------------------------------------


def group_leaders_pages(services: GroupServices) -> Blueprint:
    """The leaders of a group: listed, added, removed."""
    pages = Blueprint("leaders", __name__, url_prefix="/groups/<group_id>/leaders")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def index(group_id: str) -> Answered:
        return _page(services, services.group(group_id), AddLeaderForm(services))

    @pages.post("")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def add(group_id: str) -> Answered:
        return _added(services, services.group(group_id), AddLeaderForm(services, request.form))

    @pages.post("/<leader_id>/again")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def again(group_id: str, leader_id: str) -> Answered:
        return _written_to(services, services.group(group_id), leader_id)

    @pages.post("/<leader_id>/remove")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def remove(group_id: str, leader_id: str) -> Answered:
        return _removed(services, services.group(group_id), leader_id)

    return pages


def _added(services: GroupServices, group: Group, form: AddLeaderForm) -> Answered:
    leader = form.leader()
    if leader is None:
        return _page(services, group, form), REFUSED
    try:
        added = services.groups.add_leader(services.who(), group.id, *leader)
    except DomainError as refusal:
        return _page(services, group, form, refusal.sentence), REFUSED
    flash(gettext("%(name)s leads this group.", name=added.name))
    return redirect(f"/groups/{group.id}/leaders", 303)


def _written_to(services: GroupServices, group: Group, leader_id: str) -> Answered:
    try:
        services.groups.write_to_leader(services.who(), group.id, leader_id)
    except DomainError as refusal:
        return _page(services, group, AddLeaderForm(services), refusal.sentence), REFUSED
    mail = services.mail_results.leader_mails(group.id)[leader_id][MailKind.LEADS]
    if mail.state is MailState.WAITING:
        flash(gettext("The e-mail is on its way."))
    else:
        flash(gettext("This e-mail was delivered a few minutes ago."))
    return redirect(f"/groups/{group.id}/leaders", 303)


def _removed(services: GroupServices, group: Group, leader_id: str) -> Answered:
    leader = next((one for one in group.leaders if one.id == leader_id), None)
    try:
        services.groups.remove_leader(services.who(), group.id, leader_id)
    except DomainError as refusal:
        return _page(services, group, AddLeaderForm(services), refusal.sentence), REFUSED
    if leader is not None:
        flash(gettext("%(name)s no longer leads %(group)s.", name=leader.name, group=group.settings.name))
    out_of_sight = leader_id == group.who.id and not group.who.coordinator
    return redirect("/groups" if out_of_sight else f"/groups/{group.id}/leaders", 303)


def _page(services: GroupServices, group: Group, form: AddLeaderForm, sentence: str = "") -> str:
    mails = services.mail_results.leader_mails(group.id)
    return render_template(
        "pages/groups/leaders.html",
        group=group,
        preview=services.previews.first(
            group, lambda mails: write_to_leader(group, group.leaders[0].id, mails)
        ),
        rows=[LedBy(one, mails.get(one.id, {})) for one in group.leaders],
        form=form,
        problems=problems(form),
        sentence=sentence,
        labels=LABELS,
    )


# ---- Everybody who signs in -----------------------------------------------------------------------------------------


def staff_pages(services: GroupServices) -> Blueprint:
    """Everybody who signs in, for coordinators: listed, added; and removed or made a leader only, on a page that asks
    first.
    """
    pages = Blueprint("staff", __name__, url_prefix="/staff")

    @pages.get("")
    @declares(Action.COORDINATOR, RateLimit.PAGES)
    def index() -> Answered:
        return _staff_page(_everyone(services), StaffForm(services))

    @pages.post("")
    @declares(Action.COORDINATOR, RateLimit.PRESSES)
    def add() -> Answered:
        return _staff_added(services, _everyone(services), StaffForm(services, request.form))

    @pages.get("/<leader_id>/remove")
    @declares(Action.COORDINATOR, RateLimit.PAGES)
    def ask_to_remove(leader_id: str) -> Answered:
        return _staff_leaving_page(services, _duties(services, leader_id), removing=True)

    @pages.post("/<leader_id>/remove")
    @declares(Action.COORDINATOR, RateLimit.PRESSES)
    def remove(leader_id: str) -> Answered:
        return _staff_removed(services, _duties(services, leader_id))

    @pages.get("/<leader_id>/demote")
    @declares(Action.COORDINATOR, RateLimit.PAGES)
    def ask_to_demote(leader_id: str) -> Answered:
        return _staff_leaving_page(services, _duties(services, leader_id), removing=False)

    @pages.post("/<leader_id>/demote")
    @declares(Action.COORDINATOR, RateLimit.PRESSES)
    def demote(leader_id: str) -> Answered:
        return _demoted(services, _duties(services, leader_id))

    return pages


def _everyone(services: GroupServices) -> list[Staff]:
    services.coordinator()
    return list(services.groups.everyone(services.who()))


def _staff_added(services: GroupServices, everyone: list[Staff], form: StaffForm) -> Answered:
    person = form.person()
    if person is None:
        return _staff_page(everyone, form), REFUSED
    before = next((one for one in everyone if one.email == person[1]), None)
    after = services.groups.appoint(services.who(), *person)
    flash(_what_was_done(before, after))
    return redirect("/staff", 303)


def _what_was_done(before: Staff | None, after: Staff) -> str:
    if before is None:
        return gettext("%(name)s can sign in now, with a link by e-mail.", name=after.name)
    if before.coordinator != after.coordinator:
        return gettext("%(name)s looks after all groups now.", name=after.name)
    return gettext("%(name)s signs in with that address already.", name=after.name)


def _staff_page(everyone: list[Staff], form: StaffForm) -> str:
    return render_template("pages/groups/staff.html", everyone=everyone, form=form, problems=problems(form))


def _duties(services: GroupServices, leader_id: str) -> Duties:
    """What this person is needed for; 404 for nobody's id, and for anybody who is not a coordinator."""
    services.coordinator()
    try:
        return services.staffing.duties(services.who(), leader_id)
    except NoSuchPerson:
        abort(404)


def _staff_removed(services: GroupServices, duties: Duties) -> Answered:
    me, person = services.who(), duties.person
    try:
        services.staffing.remove(me, person.id)
    except DomainError as refusal:
        return _staff_leaving_page(services, duties, True, refusal.sentence), REFUSED
    except NoSuchPerson:  # somebody else has just pressed
        abort(404)
    if person.id == me.id:
        sign_out()
        return redirect("/sign-in", 303)
    flash(gettext("%(name)s signs in no longer. Their name and address are gone.", name=person.name))
    return redirect("/staff", 303)


def _demoted(services: GroupServices, duties: Duties) -> Answered:
    me, person = services.who(), duties.person
    try:
        services.staffing.demote(me, person.id)
    except DomainError as refusal:
        return _staff_leaving_page(services, duties, False, refusal.sentence), REFUSED
    flash(gettext("%(name)s no longer looks after all groups.", name=person.name))
    return redirect("/groups" if person.id == me.id else "/staff", 303)


def _staff_leaving_page(services: GroupServices, duties: Duties, removing: bool, sentence: str = "") -> str:
    """Without a sentence it says what a press would be answered with, where it would be refused."""
    try:
        (require_spared if removing else require_demotable)(duties)
    except DomainError as refusal:
        sentence = sentence or refusal.sentence
    return render_template(
        "pages/groups/staff_leaving.html",
        duties=duties,
        sentence=sentence,
        removing=removing,
        myself=duties.person.id == services.who().id,
    )
