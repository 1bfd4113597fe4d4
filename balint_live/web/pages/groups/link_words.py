"""How far a link has got, in the reader's language; in English it is what the command line says too."""

from flask_babel import gettext

from balint_live.application.groups.link_state import LinkStep, Refusal


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
        case Refusal.NOT_LET_IN:
            return gettext(
                "Their mail system does not let our mail in. "
                "Ask them to allow mail from this site, or for another address."
            )
        case Refusal.NO_ANSWER:
            return gettext(
                "Their mail server did not take it for as long as we tried. "
                "Please check the address, then send the link again."
            )
        case Refusal.OTHER:
            return gettext("Their mail server refused it. Please check the address, or ask for another one.")
