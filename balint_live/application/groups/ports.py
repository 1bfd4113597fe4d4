"""What looking after groups needs of the world."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from balint_live.application.groups.changes import Changes
from balint_live.application.groups.group import Appointment, BookedMeeting, Desk, Group, Staff
from balint_live.application.people import Asker
from balint_live.application.post.mail import MailStanding, Progress


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
    next_id: str | None


class GroupStore(Protocol):
    """Groups, always through the person who asks."""

    def staff(self, who: Asker) -> Staff | None:
        """The leader or coordinator behind a login that still holds; None for anybody else."""

    def overview(self, who: Asker, now: datetime) -> Sequence[GroupSummary]:
        """The groups this person may look after, by name, in a bounded number of queries."""

    def desk(self, group_id: str, who: Asker) -> Desk:
        """Raises NoSuchGroup."""

    def change(self, group_id: str, who: Asker, decide: Callable[[Desk], Changes]) -> Changes:
        """Load, decide, write, queue the mails: one transaction, all or nothing, in which nobody else changes the group.

        Answers with what was carried out. Raises NoSuchGroup, whatever `decide` raises, Unavailable.
        """

    def change_all(
        self,
        group_ids: Sequence[str],
        who: Asker,
        decide: Callable[[Sequence[Desk]], Sequence[Changes]],
    ) -> Sequence[Changes]:
        """The same for several groups in one transaction; desks and changes are in the order of the ids."""

    def found(
        self,
        group: Group,
        leaders: Sequence[Appointment],
        meetings: Sequence[BookedMeeting],
        who: Asker,
    ) -> None:
        """The group, its leaders' accounts and its first sessions, all or nothing.

        Raises NoSuchGroup for anybody but a coordinator.
        """

    def add_leader(self, group_id: str, leader: Appointment, who: Asker) -> Staff:
        """Their account and the group, in one transaction. Raises NoSuchGroup."""

    def everyone(self, who: Asker) -> Sequence[Staff]:
        """All leaders and coordinators, by name. Raises NoSuchGroup for anybody but a coordinator."""

    def by_email(self, email: str) -> Staff | None: ...

    def appoint(self, one: Appointment, who: Asker) -> Staff:
        """Who has this address now. Raises NoSuchGroup for anybody but a coordinator."""


class MailBook(Protocol):
    """What came of the mails of a group."""

    def progress(self, batch: str) -> Progress: ...
    def batch(self, batch: str) -> Sequence[MailStanding]: ...
    def newest_batch(self, group_id: str) -> str | None: ...
    def link_mails(self, group_id: str) -> dict[str, MailStanding]:
        """Per registrant, the newest mail that carried their link."""

    def not_delivered(self, group_id: str) -> dict[str, tuple[MailStanding, ...]]:
        """Per registrant, the newest mail of each kind without their link that did not reach their address of now."""

    def have_come(self, group_id: str) -> frozenset[str]:
        """The registrants who have pressed the button of their link at least once."""
