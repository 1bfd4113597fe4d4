"""Whether a statement is ours: whoever has the paper types its code and the name on it, and is shown what it says.

Shown is exactly what the paper says, so that one that was doctored is noticed, and nothing beyond it. For everything else
there is one answer: the code alone, the name alone, or a statement that is no longer kept. After some wrong ones there is a
pause.
"""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from balint_live.web.access import Action, Budget, declares
from balint_live.web.pages.stated_words import stated_words
from balint_live.web.papers import Papers

Answered = str | BaseResponse | tuple[str, int]
NOT_FOUND = 404
TOO_MANY = 429


def blueprint(papers: Papers) -> Blueprint:
    pages = Blueprint("verify", __name__, url_prefix="/verify")

    @pages.get("")
    @declares(Action.PUBLIC, Budget.PAGES)
    def ask() -> Answered:
        return _page()

    @pages.post("")
    @declares(Action.PUBLIC, Budget.ASKS)
    def verify() -> Answered:
        code, name = request.form.get("code", ""), request.form.get("name", "")
        address = request.remote_addr or ""
        if not papers.wrong_tries.may_try(address):
            return _page(code, name, wait=True), TOO_MANY
        statement = papers.statements.verify(code, name)
        if statement is None:
            return _page(code, name, wrong=True), NOT_FOUND
        papers.wrong_tries.was_right(address)
        return render_template("pages/verify_confirmed.html", **stated_words(statement))

    return pages


def _page(code: str = "", name: str = "", wrong: bool = False, wait: bool = False) -> str:
    return render_template("pages/verify.html", code=code, name=name, wrong=wrong, wait=wait)
