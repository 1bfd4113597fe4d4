"""Somebody who is to sign in, as a coordinator types them."""

from flask_babel import gettext
from wtforms import BooleanField

from balint_live.web.forms.group_facts import MOST_NAME
from balint_live.web.forms.lazy import lazily as _
from balint_live.web.forms.typed import OfficeForm, address, line, needed, problems


class StaffForm(OfficeForm):
    name = line(_("Name"))
    email = line(_("E-mail address"))
    coordinator = BooleanField(_("Looks after all groups, as a coordinator"))

    def person(self) -> tuple[str, str, bool] | None:
        """None where a field was blamed."""
        name = needed(self.name, gettext("Type their name."), MOST_NAME)
        email = address(self.office, self.email, gettext("Type their address."))
        return None if problems(self) else (name, email, bool(self.coordinator.data))
