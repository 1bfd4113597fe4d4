"""How far a link has got, and why a mail did not arrive, in the reader's language."""

from flask_babel import gettext

from balint_live.application.groups.link_state import LinkStep, Refusal, refusal_of
from balint_live.application.post.mail import MailKind, MailStanding


def step_words(step: LinkStep) -> str:
    match step:
        case LinkStep.NOT_SENT:
            return gettext("not sent")
        case LinkStep.WAITING:
            return gettext("waiting")
        case LinkStep.DELIVERED:
            return gettext("delivered to their mail server")
        case LinkStep.REFUSED:
            return gettext("refused")
        case LinkStep.USED:
            return gettext("used")


def refusal_words(refusal: Refusal) -> str:
    """What happened, and what to do."""
    match refusal:
        case Refusal.UNKNOWN_ADDRESS:
            return gettext("Their mail server does not know this address. Please check the address.")
        case Refusal.MAILBOX_FULL:
            return gettext("Their mailbox is full. Ask them to make room, then send the link again.")
        case Refusal.MAILBOX_CLOSED:
            return gettext("Their mailbox takes no mail. Ask them for another address.")
        case Refusal.NO_ANSWER:
            return gettext(
                "Their mail server did not take it for as long as we tried. "
                "Please check the address, then send the link again."
            )
        case Refusal.OURS:
            return gettext(
                "It was not sent, for a reason on this site's side and not theirs. "
                "Please tell whoever runs this site."
            )
        case Refusal.OTHER:
            return gettext("Their mail server refused it. Please check the address, or ask for another one.")


def not_delivered_words(mail: MailStanding) -> str:
    """ "Invitation not delivered: their mail server does not know this address (5.1.1)"; for a mail that was not."""
    reason = _reason(refusal_of(mail) or Refusal.OTHER)
    if mail.problem is None:
        return gettext("%(mail)s not delivered: %(reason)s", mail=_name(mail.kind), reason=reason)
    return gettext(
        "%(mail)s not delivered: %(reason)s (%(code)s)",
        mail=_name(mail.kind),
        reason=reason,
        code=mail.problem,
    )


def _reason(refusal: Refusal) -> str:
    match refusal:
        case Refusal.UNKNOWN_ADDRESS:
            return gettext("their mail server does not know this address")
        case Refusal.MAILBOX_FULL:
            return gettext("their mailbox is full")
        case Refusal.MAILBOX_CLOSED:
            return gettext("their mailbox takes no mail")
        case Refusal.NO_ANSWER:
            return gettext("their mail server did not take it for as long as we tried")
        case Refusal.OURS:
            return gettext("a reason on this site's side, not theirs")
        case Refusal.OTHER:
            return gettext("their mail server refused it")


def _name(kind: MailKind) -> str:
    names = {
        MailKind.INVITATION: gettext("Invitation"),
        MailKind.LINK_AGAIN: gettext("Link"),
        MailKind.MOVED: gettext("Notice of another time"),
        MailKind.CANCELLED: gettext("Notice of a cancelled session"),
        MailKind.DAY_BEFORE: gettext("Reminder a day before"),
        MailKind.SOON: gettext("Reminder a quarter of an hour before"),
        MailKind.RUNNING_NOW: gettext("“We are running now”"),
        MailKind.REMOVED: gettext("Notice of leaving the group"),
        MailKind.STATEMENT: gettext("Mail about their attendance"),
    }
    return names.get(kind, gettext("Mail"))
