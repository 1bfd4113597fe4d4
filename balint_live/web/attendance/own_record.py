"""A registrant's own attendance, in their group's zone: what is on record of them, what it earned, how long it is kept,
statements of it, and everything stored about them as a file.

It opens by their link and shows nobody else, and nothing but attendance. Looking has no effect; a statement is given out
by a press, which leads to its file.

Somebody who holds a statement types its code and the name on it, and is shown exactly what the paper says, so that a
doctored one is noticed, and nothing beyond it. For everything else there is one answer: the code alone, the name alone,
or a statement that is no longer kept. After some wrong ones there is a pause.
"""

from flask import Blueprint, abort, redirect, render_template, request
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from balint_live.application.access.links import Claim, LinkExpired
from balint_live.application.attendance.export import OwnRecords
from balint_live.application.attendance.own_attendance import OwnAttendance, OwnCredit, OwnSession
from balint_live.application.attendance.record import Statement
from balint_live.application.groups.group import SessionStatus
from balint_live.domain.credit import ReasonCode, in_credits
from balint_live.domain.errors import DomainError
from balint_live.domain.names import in_blocks
from balint_live.web.attendance.words import minutes_words, spans_words, stated_words
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import Context, city, day_there, full
from balint_live.web.shared.services import REFUSED, Answered, Services, StatementServices


def own_record_pages(services: Services, statement_services: StatementServices) -> Blueprint:
    """The page of somebody's own attendance, and statements of it."""
    pages = Blueprint("own_record", __name__, url_prefix="/join/<token>/record")

    @pages.get("")
    @declares(Action.PERSONAL_LINK, RateLimit.PAGES)
    def show(token: str) -> Answered:
        return _page(services, statement_services, _claim(services, token), token)

    @pages.post("/absences")
    @declares(Action.PERSONAL_LINK, RateLimit.PRESSES)
    def say_cannot_come(token: str) -> Answered:
        claim, session = _claim(services, token), request.form.get("session", "")
        try:
            statement_services.own.say_cannot_come(claim, session, "cannot" in request.form)
        except DomainError as refusal:
            return _page(services, statement_services, claim, token, refusal.sentence), REFUSED
        services.publisher.roster_changed(session)
        return redirect(f"/join/{token}/record#coming", 303)

    @pages.post("/statements")
    @declares(Action.PERSONAL_LINK, RateLimit.PRESSES)
    def issue(token: str) -> Answered:
        claim = _claim(services, token)
        try:
            statement = statement_services.statements.issue_own(claim, request.form.get("session") or None)
        except DomainError as refusal:
            return _page(services, statement_services, claim, token, refusal.sentence), REFUSED
        return redirect(f"/join/{token}/record/statements/{statement.id}.pdf", 303)

    @pages.get("/statements/<statement_id>.pdf")
    @declares(Action.PERSONAL_LINK, RateLimit.PAGES)
    def file(token: str, statement_id: str) -> Answered:
        printed = statement_services.statements.printed_own(_claim(services, token), statement_id)
        if printed is None:
            abort(404)
        return statement_services.file(printed)

    return pages


def _claim(services: Services, token: str) -> Claim:
    return services.links.read_claim(token, services.clock.now())


def _page(
    services: Services, statement_services: StatementServices, claim: Claim, token: str, sentence: str = ""
) -> str:
    return render_template(
        "pages/attendance/own_record.html",
        address=f"/join/{token}",
        calendar=services.calendar_address(claim.who),
        sentence=sentence,
        **_own_words(statement_services.own.of(claim)),
    )


def own_record_file_pages(services: Services, own_records: OwnRecords) -> Blueprint:
    """Everything stored about the person with this link, as a file: one press, and nobody has to be asked."""
    pages = Blueprint("own_record_file", __name__)

    @pages.get("/join/<token>/record.json")
    @declares(Action.PERSONAL_LINK, RateLimit.PAGES)
    def download(token: str) -> Response:
        who = services.links.read(token, services.clock.now())
        file = own_records.file(who.id)
        if file is None:
            raise LinkExpired  # erased since the link was read
        return Response(
            file,
            content_type="application/json",
            headers={"Content-Disposition": 'attachment; filename="my-record.json"'},
        )

    return pages


# ---- Checking a statement --------------------------------------------------------------------------------------------


