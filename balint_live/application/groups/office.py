"""The office: the one way to look after a group, for pages and command line alike.

Each act is one decision about a Desk, carried out in one transaction with the mails that follow from it. The store hands
out a Desk only to somebody who may have it, so there is no act here for anybody else. An act that writes mails answers
with the `batch` under which their progress can be followed.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from balint_live.application.groups import enrol, invite, schedule, settle
from balint_live.application.groups.changes import Changes
from balint_live.application.groups.enrol import Issue
from balint_live.application.groups.group import (
    Desk,
    Details,
    Group,
    GroupLeader,
    LeaderLabel,
    Settings,
    Staff,
)
from balint_live.application.groups.occasions import Occasions
from balint_live.application.groups.ports import GroupStore, GroupSummary, NoSuchGroup, OpenPages
from balint_live.application.groups.schedule import Slot
from balint_live.application.links import Claim
from balint_live.application.people import OPERATOR, Asker
from balint_live.application.ports import Clock
from balint_live.domain.errors import invalid
from balint_live.domain.protocol import Protocol


@dataclass(frozen=True, slots=True)
class Office:
    """Every method raises NoSuchGroup for a group that is not the asker's, and DomainError for what cannot be."""

    clock: Clock
    store: GroupStore
    pages: OpenPages
    new_id: Callable[[], str]
    new_code: Callable[[], str]

    # ---- Looking ------------------------------------------------------------------------------------------------

    def staff(self, who: Asker) -> Staff | None:
        return self.store.staff(who)

    def overview(self, who: Asker) -> Sequence[GroupSummary]:
        return self.store.overview(who, self.clock.now())

    def desk(self, group_id: str, who: Asker) -> Desk:
        return self.store.desk(group_id, who)

    def everyone(self, who: Asker) -> Sequence[Staff]:
        return self.store.everyone(who)

    # ---- Groups and leaders -------------------------------------------------------------------------------------

    def found(
        self,
        who: Asker,
        settings: Settings,
        leaders: Sequence[tuple[str, str]],
        slots: Sequence[Slot] = (),
    ) -> str:
        """A new group with its leaders, as (name, address) pairs, and its first dates; its id. Only for coordinators."""
        settle.require_possible(settings)
        schedule.booked((), slots, self.clock.now(), self.new_id)
        if not leaders:
            raise invalid("A group needs at least one leader.")
        group = Group(id=self.new_id(), version=1, settings=settings, created_at=self.clock.now())
        staff = self.store.staff(who)
        if staff is None or not staff.coordinator:
            raise NoSuchGroup
        appointed = [self._appointed(name, email) for name, email in leaders]
        self.store.found(group, [_as_leader(one, LeaderLabel.LEADER) for one in appointed], who)
        if slots:
            self.book(who, group.id, slots)
        return group.id

    def settle(self, who: Asker, group_id: str, expected_version: int, settings: Settings) -> None:
        self._change(group_id, who, lambda desk: settle.settle(desk, expected_version, settings))

    def add_leader(self, who: Asker, group_id: str, name: str, email: str, label: LeaderLabel) -> None:
        self.store.desk(group_id, who)
        leader = _as_leader(self._appointed(name, email), label)
        self._change(group_id, who, lambda desk: settle.add_leader(desk, leader))

    def remove_leader(self, who: Asker, group_id: str, leader_id: str) -> None:
        self._change(group_id, who, lambda desk: settle.remove_leader(desk, leader_id))

    def appoint(self, name: str, email: str, coordinator: bool) -> Staff:
        """For whoever runs the server: add somebody, or make somebody known a coordinator too."""
        staff = self._appointed(name, email)
        if coordinator and not staff.coordinator:
            staff = Staff(id=staff.id, name=staff.name, email=staff.email, coordinator=True)
            self.store.appoint(staff, self.clock.now())
        return staff

    def keep_plan(self, who: Asker, group_id: str, plan: Protocol) -> None:
        self._change(group_id, who, lambda desk: settle.keep_plan(desk, plan))

    def drop_plan(self, who: Asker, group_id: str, plan_id: str) -> None:
        self._change(group_id, who, lambda desk: settle.drop_plan(desk, plan_id))

    # ---- Dates --------------------------------------------------------------------------------------------------

    def book(self, who: Asker, group_id: str, slots: Sequence[Slot]) -> None:
        now = self.clock.now()
        self._change(group_id, who, lambda desk: schedule.book(desk, slots, now, self.new_id))

    def move(self, who: Asker, group_id: str, meeting_id: str, start: datetime, plan: Protocol) -> str:
        now = self.clock.now()
        occasions = self._occasions(now)
        self._change(group_id, who, lambda desk: schedule.move(desk, meeting_id, start, plan, now, occasions))
        return occasions.batch

    def cancel(self, who: Asker, group_id: str, meeting_id: str) -> str:
        now = self.clock.now()
        occasions = self._occasions(now)
        self._change(group_id, who, lambda desk: schedule.cancel(desk, meeting_id, now, occasions))
        return occasions.batch

    # ---- People -------------------------------------------------------------------------------------------------

    def enrol(self, who: Asker, group_id: str, people: Sequence[Details]) -> None:
        issue = self._issue()
        self._change(group_id, who, lambda desk: enrol.enrol(desk, people, issue))

    def take_in(
        self,
        who: Asker,
        group_id: str,
        decide: Callable[[Desk], tuple[Sequence[Details], Sequence[tuple[str, Details]]]],
    ) -> None:
        """A list: `decide` says, from the desk as it is at this moment, who is new and who is changed."""
        issue = self._issue()
        self._change(group_id, who, lambda desk: enrol.take_in(desk, *decide(desk), issue))

    def correct(self, who: Asker, group_id: str, registrant_id: str, details: Details) -> None:
        issue = self._issue()
        self._change(group_id, who, lambda desk: enrol.correct(desk, registrant_id, details, issue))

    def withdraw(self, who: Asker, group_id: str, registrant_id: str) -> str:
        now = self.clock.now()
        occasions = self._occasions(now)
        self._change(group_id, who, lambda desk: enrol.withdraw(desk, registrant_id, now, occasions))
        return occasions.batch

    def leave(self, claim: Claim) -> None:
        """By the registrant's own press on the address in their mail (`application.links.Leaving`).

        It is the office's own act, so that leaving and being withdrawn cannot come to differ.
        """
        self.withdraw(OPERATOR, claim.group_id, claim.who.id)

    def enrol_again(self, who: Asker, group_id: str, registrant_id: str) -> None:
        issue = self._issue()
        self._change(group_id, who, lambda desk: enrol.enrol_again(desk, registrant_id, issue))

    def transfer(self, who: Asker, group_id: str, registrant_id: str, to_group_id: str) -> None:
        """Enrolled there with a new link, withdrawn here; what was attended here stays here."""
        details = enrol.known(self.store.desk(group_id, who), registrant_id).details
        self.enrol(who, to_group_id, [details])
        self.withdraw(who, group_id, registrant_id)

    def reissue(self, who: Asker, group_id: str, registrant_id: str) -> str:
        issue = self._issue()
        occasions = self._occasions(issue.now)
        self._change(group_id, who, lambda desk: enrol.reissue(desk, registrant_id, issue, occasions))
        return occasions.batch

    def give_lead(self, who: Asker, group_id: str, registrant_id: str, has_the_lead: bool) -> None:
        self._change(group_id, who, lambda desk: enrol.give_lead(desk, registrant_id, has_the_lead))

    # ---- Mail ---------------------------------------------------------------------------------------------------

    def invite(self, who: Asker, group_id: str, registrant_ids: Collection[str] | None = None) -> str:
        occasions = self._occasions(self.clock.now())
        self._change(group_id, who, lambda desk: invite.invite(desk, registrant_ids, occasions))
        return occasions.batch

    def send_link(self, who: Asker, group_id: str, registrant_id: str) -> str:
        occasions = self._occasions(self.clock.now())
        self._change(group_id, who, lambda desk: invite.send_link(desk, registrant_id, occasions))
        return occasions.batch

    def running_now(self, who: Asker, group_id: str, meeting_id: str) -> str:
        """By a leader's press: to everybody invited whose page is not open."""
        now = self.clock.now()
        occasions = self._occasions(now)
        here = self.pages.here(meeting_id)
        self._change(group_id, who, lambda desk: invite.running_now(desk, meeting_id, here, now, occasions))
        return occasions.batch

    def _change(self, group_id: str, who: Asker, decide: Callable[[Desk], Changes]) -> None:
        changes = self.store.change(group_id, who, decide)
        meetings = {one.id for one in changes.meetings}
        if changes.settings is not None:
            meetings = {one.id for one in self.store.desk(group_id, who).meetings}
        self.pages.changed(group_id, changes.people, meetings)

    def _appointed(self, name: str, email: str) -> Staff:
        """The leader with this address; a new one under this name where nobody has it."""
        known = self.store.by_email(email)
        if known is not None:
            return known
        if not name.strip():
            raise invalid("A name is needed.")
        staff = Staff(id=self.new_id(), name=name.strip(), email=email, coordinator=False)
        self.store.appoint(staff, self.clock.now())
        return staff

    def _issue(self) -> Issue:
        return Issue(self.clock.now(), self.new_id, self.new_code)

    def _occasions(self, now: datetime) -> Occasions:
        return Occasions(now, self.new_id, self.new_id())


def _as_leader(staff: Staff, label: LeaderLabel) -> GroupLeader:
    return GroupLeader(id=staff.id, name=staff.name, email=staff.email, label=label)
