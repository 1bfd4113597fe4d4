"""How far somebody's link has got, in words: from not sent to used, and after a refusal what to do about it.

Only what a mail server said and a press of the button are known; whether a mail was opened is never asked. A refusal is
sorted by the server's own code (RFC 3463, else RFC 5321) into the few cases in which somebody would do something else.
"""

from dataclasses import dataclass
from enum import StrEnum

from balint_live.application.groups.group import Registrant
from balint_live.application.post.answers import is_ours
from balint_live.application.post.mail import MailStanding, MailState


class LinkStep(StrEnum):
    NOT_SENT = "not_sent"
    WAITING = "waiting"
    DELIVERED = "delivered"
    REFUSED = "refused"
    USED = "used"


class Refusal(StrEnum):
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
"""In English, for files; a page says the same in its reader's language."""

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
    """`problem` is the mail server's code, for whoever asks their technical department."""

    step: LinkStep
    refusal: Refusal | None = None
    problem: str | None = None

    @property
    def words(self) -> str:
        return STEP_WORDS[self.step]


def link_state(person: Registrant, newest: MailStanding | None, has_come: bool) -> LinkState:
    """From the newest mail that carried their link, and whether they ever pressed its button.

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
    """None for a mail that was not refused."""
    code = standing.problem or ""
    if standing.state is MailState.GIVEN_UP:
        return Refusal.OURS if is_ours(code) else Refusal.NO_ANSWER
    if standing.state is not MailState.REFUSED:
        return None
    if code in _FULL:
        return Refusal.MAILBOX_FULL
    return _BY_SUBJECT.get(code[:3]) or _BY_REPLY.get(code, Refusal.OTHER)
