"""The demo's outbox: the mails that would have been sent, to be read and their links to be followed.

Installed in the demo only. These pages show personal links, which no other page does.
"""

from flask import Blueprint, abort, render_template

from balint_live.application.post.outbox import Outbox
from balint_live.web.access import Action, Budget, declares


def blueprint(outbox: Outbox) -> Blueprint:
    pages = Blueprint("outbox", __name__, url_prefix="/outbox")

    @pages.get("")
    @declares(Action.PUBLIC, Budget.PAGES)
    def index() -> str:
        return render_template("outbox/index.html", mails=outbox.mails())

    @pages.get("/<name>")
    @declares(Action.PUBLIC, Budget.PAGES)
    def mail(name: str) -> str:
        found = outbox.mail(name)
        if found is None:
            abort(404)
        return render_template("outbox/mail.html", mail=found)

    return pages
