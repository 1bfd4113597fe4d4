"""Queueing a mail that may have no reader, without telling by the time it takes.

Who asks with an unknown address must wait as long as with a known one. So a mail is queued all the same, and taken back in
the same transaction, before anybody can see it; and where there are readers the same statement takes back nothing.
"""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from balint_live.adapters.database.mail_tables import MailRow
from balint_live.adapters.database.mails import queue_new
from balint_live.application.post.mail import NewMail

NOTHING = ""
"""The id of no mail."""


def queue_as_if(session: Session, mails: Sequence[NewMail], to_nobody: NewMail) -> None:
    """Queue the mails; where there are none, queue the one to nobody and take it back."""
    queue_new(session, mails or [to_nobody])
    taken_back = NOTHING if mails else to_nobody.id
    session.execute(delete(MailRow).where(MailRow.id == taken_back))
