"""Invitations: who will get one, who has it already, and whom it did not reach and why. One press sends them all.

A form names whom it is meant for by how far their link has got, not by name: that is worked out once more at the press, so
somebody added meanwhile is not left out, and nobody gets a second invitation.
"""

from flask import Blueprint, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.groups.group import Desk
from balint_live.application.groups.link_state import LinkStep
from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.roster import at_step, roster
from balint_live.web.pages.groups.sending import sent_or_said

Answered = str | Response | tuple[str, int]
CANNOT_BE_SENT = 422
REFUSED = "refused"


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("invitations", __name__, url_prefix="/groups/<group_id>/invitations")

    @pages.get("")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def show(group_id: str) -> Answered:
        return _page(office, office.desk(group_id))

    @pages.post("")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def send(group_id: str) -> Answered:
        desk = office.desk(group_id)
        step = LinkStep.REFUSED if request.form.get("whom") == REFUSED else LinkStep.NOT_SENT
        return _sent(office, desk, [entry.person.id for entry in at_step(roster(office, desk), step)])

    return pages


def _sent(office: OfficeServices, desk: Desk, chosen: list[str]) -> Answered:
    try:
        batch = office.office.invite(office.who(), desk.group.id, chosen)
    except DomainError as refusal:
        return _page(office, desk, refusal.sentence), CANNOT_BE_SENT
    nobody = gettext("Everybody's invitation is on its way or delivered already.")
    return sent_or_said(office, desk.group.id, batch, nobody, f"/groups/{desk.group.id}/invitations")


def _page(office: OfficeServices, desk: Desk, sentence: str = "") -> str:
    people = roster(office, desk)
    return render_template(
        "groups/invitations.html",
        desk=desk,
        group=desk.group.settings,
        sentence=sentence or office.office.unreachable,
        sender=office.sender,
        to_invite=at_step(people, LinkStep.NOT_SENT),
        refused=at_step(people, LinkStep.REFUSED),
        invited=at_step(people, LinkStep.WAITING, LinkStep.DELIVERED, LinkStep.USED),
        can_be_sent=any(one.to_come(office.clock.now()) for one in desk.meetings),
    )
