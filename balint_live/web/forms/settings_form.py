"""The settings of a group there is, as they are typed: with the version they were made for, and a way to drop Zoom."""

from wtforms import BooleanField, HiddenField

from balint_live.application.groups.group import Desk, Settings
from balint_live.web.forms.date_fields import Choices, plans_of
from balint_live.web.forms.group_facts import GroupFacts, typed_settings
from balint_live.web.forms.lazy import lazily as _
from balint_live.web.office_services import OfficeServices


class SettingsForm(GroupFacts):
    version = HiddenField(default="0")
    take_zoom_away = BooleanField(_("Take the Zoom address away"))

    @property
    def made_for(self) -> int:
        """The version that was shown; one that nobody was ever shown is older than all."""
        text = str(self.version.data)
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    @property
    def put_right(self) -> list[int]:
        """The places of the credit lines whose figures sessions that have ended are to get, too."""
        lines = [row.form for row in self.credit_lines if row.form.policy.data]
        return [place for place, line in enumerate(lines) if line.put_right.data]

    def make_for(self, version: int) -> None:
        self.version.data = str(version)

    def settled(self, zoom_before: str | None) -> Settings | None:
        """What it says; None where a field was blamed."""
        return self.settings(None if self.take_zoom_away.data else zoom_before)


def settings_form(office: OfficeServices, desk: Desk) -> SettingsForm:
    """The form for the settings as they are."""
    group, plans = desk.group, plans_that_award(office, desk)
    typed = {**typed_settings(group.settings, plans), "version": str(group.version)}
    return SettingsForm(office, plans, data=typed)


def plans_that_award(office: OfficeServices, desk: Desk) -> Choices:
    """The plans of the group's sessions, its own, and those with a figure; all there are while no session is booked."""
    known = plans_of(desk.plans, office.catalogue.protocols)
    booked = {one.plan.id: one.plan for one in desk.meetings if not one.cancelled}
    if not booked:
        return known
    figures = {id for line in desk.group.settings.credit_lines for id, _most in line.by_plan}
    own = {one.id for one in desk.plans}
    return {**booked, **{id: plan for id, plan in known.items() if id in figures | own}}
