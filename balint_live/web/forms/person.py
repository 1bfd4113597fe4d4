"""Somebody to be enrolled, or what is known of somebody who is, as it is typed."""

from hashlib import sha256
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from balint_live.application.groups.group import Desk, Details
from balint_live.application.lists.fields import MOST_CHARACTERS, Field
from balint_live.application.lists.zones import zone_of
from balint_live.domain.roles import Role
from balint_live.web.forms.choice import choice
from balint_live.web.forms.typed import OfficeForm, address, blame, line, needed, not_longer, problems

PARTICIPANT, OBSERVER, PRACTICE_LEADER = "participant", "observer", "practice_leader"


class PersonForm(OfficeForm):
    """A practice leader is a participant who may be given the lead."""

    name = line(_("Name"))
    email = line(_("E-mail address"))
    role = choice(
        _("Role"),
        [
            (PARTICIPANT, _("Participant")),
            (OBSERVER, _("Observer")),
            (PRACTICE_LEADER, _("Practice leader")),
        ],
        default=PARTICIPANT,
    )
    timezone = line(_("Time zone"))
    profession = line(_("Profession"))
    licence_no = line(_("Licence number"))
    licence_region = line(_("Licence region"))
    made_for = HiddenField(default="")

    def details(self, desk: Desk, registrant_id: str | None = None) -> Details | None:
        """What it says of somebody new, or of the person with this id; None where a field was blamed."""
        self.validate()
        details = Details(
            name=needed(
                self.name, gettext("Type the name as it is wanted on the certificate."), _most(Field.NAME)
            ),
            email=self._address(desk, registrant_id),
            role=Role.OBSERVER if self.role.data == OBSERVER else Role.REGISTRANT,
            practice_leader=self.role.data == PRACTICE_LEADER,
            timezone=self._zone(),
            profession=not_longer(self.profession, _most(Field.PROFESSION)) or None,
            licence_no=not_longer(self.licence_no, _most(Field.LICENCE_NO)) or None,
            licence_region=not_longer(self.licence_region, _most(Field.LICENCE_REGION)) or None,
        )
        return None if problems(self) else details

    def overtaken(self, known: Details) -> bool:
        """Whether what is known has changed since the form was shown."""
        return self.made_for.data != mark_of(known)

    def make_for(self, known: Details) -> None:
        """Pressed from here on, the form counts as made for this."""
        self.made_for.data = mark_of(known)

    def _address(self, desk: Desk, registrant_id: str | None) -> str:
        """Nobody else's in this group, or the two could not be told apart. Where it is no longer kept, it may stay so."""
        known = None if registrant_id is None else desk.registrant(registrant_id)
        if known is not None and not (known.details.email or self.email.data):
            return ""
        email = address(self.office, self.email, gettext("Type the address their link is to be sent to."))
        other = next((one for one in desk.registrants if email and one.details.email == email), None)
        if other is None or other.id == registrant_id:
            return email
        taken = (
            gettext("%(name)s is enrolled with this address already.", name=other.details.name)
            if other.enrolled
            else gettext(
                "This address is %(name)s's, who has left the group. Enrol them again on their page.",
                name=other.details.name,
            )
        )
        blame(self.email, taken)
        return email

    def _zone(self) -> str | None:
        typed = str(self.timezone.data or "")
        meant = zone_of(typed)
        if typed and meant is None:
            blame(
                self.timezone, gettext("Choose a zone from the list, such as Europe/London, or leave it out.")
            )
        return meant


def typed_person(details: Details) -> dict[str, Any]:
    """Details as somebody would have typed them."""
    return {
        "name": details.name,
        "email": details.email,
        "role": _role(details),
        "timezone": details.timezone or "",
        "profession": details.profession or "",
        "licence_no": details.licence_no or "",
        "licence_region": details.licence_region or "",
    }


def mark_of(details: Details) -> str:
    """Tells one version of what is known from another."""
    return sha256(repr(details).encode()).hexdigest()[:16]


def _role(details: Details) -> str:
    if details.role is Role.OBSERVER:
        return OBSERVER
    return PRACTICE_LEADER if details.practice_leader else PARTICIPANT


def _most(field: Field) -> int:
    return MOST_CHARACTERS[field]
