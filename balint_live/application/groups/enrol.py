"""Decisions about people: enrol, correct, take in a list, withdraw, and give out a new link.

A withdrawn person's link no longer opens anything and nothing is sent to them but that they were removed; what they
attended stays. Once the series is long over only a credited record may be left of somebody, without an address: they can be
found, but not written to before they have one again. Erasing is about attendance, and so `attendance.erasure` decides it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from balint_live.application.groups.changes import Changes
from balint_live.application.groups.group import Desk, Details, Registrant
from balint_live.application.groups.occasions import Occasions
from balint_live.domain.errors import Code, DomainError, invalid
from balint_live.domain.roles import Role

MOST_ENROLLED = 2_000
"""Those who left not counted. A Balint group is ten; this is a society that keeps all its people in one."""


class AddressTaken(DomainError):
    """Somebody else in the group has this address, by which its people are told apart."""

    def __init__(self, email: str) -> None:
        super().__init__(Code.INVALID, f"{email} is enrolled in this group already.")


@dataclass(frozen=True, slots=True)
class Issue:
    """What a new link is made of: fresh ids and codes, at this moment."""

    now: datetime
    new_id: Callable[[], str]
    new_code: Callable[[], str]


def enrol(desk: Desk, people: Sequence[Details], issue: Issue) -> Changes:
    """Raises AddressTaken for an address that is enrolled already, or twice among these."""
    known = {one.details.email for one in desk.registrants}
    for details in people:
        _require_role(details)
        _require_address(details)
        if details.email in known:
            raise AddressTaken(details.email)
        known.add(details.email)
    require_room(desk, len(people))
    return Changes(registrants=tuple(_new(desk, details, issue) for details in people))


def correct(desk: Desk, registrant_id: str, details: Details, issue: Issue) -> Changes:
    """Change what is known of somebody. With another address the old link ends, since it may be somebody else's mail."""
    _require_role(details)
    registrant = known(desk, registrant_id)
    others = {one.details.email for one in desk.registrants if one.id != registrant_id}
    if details.email and details.email in others:
        raise AddressTaken(details.email)
    corrected = replace(
        registrant,
        details=details,
        has_the_lead=registrant.has_the_lead and details.practice_leader,
    )
    keeps_link = details.email == registrant.details.email or not registrant.enrolled
    return Changes(registrants=(corrected if keeps_link else _reissued(corrected, issue),))


def take_in(
    desk: Desk, new: Sequence[Details], changed: Sequence[tuple[str, Details]], issue: Issue
) -> Changes:
    """A whole list, all or nothing. The same list again changes nothing."""
    added = enrol(desk, new, issue).registrants
    corrected = [one for id, details in changed for one in correct(desk, id, details, issue).registrants]
    return Changes(registrants=(*added, *corrected))


def withdraw(desk: Desk, registrant_id: str, now: datetime, occasions: Occasions) -> Changes:
    """They leave the group, by their own press or ours, and are told so where they had been invited."""
    registrant = known(desk, registrant_id)
    if not registrant.enrolled:
        return Changes()
    gone = replace(registrant, withdrawn_at=now, join_code=None, has_the_lead=False)
    told = (occasions.removed(gone),) if registrant.id in desk.invited else ()
    return Changes(registrants=(gone,), mails=told)


def enrol_again(desk: Desk, registrant_id: str, issue: Issue) -> Changes:
    """Somebody withdrawn comes back, with a new link."""
    registrant = known(desk, registrant_id)
    if registrant.enrolled:
        return Changes()
    _require_address(registrant.details)
    require_room(desk, 1)
    return Changes(registrants=(_reissued(replace(registrant, withdrawn_at=None), issue),))


def transfer(
    here: Desk, there: Desk, registrant_id: str, issue: Issue, occasions: Occasions
) -> tuple[Changes, Changes]:
    """Enrolled there with a new link, withdrawn here; what was attended here stays here."""
    enrolled = enrol(there, [known(here, registrant_id).details], issue)
    return withdraw(here, registrant_id, issue.now, occasions), enrolled


def reissue(desk: Desk, registrant_id: str, issue: Issue, occasions: Occasions) -> Changes:
    """A new link and code; the old ones end. It is mailed to the stored address and shown to nobody."""
    registrant = _reissued(_enrolled(desk, registrant_id), issue)
    return Changes(registrants=(registrant,), mails=(occasions.link_again(registrant),))


def give_lead(desk: Desk, registrant_id: str, has_the_lead: bool) -> Changes:
    """A practice leader leads while given the lead. Raises DomainError for anybody else."""
    registrant = _enrolled(desk, registrant_id)
    if has_the_lead and not registrant.details.practice_leader:
        raise invalid("Only a practice leader can be given the lead.")
    return Changes(registrants=(replace(registrant, has_the_lead=has_the_lead),))


def require_room(desk: Desk, new: int) -> None:
    """Raises DomainError("invalid") where so many more would be too many; it says what to do."""
    if new and len(desk.enrolled) + new > MOST_ENROLLED:
        raise invalid(
            f"A group holds at most {MOST_ENROLLED:,} people, and this would make "
            f"{len(desk.enrolled) + new:,}. Make a second group, and enrol the others there."
        )


def known(desk: Desk, registrant_id: str) -> Registrant:
    registrant = desk.registrant(registrant_id)
    if registrant is None:
        raise invalid("This person is not in this group.")
    return registrant


def _enrolled(desk: Desk, registrant_id: str) -> Registrant:
    registrant = known(desk, registrant_id)
    if not registrant.enrolled:
        raise invalid("This person has left the group.")
    return registrant


def _require_role(details: Details) -> None:
    if details.role is Role.LEADER:
        raise invalid("Leaders are added as leaders.")
    if not details.name.strip():
        raise invalid("A name is needed.")


def _require_address(details: Details) -> None:
    if not details.email:
        raise invalid("Their address is no longer kept. Type it on their page first.")


def _new(desk: Desk, details: Details, issue: Issue) -> Registrant:
    return Registrant(
        id=issue.new_id(),
        group_id=desk.group.id,
        details=details,
        link_version=1,
        link_issued_at=issue.now.replace(microsecond=0),
        join_code=issue.new_code(),
    )


def _reissued(registrant: Registrant, issue: Issue) -> Registrant:
    return replace(
        registrant,
        link_version=registrant.link_version + 1,
        link_issued_at=issue.now.replace(microsecond=0),
        join_code=issue.new_code(),
    )
