"""The settings of a group there is, as they are typed: with the version they were made for, and a way to drop Zoom."""

from wtforms import BooleanField, HiddenField

from balint_live.application.groups.group import Group, Settings
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

    def make_for(self, version: int) -> None:
        self.version.data = str(version)

    def settled(self, zoom_before: str | None) -> Settings | None:
        """What it says; None where a field was blamed."""
        return self.settings(None if self.take_zoom_away.data else zoom_before)


def settings_form(office: OfficeServices, group: Group) -> SettingsForm:
    """The form for the settings as they are."""
    return SettingsForm(office, data={**typed_settings(group.settings), "version": str(group.version)})
