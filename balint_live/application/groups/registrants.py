"""Decisions about people: enrol, correct, import a list, withdraw, give out a new link, write to them; and how far a link
is.

A withdrawn person's link no longer opens anything and nothing is sent to them but that they were removed; what they
attended stays. Once the series is long over only a credited record may be left of somebody, without an address: they can be
found, but not written to before they have one again. Erasing is about attendance, and so `privacy.erasure` decides it.

How far a link is (`link_state`) follows from what a mail server said and from a press of its button; whether a mail was
opened is never asked. A refusal is sorted by the server's own code (RFC 3463, else RFC 5321) into the few cases in which
people would do something different.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from balint_live.application.groups.changes import NOTHING, Changes, Issue, MailBatch
from balint_live.application.groups.group import Details, Group, Registrant, require_registrant
from balint_live.application.mail_queue import MailStanding, MailState, is_ours
from balint_live.domain.display import Role
from balint_live.domain.errors import Code, DomainError, invalid

ABOUT_TO_BEGIN = timedelta(minutes=10)
MOST_ENROLLED = 2_000
"""Those who left not counted. A Balint group is ten; this is a society that keeps all its people in one."""


class AddressTaken(DomainError):
    """Somebody else in the group has this address, by which its people are told apart."""

    def __init__(self, email: str) -> None:
        super().__init__(Code.INVALID, f"{email} is enrolled in this group already.")


def enrol(group: Group, people: Sequence[Details], issue: Issue) -> Changes:
    """New registrants. Raises DomainError where there is no room for so many, and as `enrolled`."""
    added = enrolled(group.id, group.registrants, people, issue)
    require_room(group, len(people))
    return Changes(registrants=added)


def enrolled(
    group_id: str, before: Sequence[Registrant], people: Sequence[Details], issue: Issue
) -> tuple[Registrant, ...]:
    """The registrants to be added to those `before`.

    Raises AddressTaken for an address that is enrolled already, or twice among these; DomainError("invalid") for a leader,
    and for somebody without a name or an address.
    """
    known = {one.details.email for one in before}
    for details in people:
        _require_role(details)
        _require_address(details)
        if details.email in known:
            raise AddressTaken(details.email)
        known.add(details.email)
    return tuple(_new(group_id, details, issue) for details in people)


def correct(group: Group, registrant_id: str, details: Details, issue: Issue) -> Changes:
    """Change what is known of somebody. With another address the old link ends, since it may be somebody else's mail."""
    _require_role(details)
    registrant = require_registrant(group, registrant_id)
    others = {one.details.email for one in group.registrants if one.id != registrant_id}
    if details.email and details.email in others:
        raise AddressTaken(details.email)
    corrected = replace(
        registrant,
        details=details,
        has_the_lead=registrant.has_the_lead and details.practice_leader,
    )
    keeps_link = details.email == registrant.details.email or not registrant.enrolled
    return Changes(registrants=(corrected if keeps_link else _reissued(corrected, issue),))


def import_people(
    group: Group, new: Sequence[Details], changed: Sequence[tuple[str, Details]], issue: Issue
) -> Changes:
    """A whole list, all or nothing. The same list again changes nothing."""
    added = enrol(group, new, issue).registrants
    corrected = [one for id, details in changed for one in correct(group, id, details, issue).registrants]
    return Changes(registrants=(*added, *corrected))


def withdraw(group: Group, registrant_id: str, mails: MailBatch) -> Changes:
    """They leave the group, by their own press or ours, and are told so where they had been invited."""
    registrant = require_registrant(group, registrant_id)
    if not registrant.enrolled:
        return NOTHING
    gone = replace(registrant, withdrawn_at=mails.now, join_code=None, has_the_lead=False)
    told = (mails.removed(gone),) if registrant.id in group.invited else ()
    return Changes(registrants=(gone,), mails=told)


def enrol_again(group: Group, registrant_id: str, issue: Issue) -> Changes:
    """Somebody withdrawn comes back, with a new link."""
    registrant = require_registrant(group, registrant_id)
    if registrant.enrolled:
        return NOTHING
    _require_address(registrant.details)
    require_room(group, 1)
    return Changes(registrants=(_reissued(replace(registrant, withdrawn_at=None), issue),))


def transfer(
    here: Group, there: Group, registrant_id: str, issue: Issue, mails: MailBatch
) -> tuple[Changes, Changes]:
    """Enrolled there with a new link, withdrawn here; what was attended here stays here."""
    enrolled = enrol(there, [require_registrant(here, registrant_id).details], issue)
    return withdraw(here, registrant_id, mails), enrolled


def reissue(group: Group, registrant_id: str, issue: Issue, mails: MailBatch) -> Changes:
    """A new link and code; the old ones end. It is mailed to the stored address and shown to nobody."""
    registrant = _reissued(_enrolled(group, registrant_id), issue)
    return Changes(registrants=(registrant,), mails=(mails.link_again(registrant),))


def withdraw_calendar(group: Group, registrant_id: str) -> Changes:
    """The address that their calendar asks ends, and they have a new one."""
    registrant = _enrolled(group, registrant_id)
    return Changes(registrants=(replace(registrant, calendar_version=registrant.calendar_version + 1),))


def give_lead(group: Group, registrant_id: str, has_the_lead: bool) -> Changes:
    """A practice leader leads while given the lead. Raises DomainError for anybody else."""
    registrant = _enrolled(group, registrant_id)
    if has_the_lead and not registrant.details.practice_leader:
        raise invalid("Only a practice leader can be given the lead.")
    return Changes(registrants=(replace(registrant, has_the_lead=has_the_lead),))


