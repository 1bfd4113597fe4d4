"""Which sessions a letter's calendar files speak of, and what they ask of a calendar."""

from collections.abc import Sequence
from enum import StrEnum

from balint_live.application.groups.group import BookedMeeting
from balint_live.application.post.letter import Letter
from balint_live.application.post.mail import MailKind


class Method(StrEnum):
    """What a calendar is asked to do (RFC 5546): put a session in, or in its new place; take it out."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


METHODS = {
    MailKind.INVITATION: Method.REQUEST,
    MailKind.LINK_AGAIN: Method.REQUEST,
    MailKind.MOVED: Method.REQUEST,
    MailKind.DAY_BEFORE: Method.REQUEST,
    MailKind.CANCELLED: Method.CANCEL,
    MailKind.REMOVED: Method.CANCEL,
}
"""Fifteen minutes before, and while a session runs, there is nothing left to tell a calendar."""


def sessions_of(letter: Letter) -> Sequence[BookedMeeting]:
    """The one the letter is about first, then by their time; none for letters without a calendar file.

    A cancellation is of its own session only, whatever others are named beside it; and no file asks anybody to put a
    cancelled session in.
    """
    method, about = METHODS.get(letter.kind), letter.meeting
    if method is None:
        return ()
    if about is not None and (letter.kind is MailKind.CANCELLED or not letter.meetings):
        return (about,)
    spoken_of = (one for one in letter.meetings if method is Method.CANCEL or not one.cancelled)
    return sorted(spoken_of, key=lambda one: (about is None or one.id != about.id, one.start))
