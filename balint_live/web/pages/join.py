"""The registrant's page: the reminder and one button.

GET does nothing however often it is fetched, and by whom: mail filters open links, and some run what they find. The press
is a POST with the form's own token; it acknowledges, checks in, signs this browser in and leads to the display.
"""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from balint_live.application.admission import Door, Doorway
from balint_live.application.people import Identity
from balint_live.application.texts import Texts
from balint_live.web.access import Action, Budget, current_login, declares, sign_in
from balint_live.web.pages.context import session_words
from balint_live.web.services import Services

Answered = str | Response | tuple[str, int]


def blueprint(services: Services, texts: Texts) -> Blueprint:
    pages = Blueprint("join", __name__)

    @pages.get("/join/<token>")
    @declares(Action.PERSONAL_LINK, Budget.PAGES)
    def look(token: str) -> Answered:
        who = services.links.read(token, services.clock.now())
        return _page(services, services.admission.doorway(who), texts, token)

    @pages.post("/join/<token>")
    @declares(Action.PERSONAL_LINK, Budget.PRESSES)
    def press(token: str) -> Answered:
        who = services.links.read(token, services.clock.now())
        return _pressed(services, who, texts, token)

    return pages


def _pressed(services: Services, who: Identity, texts: Texts, token: str) -> Answered:
    doorway = services.admission.press(who)
    if doorway.door is not Door.OPEN or doorway.seat is None:
        return _page(services, doorway, texts, token)
    sign_in(who, services.clock.now())
    return redirect(url_for("meeting.show", meeting_id=doorway.seat.meeting.id), 303)


def _page(services: Services, doorway: Doorway, texts: Texts, token: str) -> str:
    template = "pages/join.html" if doorway.door is Door.OPEN else "pages/door.html"
    words = {} if doorway.seat is None else session_words(doorway.seat, doorway.opens_at)
    signed_in = current_login(services.clock.now()) is not None
    return render_template(
        template,
        door=doorway.door.value,
        reminder=texts.reminder,
        signed_in=signed_in,
        own_record=url_for("own_record.show", token=token),
        **words,
    )
