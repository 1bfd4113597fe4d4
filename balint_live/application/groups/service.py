"""The one way to change a group, for pages and command line alike, and what that needs of the database.

Each method is one decision about a Group, carried out in one transaction with the mails that follow from it. The store
hands out a Group only to somebody who may have it, so nothing here can be done by anybody else. A method that writes
mails returns the `batch` under which their progress can be followed.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from balint_live.application.access.links import Claim
from balint_live.application.groups import registrants, schedule
from balint_live.application.groups.changes import Changes, Issue, MailBatch
from balint_live.application.groups.group import (
    Appointment,
    Details,
    Group,
    LeaderLabel,
    Leading,
    NewGroup,
    Settings,
    Staff,
)
from balint_live.application.groups.schedule import Slot
from balint_live.application.groups.settings import (
    change_settings,
    drop_plan,
    keep_plan,
    remove_leader,
    require_possible,
    with_ids,
    write_to_leader,
)
from balint_live.application.identity import OPERATOR, Asker
from balint_live.application.mail_queue import MailKind, MailStanding, NewMail, Progress
from balint_live.application.ports import Clock, OpenPages
from balint_live.domain.errors import invalid
from balint_live.domain.protocol import Protocol as Plan

Founding = tuple[Settings, Sequence[tuple[str, str]], Sequence[Slot], Sequence[Details]]
"""What a new group is made of: its settings, its leaders as (name, address) pairs, its first dates, and its people."""


Write = Callable[[Leading], NewMail]
"""The mail that tells somebody that they lead a group."""


class NoSuchGroup(LookupError):
    """There is none, or it is not this person's to see: the same answer for both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSummary:
    """A line in the list of groups."""

    id: str
    name: str
    society: str
    timezone: str
    leaders: tuple[str, ...]
    enrolled: int
    held: int
    planned: int
    next_start: datetime | None


class GroupStore(Protocol):
    """Groups, always through the person who asks."""

    def staff(self, who: Asker) -> Staff | None:
        """The leader or coordinator behind a login that still holds; None for anybody else."""

    def overview(self, who: Asker, now: datetime) -> Sequence[GroupSummary]:
        """The groups this person may look after, by name, in a bounded number of queries."""

    def group(self, group_id: str, who: Asker) -> Group:
        """Raises NoSuchGroup."""

    def groups(self, who: Asker) -> Sequence[Group]:
        """The same groups as `overview`, whole, in a bounded number of queries too."""

    def change(self, group_id: str, who: Asker, decide: Callable[[Group], Changes]) -> Changes:
        """Load, decide, write, queue the mails: one transaction, all or nothing, in which nobody else changes the group.

        Returns what was carried out. Raises NoSuchGroup, whatever `decide` raises, Unavailable.
        """

    def change_all(
        self,
        group_ids: Sequence[str],
        who: Asker,
        decide: Callable[[Sequence[Group]], Sequence[Changes]],
    ) -> Sequence[Changes]:
        """The same for several groups in one transaction; groups and changes are in the order of the ids."""

    def create(self, groups: Sequence[NewGroup], who: Asker, write: Write | None = None) -> None:
        """Add these groups, all or none, and `write` to their leaders, but not to who adds them. Raises NoSuchGroup for
        anybody but a coordinator.
        """

    def add_leader(self, group_id: str, leader: Appointment, who: Asker, write: Write | None = None) -> Staff:
        """Make them a leader of the group, with an account, and `write` to them where they were none, unless they added
        themself; in one transaction. Raises NoSuchGroup.
        """

    def everyone(self, who: Asker) -> Sequence[Staff]:
        """All leaders and coordinators, by name. Raises NoSuchGroup for anybody but a coordinator."""

    def by_email(self, email: str) -> Staff | None: ...

    def appoint(self, one: Appointment, who: Asker) -> Staff:
        """Give them an account; who has this address now. Raises NoSuchGroup for anybody but a coordinator."""


