"""What this site keeps: plain words first, then every table and column, drawn from the database's own definition.

The page cannot drift from what is stored, because it is made from it; and a kind of mail or a line of the log that it does
not speak of fails a test.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template

from balint_live.application.texts import Reminder
from balint_live.web.access import Action, Budget, declares
from balint_live.web.pages import privacy_words

Ledger = Callable[[], list[dict[str, Any]]]


def blueprint(ledger: Ledger, reminder: Reminder) -> Blueprint:
    pages = Blueprint("privacy", __name__)

    @pages.get("/privacy")
    @declares(Action.PUBLIC, Budget.PAGES)
    def show() -> str:
        return render_template(
            "pages/privacy.html",
            words=privacy_words,
            ledger=ledger(),
            mails=[privacy_words.MAILS[kind] for kind in privacy_words.MAILS],
            reminders=[reminder],
        )

    return pages
