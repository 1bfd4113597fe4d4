"""Untrusted input becomes a typed command or a coded refusal here, once, for the socket and for plain HTTP alike.

Everything is strict: an integer is an integer, an unknown type is `unknown_command`, an unexpected or missing field is
`invalid`. What the library says was wrong is not passed on; the codes are the contract's. Socket.IO packets that cannot
be read become events that nobody knows (`Packet`).
"""

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from socketio import packet

from balint_live.application.live import commands
from balint_live.domain.errors import Code, DomainError, invalid
from balint_live.domain.timeline import Mark

Id = Annotated[str, Field(min_length=1, max_length=64)]
Revision = Annotated[int, Field(ge=0, lt=2**53)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _Form(_Strict):
    id: Id


class _Plain(_Form):
    type: str
    expectedRevision: Revision


class _Goto(_Plain):
    position: Annotated[int, Field(ge=1, le=1000)]


class _Adjust(_Plain):
    seconds: Annotated[int, Field(ge=-3600, le=3600)]


class _SetPresenter(_Plain):
    person: Id


class _MarkAttendance(_Form):
    type: str
    person: Id
    mark: Literal["present", "absent"]
    expectedRevision: Revision | None = None


class _Admit(_Form):
    type: str
    person: Id
    expectedRevision: Revision | None = None


class _Signal(_Strict):
    signal: Id


class _Seen(_Strict):
    signalId: Id


_PLAIN: dict[str, type[commands.Command]] = {
    kind.type: kind
    for kind in (
        commands.OpenMeeting,
        commands.CloseMeeting,
        commands.NextPhase,
        commands.BackPhase,
        commands.PauseTimer,
        commands.ResumeTimer,
        commands.SpreadTimer,
        commands.UndoMove,
        commands.ClearPresenter,
        commands.ShowReminder,
        commands.HideReminder,
    )
}
_FORMS: dict[str, TypeAdapter[Any]] = {
    **{type: TypeAdapter(_Plain) for type in _PLAIN},
    "phase.goto": TypeAdapter(_Goto),
    "timer.adjust": TypeAdapter(_Adjust),
    "presenter.set": TypeAdapter(_SetPresenter),
    "attendance.mark": TypeAdapter(_MarkAttendance),
    "door.admit": TypeAdapter(_Admit),
}
_SIGNAL: TypeAdapter[_Signal] = TypeAdapter(_Signal)
_SEEN: TypeAdapter[_Seen] = TypeAdapter(_Seen)
UNREADABLE = [""]
"""The body of an event without a name."""
_RESERVED = ("connect", "disconnect")


def command(data: object) -> commands.Command:
    """The command in this message. Raises DomainError: `invalid`, or `unknown_command` for a type that does not exist."""
    if not isinstance(data, dict) or not isinstance(data.get("type"), str):
        raise invalid("That was not a command.")
    if data["type"] not in _FORMS:
        raise DomainError(Code.UNKNOWN_COMMAND, "This version of the page does not fit. Please reload it.")
    return _built(_validated(_FORMS[data["type"]], data))


def signal(data: object) -> str:
    """The id of the signal in this message; the domain checks whether it exists and who may send it. Raises DomainError."""
    return str(_validated(_SIGNAL, data).signal)


def seen(data: object) -> str:
    """The id of the signal that this message says was seen. Raises DomainError("invalid")."""
    return str(_validated(_SEEN, data).signalId)


def _validated(form: TypeAdapter[Any], data: object) -> Any:
    try:
        return form.validate_python(data)
    except ValidationError:
        raise invalid("That command was not complete.") from None


def _built(form: _Plain | _MarkAttendance | _Admit) -> commands.Command:
    common: dict[str, Any] = {"id": form.id, "expected_revision": form.expectedRevision}
    match form:
        case _Goto():
            return commands.GotoPhase(**common, position=form.position)
        case _Adjust() if form.seconds == 0:
            raise invalid("Zero seconds cannot be added or taken away.")
        case _Adjust():
            return commands.AdjustTimer(**common, by_length=timedelta(seconds=form.seconds))
        case _SetPresenter():
            return commands.SetPresenter(**common, person=form.person)
        case _MarkAttendance():
            return commands.MarkAttendance(**common, person=form.person, mark=Mark(form.mark))
        case _Admit():
            return commands.AdmitFromDoor(**common, person=form.person)
        case _:
            return _PLAIN[form.type](**common)


class Packet(packet.Packet):  # type: ignore[misc]
    """A Socket.IO packet as anybody may send it: what cannot be read becomes an event without a name.

    The library raises over a malformed packet, logs a traceback and says nothing to the sender; it takes an event named
    "connect" or "disconnect" for its own; and it collects attachments of a binary event, of which there may be ten
    billion, before anybody is asked. As an event without a name all that gets the answer, and counts against the limit,
    of every other unknown event. Where the number of its acknowledgement could still be read, the sender hears it.
    """

    packet_type: int
    uses_binary_events = False

    def decode(self, encoded_packet: str) -> int:
        """Never raises; nothing is ever attached."""
        try:
            super().decode(encoded_packet)
        except (ValueError, TypeError, RecursionError):
            self._give_up()
        if self.packet_type not in (packet.CONNECT, packet.DISCONNECT) and not self._is_event():
            self._give_up()
        return 0

    def _is_event(self) -> bool:
        named = isinstance(self.data, list) and bool(self.data) and isinstance(self.data[0], str)
        return self.packet_type == packet.EVENT and named and self.data[0] not in _RESERVED

    def _give_up(self) -> None:
        """Make it an event without a name. Only an event's number asks for an answer; an acknowledgement's belongs to a
        question of ours."""
        if self.packet_type not in (packet.EVENT, packet.BINARY_EVENT):
            self.id = None
        if self.packet_type != packet.CONNECT:
            self.packet_type = packet.EVENT
        self.data = list(UNREADABLE)