class MailResults(Protocol):
    """What became of the mails of a group."""

    def progress(self, batch: str) -> Progress: ...
    def batch(self, batch: str) -> Sequence[MailStanding]: ...
    def newest_batch(self, group_id: str) -> str | None: ...
    def link_mails(self, group_id: str) -> dict[str, MailStanding]:
        """Per registrant, the newest mail that carried their link."""

    def not_delivered(self, group_id: str) -> dict[str, tuple[MailStanding, ...]]:
        """Per registrant, the newest mail of each kind without their link that did not reach their present address."""

    def leader_mails(self, group_id: str) -> dict[str, dict[MailKind, MailStanding]]:
        """Per leader, the newest mail of each kind about this group."""

    def have_come(self, group_id: str) -> frozenset[str]:
        """The registrants who have pressed the button of their link at least once."""


@dataclass(frozen=True, slots=True)
class GroupService:
    """Every method raises NoSuchGroup for a group that is not the asker's, and DomainError for what cannot be.

    `unreachable` says why nobody could open the links in mails, "" where they can; then no mail is sent that somebody
    asks for.
    """

    clock: Clock
    store: GroupStore
    pages: OpenPages
    new_id: Callable[[], str]
    new_code: Callable[[], str]
    unreachable: str = ""

    def staff(self, who: Asker) -> Staff | None:
        """The leader or coordinator behind a login that still holds; None for anybody else."""
        return self.store.staff(who)

    def overview(self, who: Asker) -> Sequence[GroupSummary]:
        """The groups this person may look after, by name."""
        return self.store.overview(who, self.clock.now())

    def group(self, group_id: str, who: Asker) -> Group:
        """One group, whole."""
        return self.store.group(group_id, who)

    def groups(self, who: Asker) -> Sequence[Group]:
        """The groups this person may look after, whole, by name."""
        return self.store.groups(who)

    def everyone(self, who: Asker) -> Sequence[Staff]:
        """All leaders and coordinators, by name. Only for coordinators."""
        return self.store.everyone(who)

    def create(
        self,
        who: Asker,
        settings: Settings,
        leaders: Sequence[tuple[str, str]],
        slots: Sequence[Slot] = (),
    ) -> str:
        """A new group with its leaders, as (name, address) pairs, and first dates; its id. The leaders are told. Only for
        coordinators.
        """
        group = self._new(settings, leaders, slots)
        self.store.create([group], who, self._mails(self.clock.now()).leads)
        return group.id

    def create_all(self, who: Asker, groups: Iterable[Founding]) -> None:
        """Several new groups with their people, all or none; nothing is mailed to anybody yet. Only for coordinators."""
        self.store.create([self._new(*each) for each in groups], who)

    def change_settings(
        self,
        who: Asker,
        group_id: str,
        expected_version: int,
        settings: Settings,
        put_right: Collection[int] = (),
    ) -> None:
        """New settings. Sessions that have ended keep the most they could award, but under the credit lines in the places
        `put_right`.
        """

        def decide(group: Group) -> Changes:
            return change_settings(group, expected_version, settings, self.new_id, put_right)

        self._change(who, group_id, decide)

    def add_leader(
        self,
        who: Asker,
        group_id: str,
        name: str,
        email: str,
        label: LeaderLabel,
        coordinator: bool = False,
    ) -> Staff:
        """Who leads the group now; they are told. Only a coordinator may make them a coordinator."""
        leader = replace(self._appointment(name, email), label=label, coordinator=coordinator)
        added = self.store.add_leader(group_id, leader, who, self._mails(leader.at).leads)
        self.pages.changed(group_id, (), ())
        return added

    def remove_leader(self, who: Asker, group_id: str, leader_id: str) -> None:
        """They no longer lead this group; never the last leader."""
        self._change(who, group_id, lambda group: remove_leader(group, leader_id))

    def write_to_leader(self, who: Asker, group_id: str, leader_id: str) -> None:
        """Tell a leader once more what they lead, when, and where to sign in."""
        self._require_reachable()
        self._change_and_write(who, group_id, lambda group, mails: write_to_leader(group, leader_id, mails))

    def appoint(self, who: Asker, name: str, email: str, coordinator: bool) -> Staff:
        """Give somebody an account, or make somebody who has one a coordinator too. Only for coordinators."""
        return self.store.appoint(replace(self._appointment(name, email), coordinator=coordinator), who)

    def keep_plan(self, who: Asker, group_id: str, plan: Plan) -> None:
        """Save a session plan of the group's own."""
        self._change(who, group_id, lambda group: keep_plan(group, plan))

    def drop_plan(self, who: Asker, group_id: str, plan_id: str) -> None:
        """Delete a session plan of the group's own."""
        self._change(who, group_id, lambda group: drop_plan(group, plan_id))

    def book(self, who: Asker, group_id: str, slots: Sequence[Slot]) -> None:
        """Add sessions."""
        self._change_and_write(who, group_id, lambda group, mails: schedule.book(group, slots, mails))

    def move(self, who: Asker, group_id: str, meeting_id: str, start: datetime, plan: Plan) -> str:
        """Give a session another time or plan."""
        return self._change_and_write(
            who, group_id, lambda group, mails: schedule.move(group, meeting_id, start, plan, mails)
        )

    def cancel(self, who: Asker, group_id: str, meeting_id: str) -> str:
        """Cancel a session that has not begun."""
        return self._change_and_write(
            who, group_id, lambda group, mails: schedule.cancel(group, meeting_id, mails)
        )

    def enrol(self, who: Asker, group_id: str, people: Sequence[Details]) -> None:
        """Add registrants; nothing is mailed to them yet."""
        issue = self._issue()
        self._change(who, group_id, lambda group: registrants.enrol(group, people, issue))

    def import_people(
        self,
        who: Asker,
        group_id: str,
        decide: Callable[[Group], tuple[Sequence[Details], Sequence[tuple[str, Details]]]],
    ) -> None:
        """Import a list: `decide` says, from the group as it is at this moment, who is new and who is changed."""
        issue = self._issue()
        self._change(who, group_id, lambda group: registrants.import_people(group, *decide(group), issue))

    def correct(self, who: Asker, group_id: str, registrant_id: str, details: Details) -> None:
        """Change what is known of a registrant."""
        issue = self._issue()
        self._change(who, group_id, lambda group: registrants.correct(group, registrant_id, details, issue))

    def withdraw(self, who: Asker, group_id: str, registrant_id: str) -> str:
        """A registrant leaves the group."""
        return self._change_and_write(
            who, group_id, lambda group, mails: registrants.withdraw(group, registrant_id, mails)
        )

    def leave(self, claim: Claim) -> None:
        """A registrant leaves by their own press on the link in their mail: the same as being withdrawn."""
        self.withdraw(OPERATOR, claim.group_id, claim.who.id)

    def withdraw_calendar(self, claim: Claim) -> None:
        """A registrant ends the address that their calendar asks, and has a new one from then on."""
        self._change(
            OPERATOR, claim.group_id, lambda group: registrants.withdraw_calendar(group, claim.who.id)
        )

    def enrol_again(self, who: Asker, group_id: str, registrant_id: str) -> None:
        """Somebody withdrawn comes back, with a new link."""
        issue = self._issue()
        self._change(who, group_id, lambda group: registrants.enrol_again(group, registrant_id, issue))

    def transfer(self, who: Asker, group_id: str, registrant_id: str, to_group_id: str) -> None:
        """Enrolled there with a new link, withdrawn here; what was attended here stays here."""
        issue, ids = self._issue(), (group_id, to_group_id)
        mails = self._mails(issue.now)

        def decide(groups: Sequence[Group]) -> tuple[Changes, Changes]:
            here, there = groups
            return registrants.transfer(here, there, registrant_id, issue, mails)

        for id, changes in zip(ids, self.store.change_all(ids, who, decide), strict=True):
            self.pages.changed(id, changes.people, ())

    def reissue(self, who: Asker, group_id: str, registrant_id: str) -> str:
        """A new link for somebody, by mail; the old one ends."""
        self._require_reachable()
        issue = self._issue()
        return self._change_and_write(
            who, group_id, lambda group, mails: registrants.reissue(group, registrant_id, issue, mails)
        )

    def give_lead(self, who: Asker, group_id: str, registrant_id: str, has_the_lead: bool) -> None:
        """A practice leader may lead, or no longer."""
        self._change(who, group_id, lambda group: registrants.give_lead(group, registrant_id, has_the_lead))

    def invite(self, who: Asker, group_id: str, registrant_ids: Collection[str] | None = None) -> str:
        """Mail their link to these people; None for everybody who was not invited yet."""
        self._require_reachable()
        return self._change_and_write(
            who, group_id, lambda group, mails: registrants.invite(group, registrant_ids, mails)
        )

    def send_link(self, who: Asker, group_id: str, registrant_id: str) -> str:
        """The same link once more, to somebody who lost the mail."""
        self._require_reachable()
        return self._change_and_write(
            who, group_id, lambda group, mails: registrants.send_link(group, registrant_id, mails)
        )

    def running_now(self, who: Asker, group_id: str, meeting_id: str) -> str:
        """When a leader asks for it: a mail to everybody invited whose page is not open."""
        self._require_reachable()
        here = self.pages.here(meeting_id)
        return self._change_and_write(
            who, group_id, lambda group, mails: registrants.running_now(group, meeting_id, here, mails)
        )

    def _change_and_write(
        self, who: Asker, group_id: str, decide: Callable[[Group, MailBatch], Changes]
    ) -> str:
        """Carry out what may write mails; their batch."""
        mails = self._mails(self.clock.now())
        self._change(who, group_id, lambda group: decide(group, mails))
        return mails.batch

    def _change(self, who: Asker, group_id: str, decide: Callable[[Group], Changes]) -> None:
        changes = self.store.change(group_id, who, decide)
        meetings = {one.id for one in changes.meetings}
        if changes.settings is not None:
            meetings = {one.id for one in self.store.group(group_id, who).meetings}
        self.pages.changed(group_id, changes.people, meetings)

    def _new(
        self,
        settings: Settings,
        leaders: Sequence[tuple[str, str]],
        slots: Sequence[Slot],
        people: Sequence[Details] = (),
    ) -> NewGroup:
        require_possible(settings)
        if not leaders:
            raise invalid("A group needs at least one leader.")
        id, issue = self.new_id(), self._issue()
        return NewGroup(
            id=id,
            version=1,
            settings=replace(settings, credit_lines=with_ids((), settings.credit_lines, self.new_id)),
            created_at=issue.now,
            leaders=tuple(self._appointment(name, email) for name, email in leaders),
            meetings=schedule.booked((), slots, issue.now, self.new_id),
            registrants=registrants.enrolled(id, (), people, issue),
        )

    def _appointment(self, name: str, email: str) -> Appointment:
        """Raises DomainError for somebody new without a name."""
        if not name.strip() and self.store.by_email(email) is None:
            raise invalid("A name is needed.")
        return Appointment(id=self.new_id(), name=name.strip(), email=email, at=self.clock.now())

    def _issue(self) -> Issue:
        return Issue(self.clock.now(), self.new_id, self.new_code)

    def _mails(self, now: datetime) -> MailBatch:
        return MailBatch(now, self.new_id, self.new_id())

    def _require_reachable(self) -> None:
        if self.unreachable:
            raise invalid(self.unreachable)
