"""After a press that sends mails: on to how far they have got, or, where nothing new had to be sent, a word about that.

Asking twice for the same mail queues it once, so a second press may well have nothing to show; its sender should not look
at an empty page and wonder.
"""

from flask import flash, redirect
from werkzeug.wrappers import Response

from balint_live.web.office_services import OfficeServices


def sent_or_said(office: OfficeServices, group_id: str, batch: str, nothing_new: str, back: str) -> Response:
    if office.mail_book.progress(batch).total:
        return redirect(f"/groups/{group_id}/mails/{batch}", 303)
    flash(nothing_new)
    return redirect(back, 303)
