"""A registrant's own attendance: what is on record of them, what it earned, how long it is kept, and statements of it.

It opens by their link and shows nobody else, and nothing but attendance. Looking has no effect; a statement is given out by
a press, which leads to its file.
"""

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from balint_live.application.links import Claim
from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.pages.own_words import own_words
from balint_live.web.papers import Papers
from balint_live.web.services import Services

Answered = str | BaseResponse | tuple[str, int]
CANNOT_BE_STATED = 422


def blueprint(services: Services, papers: Papers) -> Blueprint:
    pages = Blueprint("own_record", __name__, url_prefix="/join/<token>/record")

    @pages.get("")
    @declares(Action.PERSONAL_LINK, Budget.PAGES)
    def show(token: str) -> Answered:
        return _page(papers, _claim(services, token), token)

    @pages.post("/statements")
    @declares(Action.PERSONAL_LINK, Budget.PRESSES)
    def issue(token: str) -> Answered:
        claim = _claim(services, token)
        try:
            statement = papers.statements.issue_own(claim, request.form.get("session") or None)
        except DomainError as refusal:
            return _page(papers, claim, token, refusal.sentence), CANNOT_BE_STATED
        return redirect(f"/join/{token}/record/statements/{statement.id}.pdf", 303)

    @pages.get("/statements/<statement_id>.pdf")
    @declares(Action.PERSONAL_LINK, Budget.PAGES)
    def file(token: str, statement_id: str) -> Answered:
        printed = papers.statements.printed_own(_claim(services, token), statement_id)
        if printed is None:
            abort(404)
        return papers.file(printed)

    return pages


def _claim(services: Services, token: str) -> Claim:
    return services.links.read_claim(token, services.clock.now())


def _page(papers: Papers, claim: Claim, token: str, sentence: str = "") -> str:
    words = own_words(papers.statements.own(claim))
    return render_template("pages/own_record.html", address=f"/join/{token}", sentence=sentence, **words)
