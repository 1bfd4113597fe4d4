"""The one way a meeting's state is sent to its pages: snapshots, the leaders' list, alarms. Signals pass beside it.

The command handler, admission and the ticker all send through here, so that what a page is told is decided in one place: a
whole snapshot per reader after a change, the leaders' list when it differs from the one last sent, alarms as they begin and
end. What the ticker sends comes from memory; what is missing for that is read in the background.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from balint_live.application.background import Background
from balint_live.application.identity import Booking, Identity, Member, Roster, Seat, Standing
from balint_live.application.live.page import state
from balint_live.application.live.peers import Peers, State
from balint_live.application.live.room import (
    ALARM_RECORDING,
    LiveRoom,
    Rooms,
    alarms,
    leaders_away,
    nobody,
    presence,
)
from balint_live.application.live.snapshots import Snapshots
from balint_live.application.ports import AttendanceStore, Broadcaster, Clock, MeetingStore, View, ZoomDoor
from balint_live.domain.display import ParticipantClock, Role, band_at, next_beat
from balint_live.domain.meeting import Meeting, Status

Sitting = tuple[str, Identity, Role]
"""Which meeting somebody is in, who, and in which role."""


class SessionPublisher:
    """Knows every room in memory and sends to the pages in it. `wake` gives a room a turn of the ticker soon."""

    wake: Callable[[LiveRoom], None]

    def __init__(
        self,
        clock: Clock,
        rooms: Rooms,
        meetings: MeetingStore,
        attendance: AttendanceStore,
        snapshots: Snapshots,
        broadcaster: Broadcaster,
        background: Background,
        peers: Peers,
    ) -> None:
        self._clock = clock
        self._rooms = rooms
        self._meetings = meetings
        self._attendance = attendance
        self._snapshots = snapshots
        self._broadcaster = broadcaster
        self._background = background
        self.wake = nobody
        self._peers = peers

    def room(self, meeting_id: str) -> LiveRoom:
        """The room of a meeting, made where there is none."""
        room = self._rooms.of(meeting_id)
        room.asked_for, room.wake = True, self.wake
        self.wake(room)
        return room

    def known(self, meeting_id: str) -> LiveRoom | None:
        """The room of a meeting, where there is one."""
        return self._rooms.known(meeting_id)

    def rooms(self) -> list[LiveRoom]:
        """Every room this process holds."""
        return self._rooms.all()

    def drop(self, room: LiveRoom) -> None:
        """Forget a room that nobody needs any more."""
        self._rooms.drop(room.meeting_id)

    def group_changed(self, group_id: str, meetings: Collection[str]) -> None:
        """A group was changed: its lists are read again, and so is what the rooms of these meetings knew."""
        for room in self.rooms():
            if room.booking is not None and room.booking.group_id == group_id:
                room.group_version += 1
                if room.meeting_id in meetings:
                    room.forget_meeting()
                room.roster_changed()

    def seat(self, meeting_id: str, who: Identity) -> Seat | None:
        """The person's seat, and the room's memory brought up to what the database says.

        Whether they still have one the database is always asked, in a few columns, since a command in another process may
        have withdrawn it. What it is a seat in the room remembers, where it may be believed.
        """
        standing = self._meetings.standing(meeting_id, who)
        if standing is None:
            return None
        room = self.room(meeting_id)
        remembered, version = self._remembered(room, standing), room.group_version
        if remembered is not None:
            return remembered
        seat = self._meetings.seat(meeting_id, who)
        if seat is not None:
            self._know(room, seat.booking, seat.meeting)
            room.known_version = version
            self.learn_presenter(room, seat.meeting)
            if self._peers.several and room.watched and room.is_behind_in_showing:
                self.catch_up_soon(room)
        return seat

    def glimpse(self, meeting_id: str, who: Identity) -> Seat | None:
        """The same for a link that is only looked at, which leaves nothing behind."""
        standing, room = self._meetings.standing(meeting_id, who), self._rooms.known(meeting_id)
        if standing is None:
            return None
        remembered = None if room is None else self._remembered(room, standing)
        return remembered or self._meetings.seat(meeting_id, who)

    def is_behind(self, room: LiveRoom, meeting: Meeting) -> bool:
        """Whether another process has changed the meeting, and may have named another presenter."""
        return self._peers.several and meeting.revision > max(room.presenter_at, room.presenter_asked_at)

    def learn_presenter(self, room: LiveRoom, meeting: Meeting) -> None:
        """Bring what the room knows of the presenter up to this revision of the meeting."""
        if self.is_behind(room, meeting):
            told = self._peers.presenting(room.meeting_id, meeting.revision)
            if told is not None:
                room.hear_presenter(told)
            room.presenter_asked_at = meeting.revision

    def tell_moved(self, room: LiveRoom, meeting: Meeting) -> None:
        """Tell the other processes of a change made here."""
        self._peers.moved(room.meeting_id, room.presenting, State.of(meeting))

    def drop_oldest(self, room: LiveRoom, person: str, connection: str, most: int) -> list[str]:
        """Which of this person's connections here are too many, now that one more comes."""
        here = room.drop_oldest(person, most)
        return [*here, *self._peers.drop_oldest(room.meeting_id, person, connection, most)]

    def left(self, room: LiveRoom, person: str, connection: str) -> None:
        """A connection has ended."""
        self._peers.left(room.meeting_id, person, connection)

    def roster_changed(self, meeting_id: str) -> None:
        """Somebody's attendance was noted, and every process reads the roster again."""
        self.room(meeting_id).roster_changed()
        self._peers.roster_changed(meeting_id)

    def hear_recording(self, meeting_id: str, at: datetime, on: bool) -> None:
        """Zoom keeps what is said in this meeting since `at`, or no longer does: its leaders are told within a second."""
        self.room(meeting_id).hear_recording(at, on)

    def catch_up_soon(self, room: LiveRoom) -> None:
        """Have the meeting read again in the background, and shown where another process has changed it."""
        self._background.do("catch up", room.meeting_id, self.catch_up, room)

    def catch_up(self, room: LiveRoom) -> None:
        """Read the meeting and its booking again, and show what has changed."""
        found = self._meetings.booked(room.meeting_id)
        if found is None:
            return
        booking, meeting = found
        with room.lock:
            other_booking = room.booking != booking
            self._know(room, booking, meeting)
            self.learn_presenter(room, meeting)
            if meeting.status is Status.CLOSED:
                room.forget()
            if room.meeting is not None and (room.is_behind_in_showing or room.unshown or other_booking):
                self._send(room, booking, room.meeting)

    def show_move(self, room: LiveRoom, revision: int, state: State) -> None:
        """Show a move made in another process, or catch up where one before it was missed."""
        with room.lock:
            if room.booking is not None and room.meeting is not None and revision == (room.shown or 0) + 1:
                meeting = state.in_the(room.meeting, revision)
                self._know(room, room.booking, meeting)
                if meeting.status is Status.CLOSED:
                    room.forget()
                return self._send(room, room.booking, meeting)
        return self.catch_up_soon(room)

    def look_for_changes(self) -> None:
        """Compare what the rooms know with the database, and catch up with what others have changed."""
        rooms = {room.meeting_id: room for room in self.rooms() if room.watched and room.is_on}
        for meeting_id, revision in self._meetings.revisions(rooms).items() if rooms else ():
            meeting = rooms[meeting_id].meeting
            if meeting is not None and meeting.revision < revision:
                self.catch_up_soon(rooms[meeting_id])

    def unseated(self, sitting: Mapping[str, Sitting]) -> list[str]:
        """Of these connections, by name, those whose person no longer has the seat they connected to."""
        seated = self._meetings.seated({meeting_id for meeting_id, _, _ in sitting.values()})
        ended = self._meetings.ended({who.login for _, who, _ in sitting.values()})
        return [
            name
            for name, (meeting_id, who, role) in sitting.items()
            if who.login in ended or seated.get((meeting_id, who.id)) != (who.version, role)
        ]

    def zoom_door(self, meeting_id: str, who: Identity) -> ZoomDoor:
        """Only for the redirect of somebody with a seat. Raises LookupError without one."""
        return self._meetings.zoom_door(meeting_id, who)

    def view(self, seat: Seat) -> View:
        """What the seat's own member reads."""
        if seat.at_the_door:
            return self._snapshots.at_the_door(
                seat.booking, seat.meeting, seat.member.role, self._clock.now()
            )
        presenter = self.room(seat.meeting.id).presenter
        return self._snapshots.view(seat.booking, seat.meeting, presenter, self._clock.now(), seat.member)

    def aside(self, room: LiveRoom) -> View:
        """What participants should know beside the snapshot: under a soft clock, no figure in it would show a pause."""
        meeting, booking = room.meeting, room.booking
        if meeting is None or booking is None:
            return {"paused": False, "leaders_away": False}
        at_rest = meeting.countdown is not None and not meeting.countdown.running
        return {
            "paused": at_rest and booking.participant_clock is not ParticipantClock.HIDDEN,
            "leaders_away": leaders_away(room, self._clock.now()),
        }

    def show_aside(self, room: LiveRoom) -> None:
        """Send the aside, where it differs from the one sent last."""
        current = self.aside(room)
        if current != room.sent_aside:
            room.sent_aside = current
            self._broadcaster.aside(room.meeting_id, current)

    def view_now(self, room: LiveRoom, member: Member) -> View:
        """What a page entering a known room reads. Raises LookupError for a room nobody has looked up yet."""
        if room.booking is None or room.meeting is None:
            raise LookupError(room.meeting_id)
        now = self._clock.now()
        if member.id in room.at_the_door:
            return self._snapshots.at_the_door(room.booking, room.meeting, member.role, now)
        return self._snapshots.view(room.booking, room.meeting, room.presenter, now, member)

    def show(self, room: LiveRoom, seat: Seat) -> None:
        """After a committed change, send everybody a whole snapshot. Nothing is read here, so nothing can fail after it."""
        self._know(room, seat.booking, seat.meeting)
        self._send(room, seat.booking, seat.meeting)

    def _send(self, room: LiveRoom, booking: Booking, meeting: Meeting) -> None:
        room.unshown, room.shown = False, meeting.revision
        views = self._snapshots.views(booking, meeting, room.presenter, self._clock.now())
        self._broadcaster.snapshots(room.meeting_id, views)
        self.show_aside(room)
        self.open_door(room)
        for person, member in list(room.at_the_door.items()):
            self._broadcaster.at_the_door(room.meeting_id, person, self.view_now(room, member))

    def came(self, room: LiveRoom, seat: Seat) -> None:
        """A page of theirs has come: it waits at the door, or they arrive by it if they were held there before."""
        if seat.at_the_door:
            room.at_the_door[seat.member.id] = seat.member
        elif seat.agreed_to is not None and not seat.has_arrived:
            self._arrives(room, seat.member.id)

    def is_at_the_door(self, room: LiveRoom, person: str) -> bool:
        """Whether leaders see this person at the door."""
        now, shut = self._clock.now(), room.door_is_shut
        return any(
            state(entry, room.pages.get(person), now, shut) == "at_the_door"
            for entry in self.roster(room)
            if entry.member.id == person
        )

    def open_door(self, room: LiveRoom) -> None:
        """Let in whoever waits at the door here, and need not wait any longer."""
        if not room.at_the_door:
            return
        arrived = {entry.member.id for entry in room.roster or () if entry.has_arrived}
        for person, member in list(room.at_the_door.items()):
            if room.door_is_shut and person not in arrived:
                continue
            del room.at_the_door[person]
            self._broadcaster.let_in(room.meeting_id, member, self.view_now(room, member), self.aside(room))
            if person not in arrived and room.is_on:
                self._arrives(room, person)

    def _arrives(self, room: LiveRoom, person: str) -> None:
        self._background.do("arrive", f"{room.meeting_id} {person}", self._arrived, room, person)

    def _arrived(self, room: LiveRoom, person: str) -> None:
        self._attendance.press(room.meeting_id, person, None, self._clock.now())
        self.roster_changed(room.meeting_id)

    def show_again(self, room: LiveRoom, booking: Booking, meeting: Meeting) -> None:
        """Send snapshots although nobody pressed: a band or the wrap-up has begun, or an abandoned session was closed.

        Participants are sent one only where their clock shows it: the moment of a message would tell them the rest.
        """
        views = self._snapshots.views(booking, meeting, room.presenter, self._clock.now())
        before = room.band
        self._time(room, meeting)
        turned = booking.participant_clock is ParticipantClock.SOFT and room.band is not before
        if booking.participant_clock.shows_figures or turned or meeting.status is Status.CLOSED:
            self._broadcaster.snapshots(room.meeting_id, views)
        else:
            self._broadcaster.leaders_snapshot(room.meeting_id, views.leaders)

    def show_presence(self, room: LiveRoom) -> None:
        """Send the leaders' list and the alarms, where they differ from what was sent last; called once a second.

        It uses the roster as it was last read, so leaders see who answers also while the database is away.
        """
        if room.booking is None:
            return
        now = self._clock.now()
        if room.roster is not None:
            current = presence(room, room.roster, room.booking.quorum, now)
            if current != room.sent_presence:
                room.sent_presence = current
                self._broadcaster.presence(room.meeting_id, current)
        self._show_alarms(room, alarms(room, now))

    def send_presence_soon(self, room: LiveRoom) -> None:
        """A leader's page without a list has connected: send it with the next second's, never two in one second."""
        room.sent_presence = None
        room.alarms.pop(ALARM_RECORDING, None)  # no list tells them of it
        room.changed = True

    def presence(self, seat: Seat) -> View:
        """The leaders' list now, for one of them. It uses nothing the room knew: an empty room may have been dropped
        since the seat was found."""
        room = self.room(seat.meeting.id)
        return presence(room, self.roster(room), seat.booking.quorum, self._clock.now())

    def roster(self, room: LiveRoom) -> Roster:
        """The roster, read once and kept until it changes; one that changed while it was read is used until the next."""
        if room.roster is not None and room.roster_is_current:
            return room.roster
        version = room.roster_version
        roster = self._attendance.roster(room.meeting_id)
        room.keep_roster(roster, version)
        return roster

    def renew_roster(self, room: LiveRoom) -> None:
        """Have the roster read in the background, where it is out of date.

        The ticker calls this once a second, so that many people who come at the same time cost one reading; after a
        leader's own mark it is called at once.
        """
        if not room.roster_is_current:
            self._background.do("roster", room.meeting_id, self.read_roster, room)

    def read_roster(self, room: LiveRoom) -> None:
        """Read the roster where it is out of date, and let in whoever a leader has let in, here or in another process."""
        self.roster(room)
        self.open_door(room)

    def write_presence(self, room: LiveRoom) -> None:
        """Write to the database whose pages have answered until now."""
        seen = room.witnessed(self._clock.now())
        if seen:
            room.unwritten = True
            self._attendance.witness(room.meeting_id, seen, room.lived())
        room.unwritten = False

    def _remembered(self, room: LiveRoom, standing: Standing) -> Seat | None:
        """The seat, from what the room remembers, where that still holds: the group is as it was when meeting and booking
        were read, nobody else has moved the meeting since, and another process could have told us."""
        booking, meeting = room.booking, room.meeting
        if booking is None or meeting is None or meeting.revision != standing.revision:
            return None
        if room.known_version != room.group_version or not self._peers.in_touch:
            return None
        return Seat(standing.member, booking, meeting, standing.agreed_to, standing.has_arrived)

    def _know(self, room: LiveRoom, booking: Booking, meeting: Meeting) -> None:
        if room.know(booking, meeting):
            self._time(room, meeting)
        if room.shown is None:
            room.shown = meeting.revision

    def _time(self, room: LiveRoom, meeting: Meeting) -> None:
        """Note the band that pages were sent, and when they must be sent the next."""
        countdown, now = meeting.countdown, self._clock.now()
        room.band = None if countdown is None else band_at(countdown, now)
        room.next_beat = None if countdown is None else next_beat(countdown, now)

    def _show_alarms(self, room: LiveRoom, current: dict[str, str]) -> None:
        for alarm in room.alarms.keys() - current.keys():
            self._broadcaster.alarm(room.meeting_id, {"alarm": alarm, "over": True})
        for alarm, person in current.items():
            if room.alarms.get(alarm) != person:
                self._broadcaster.alarm(room.meeting_id, {"alarm": alarm, "person": person or None})
        room.alarms = current