def invite(group: Group, registrant_ids: Collection[str] | None, mails: MailBatch) -> Changes:
    """Invitations to these people; None for everybody to whom no mail with their link was sent or is on its way."""
    if not group.meetings:
        raise invalid("There is no session yet to invite anybody to. Add the dates first.")
    if registrant_ids is None:
        chosen = [one for one in group.enrolled if one.id not in group.invited]
    else:
        chosen = [one for one in group.enrolled if one.id in registrant_ids]
    return Changes(mails=tuple(mails.invitation(one) for one in chosen))


def send_link(group: Group, registrant_id: str, mails: MailBatch) -> Changes:
    """The same link once more, to somebody who lost the mail."""
    return Changes(mails=(mails.link_again(_enrolled(group, registrant_id)),))


def running_now(group: Group, meeting_id: str, here: Collection[str], mails: MailBatch) -> Changes:
    """The mail "we are running now", to everybody invited who is not `here`.

    Raises DomainError for a session that is over, or not about to begin.
    """
    meeting = group.meeting(meeting_id)
    if meeting is None or not meeting.to_come(mails.now) or meeting.start - mails.now > ABOUT_TO_BEGIN:
        raise invalid("This session is not running.")
    absent = [one for one in group.informed if one.id not in here]
    return Changes(mails=mails.running_now(meeting, absent))


def require_room(group: Group, new: int) -> None:
    """Raises DomainError("invalid") where so many more would be too many; it says what to do."""
    if new and len(group.enrolled) + new > MOST_ENROLLED:
        raise invalid(
            f"A group holds at most {MOST_ENROLLED:,} people, and this would make "
            f"{len(group.enrolled) + new:,}. Make a second group, and enrol the others there."
        )


def _enrolled(group: Group, registrant_id: str) -> Registrant:
    registrant = require_registrant(group, registrant_id)
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


def _new(group_id: str, details: Details, issue: Issue) -> Registrant:
    return Registrant(
        id=issue.new_id(),
        group_id=group_id,
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
        calendar_version=registrant.calendar_version + 1,
    )


class LinkStep(StrEnum):
    """How far somebody's link has got."""

    NOT_SENT = "not_sent"
    WAITING = "waiting"
    DELIVERED = "delivered"
    REFUSED = "refused"
    USED = "used"


class Refusal(StrEnum):
    """Why a mail was not taken, as far as it decides what to do."""

    UNKNOWN_ADDRESS = "unknown_address"
    MAILBOX_FULL = "mailbox_full"
    MAILBOX_CLOSED = "mailbox_closed"
    NO_ANSWER = "no_answer"
    OURS = "ours"
    OTHER = "other"


STEP_WORDS: dict[LinkStep, str] = {
    LinkStep.NOT_SENT: "not sent",
    LinkStep.WAITING: "waiting",
    LinkStep.DELIVERED: "delivered to their mail server",
    LinkStep.REFUSED: "refused",
    LinkStep.USED: "used",
}
"""In English, for files; a page has its own in its reader's language."""

_FULL = frozenset({"5.2.2", "552"})
_BY_SUBJECT = {
    "5.1": Refusal.UNKNOWN_ADDRESS,
    "5.2": Refusal.MAILBOX_CLOSED,
    "5.4": Refusal.UNKNOWN_ADDRESS,
    "5.7": Refusal.OURS,
}
_BY_REPLY = {
    "550": Refusal.UNKNOWN_ADDRESS,
    "551": Refusal.UNKNOWN_ADDRESS,
    "553": Refusal.UNKNOWN_ADDRESS,
    "556": Refusal.MAILBOX_CLOSED,
}


@dataclass(frozen=True, slots=True)
class LinkState:
    """`problem` is the mail server's code, for somebody who asks their technical department."""

    step: LinkStep
    refusal: Refusal | None = None
    problem: str | None = None

    @property
    def words(self) -> str:
        return STEP_WORDS[self.step]


def link_state(person: Registrant, newest: MailStanding | None, has_come: bool) -> LinkState:
    """How far somebody's link is, from the newest mail that carried it, and whether they ever pressed its button.

    A refusal counts even for somebody who has come: the next mail would not reach them either.
    """
    if newest is None or newest.state is MailState.DROPPED:
        return LinkState(LinkStep.USED if has_come else LinkStep.NOT_SENT)
    if newest.state is MailState.WAITING:
        return LinkState(LinkStep.USED if has_come else LinkStep.WAITING, problem=newest.problem)
    if newest.state_at < person.link_issued_at:
        return LinkState(LinkStep.NOT_SENT)
    if newest.state in (MailState.REFUSED, MailState.GIVEN_UP):
        return LinkState(LinkStep.REFUSED, refusal_of(newest), newest.problem)
    return LinkState(LinkStep.USED if has_come else LinkStep.DELIVERED)


def refusal_of(standing: MailStanding) -> Refusal | None:
    """Why this mail was refused or given up; None for a mail that was not."""
    code = standing.problem or ""
    if standing.state is MailState.GIVEN_UP:
        return Refusal.OURS if is_ours(code) else Refusal.NO_ANSWER
    if standing.state is not MailState.REFUSED:
        return None
    if code in _FULL:
        return Refusal.MAILBOX_FULL
    return _BY_SUBJECT.get(code[:3]) or _BY_REPLY.get(code, Refusal.OTHER)
