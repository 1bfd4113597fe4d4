"""What a change of a session would mean: who hears of it, and what stands in its way."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext

from balint_live.application.groups.group import BookedMeeting, Desk
from balint_live.application.groups.schedule import Slot
from balint_live.application.groups.series import hitch
from balint_live.web.forms.move_form import MoveForm
from balint_live.web.forms.typed import blame
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.preview import hitch_words
from balint_live.web.pages.groups.words import city, day

SHORT_NOTICE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Session:
    """One session, on its group's desk."""

    desk: Desk
    meeting: BookedMeeting

    @property
    def timezone(self) -> str:
        return self.desk.group.settings.timezone

    @property
    def slot(self) -> Slot:
        """When it is now, however long its plan has become since."""
        return Slot(self.meeting.start, self.meeting.plan)

    def moved_by(self, slot: Slot) -> bool:
        return (slot.start, slot.end) != (self.meeting.start, self.meeting.end)

    def told_of(self, slot: Slot) -> int:
        """How many people are told when it is moved there."""
        return len(self.desk.informed) if self.moved_by(slot) else 0

    def at_short_notice(self, slot: Slot, now: datetime) -> bool:
        return min(slot.start, self.meeting.start) - now < SHORT_NOTICE

    def unchanged_by(self, slot: Slot) -> bool:
        return slot.start == self.meeting.start and slot.plan == self.meeting.plan


def typed_slot(office: OfficeServices, session: Session, form: MoveForm) -> Slot | None:
    """When and by which plan it is to be; None where a field was blamed."""
    now = office.clock.now()
    read = form.read(now)
    if read is None:
        return None
    on, at, plan = read
    try:
        slot = Slot(office.zones.moment(on, at, session.timezone), plan)
    except ValueError:
        where = city(session.timezone)
        said = gettext(
            "On %(day)s the clocks in %(city)s skip %(clock)s.", day=day(on), city=where, clock=f"{at:%H:%M}"
        )
        blame(form.at, said)
        return None
    in_the_way = hitch(session.desk, slot, now, but=session.meeting.id)
    if in_the_way is not None and not session.unchanged_by(slot):
        blame(form.on, hitch_words(session.desk, in_the_way, slot, but=session.meeting.id))
        return None
    return slot