def verify_pages(statement_services: StatementServices) -> Blueprint:
    """The form that checks a statement."""
    pages = Blueprint("verify", __name__, url_prefix="/verify")

    @pages.get("")
    @declares(Action.PUBLIC, RateLimit.PAGES)
    def ask() -> Answered:
        return _verify_page()

    @pages.post("")
    @declares(Action.PUBLIC, RateLimit.ASKS)
    def verify() -> Answered:
        code, name = request.form.get("code", ""), request.form.get("name", "")
        address = request.remote_addr or ""
        if not statement_services.wrong_tries.may_try(address):
            return _verify_page(code, name, wait=True), 429
        statement = statement_services.statements.verify(code, name)
        if statement is None:
            return _verify_page(code, name, wrong=True), 404
        statement_services.wrong_tries.was_right(address)
        return render_template("pages/attendance/verify_confirmed.html", **stated_words(statement))

    return pages


def _verify_page(code: str = "", name: str = "", wrong: bool = False, wait: bool = False) -> str:
    return render_template("pages/attendance/verify.html", code=code, name=name, wrong=wrong, wait=wait)


# ---- Words ----------------------------------------------------------------------------------------------------------


def _own_words(own: OwnAttendance) -> Context:
    return {
        "own": own,
        "group": {"name": own.group, "contact": own.contact},
        "city": city(own.timezone),
        "credits": [_credit(each) for each in own.credits],
        "coming": [{"session": one, "when": full(one.start, own.timezone)} for one in own.coming],
        "sessions": [_session(own, one) for one in own.sessions],
        "statements": [_statement(each) for each in reversed(own.statements)],
        "kept_until": day_there(own.kept_until, own.timezone),
    }


def _credit(one: OwnCredit) -> Context:
    return {
        "type": one.credit_type,
        "earned": in_credits(one.quarters),
        "series": "" if one.series is None else one.series.words,
        "outlook": _outlook(one),
    }


def _outlook(one: OwnCredit) -> str:
    """What it takes from here; empty where every session counts by itself."""
    if one.series is None:
        return ""
    if one.series.code is ReasonCode.SERIES_MET:
        return gettext("That is enough.")
    if one.can_miss is None:
        return gettext("It can no longer be reached in this series.")
    if not one.can_miss:
        return gettext("Every session that is left is needed.")
    return ngettext(
        "Of the sessions that are left, %(num)s may be missed.",
        "Of the sessions that are left, %(num)s may be missed.",
        one.can_miss,
    )


def _session(own: OwnAttendance, one: OwnSession) -> Context:
    """Of a session without presence there is nothing more to say; one that was broken off has no credited time."""
    decided = one.status is SessionStatus.CONFIRMED and bool(one.spans)
    return {
        "id": one.meeting_id,
        "number": one.number,
        "day": day_there(one.start, own.timezone),
        "here": [spans_words([span], own.timezone) for span in one.spans],
        "minutes": "" if one.status is SessionStatus.NOT_HELD else _credited_time(one),
        "standing": _standing(one.status),
        "outcomes": _outcomes(own, one) if decided else [],
        "corrected": one.corrected,
        "to_state": one.to_state,
    }


def _credited_time(one: OwnSession) -> str:
    """ "52 of 60 minutes" """
    attended, total = one.attended // 60, minutes_words(one.total)
    return gettext("%(attended)s of %(total)s", attended=attended, total=total)


def _standing(standing: SessionStatus) -> str:
    """Empty where the record stands."""
    return {
        SessionStatus.CONFIRMED: "",
        SessionStatus.ROLL_OPEN: gettext(
            "Attendance is not yet confirmed: your leaders still have to go through it, and their word decides."
        ),
        SessionStatus.NOT_HELD: gettext("This session was cut short and earns nobody credit."),
    }[standing]


def _outcomes(own: OwnAttendance, one: OwnSession) -> list[Context]:
    """Of the credits that each session decides by itself; what the series decides is said once, above."""
    return [
        {"type": credit.credit_type, "credits": outcome.credits, "why": outcome.words}
        for credit, outcome in zip(own.credits, one.outcomes, strict=True)
        if credit.series is None
    ]


def _statement(one: Statement) -> Context:
    session = None if one.meeting_id is None else one.sessions[0].number
    return {
        "id": one.id,
        "code": in_blocks(one.code),
        "issued_on": day_there(one.issued_at, one.timezone),
        "replaced_on": "" if one.replaced_at is None else day_there(one.replaced_at, one.timezone),
        "session": session,
    }
