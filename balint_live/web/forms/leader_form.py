"""Leaders as they are typed: one to be added to a group, or several rows of them for a new one."""

from typing import Any

from flask_babel import gettext
from wtforms import FieldList, Form, FormField

from balint_live.application.groups.group import LeaderLabel
from balint_live.web.forms.choice import choice
from balint_live.web.forms.group_facts import MOST_NAME, GroupFacts
from balint_live.web.forms.lazy import lazily as _
from balint_live.web.forms.typed import OfficeForm, address, blame, line, needed, problems
from balint_live.web.office_services import OfficeServices

LEADER_ROWS = 2
MOST_LEADERS = 10
LABELS = {
    LeaderLabel.LEADER: _("Leader"),
    LeaderLabel.CO_LEADER: _("Co-leader"),
    LeaderLabel.FACULTY: _("Faculty"),
}


class LeaderRow(Form):
    name = line(_("Name"))
    email = line(_("E-mail address"))

    @property
    def empty(self) -> bool:
        return not self.name.data and not self.email.data


class NewGroupForm(GroupFacts):
    leaders = FieldList(FormField(LeaderRow), max_entries=MOST_LEADERS)

    def __init__(self, office: OfficeServices, formdata: Any = None, **given: Any) -> None:
        super().__init__(office, office.catalogue.protocols, formdata, **given)

    def appointed(self) -> list[tuple[str, str]]:
        """Names and addresses of the rows that say something; a row that says half is blamed, and so is none at all."""
        rows = [each.form for each in self.leaders if not each.form.empty]
        read: list[tuple[str, str]] = []
        for row in rows:
            email = address(self.office, row.email, gettext("Type this leader’s address."))
            if email and email in [known for _name, known in read]:
                blame(row.email, gettext("This address stands here twice."))
            read.append((needed(row.name, gettext("Type this leader’s name."), MOST_NAME), email))
        if not rows and len(self.leaders):
            blame(self.leaders[0].form.name, gettext("Name at least one leader."))
        return read

    def offer_leader_rows(self) -> None:
        while len(self.leaders) < LEADER_ROWS:
            self.leaders.append_entry()

    def offer_another_leader(self) -> None:
        if len(self.leaders) < MOST_LEADERS:
            self.leaders.append_entry()


class AddLeaderForm(OfficeForm):
    """Somebody to lead a group that there is."""

    name = line(_("Name"))
    email = line(_("E-mail address"))
    label = choice(_("Called"), [(label.value, word) for label, word in LABELS.items()], default="leader")

    def leader(self) -> tuple[str, str, LeaderLabel] | None:
        """None where a field was blamed."""
        self.validate()
        name = needed(self.name, gettext("Type this leader’s name."), MOST_NAME)
        email = address(self.office, self.email, gettext("Type this leader’s address."))
        return None if problems(self) else (name, email, LeaderLabel(self.label.data))
