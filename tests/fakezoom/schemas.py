"""What Zoom takes and answers, as far as we use it. Every answer of the stand-in is checked against these before it is sent.

They allow unknown fields, as Zoom does; in requests those are noted, because Zoom drops them without a word.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Scheduled = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]


class Shape(BaseModel):
    model_config = ConfigDict(extra="allow")


class WaitingRoom(Shape):
    mode: Literal["follow_setting", "custom"] = "follow_setting"
    who_goes_to_waiting_room: str = "users_not_in_account"


class Chat(Shape):
    enable: bool = True
    auto_add_meeting_participants: bool = True


class Videos(Shape):
    enable: bool = True


class Settings(Shape):
    """Without a word it is as the host has it; the defaults here are a host's who thinks of everything."""

    waiting_room: bool = False
    waiting_room_options: WaitingRoom = WaitingRoom()
    join_before_host: bool = False
    use_pmi: bool = False
    approval_type: Literal[0, 1, 2] = 2
    close_registration: bool = False
    meeting_authentication: bool = False
    allow_multiple_devices: bool = False
    show_share_button: bool = True
    auto_recording: Literal["none", "local", "cloud"] = "cloud"
    auto_start_meeting_summary: bool = True
    auto_start_ai_companion_questions: bool = True
    who_will_receive_summary: Literal[1, 2, 3, 4] = 4
    who_can_ask_questions: Literal[1, 2, 3, 4, 5] = 4
    support_participants_receive_summary: bool = True
    allow_participants_to_transcribe_meetings_with_my_notes: bool = True
    continuous_meeting_chat: Chat = Chat()
    alternative_host_manage_meeting_summary: bool = True
    alternative_host_manage_cloud_recording: bool = True
    auto_add_recording_to_video_management: Videos = Videos()
    email_notification: bool = True
    alternative_hosts_email_notification: bool = True
    registrants_email_notification: bool = True
    registrants_confirmation_email: bool = True
    email_in_attendee_report: bool = True
    alternative_hosts: str = ""


class NewMeeting(Shape):
    topic: str = Field(max_length=200)
    type: Literal[1, 2, 3, 8] = 2
    start_time: Scheduled | None = None
    duration: int = Field(default=60, gt=0)
    timezone: str = "UTC"
    agenda: str = Field(default="", max_length=2000)
    password: str = Field(default="", pattern=r"^[A-Za-z0-9@*_-]{0,10}$")
    settings: Settings = Settings()


class NewRegistrant(Shape):
    first_name: str = Field(min_length=1, max_length=64)
    last_name: str = Field(default="", max_length=64)
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=128)
    auto_approve: bool = False


class ListedId(Shape):
    id: str
    email: str


class NewStatus(Shape):
    action: Literal["approve", "cancel", "deny"]
    registrants: list[ListedId] = Field(max_length=30)


class Meeting(Shape):
    id: int = Field(gt=2**32)
    uuid: str = Field(min_length=24)
    host_id: str
    status: Literal["waiting", "started"]
    start_time: datetime
    duration: int
    join_url: str = Field(pattern="^https://")
    start_url: str = Field(pattern="^https://")
    settings: Settings


class ListedMeeting(Shape):
    id: int = Field(gt=2**32)
    uuid: str
    agenda: str


class Meetings(Shape):
    next_page_token: str
    meetings: list[ListedMeeting]


class Registered(Shape):
    id: int
    registrant_id: str


class ListedRegistrant(Shape):
    id: str
    email: str
    status: Literal["approved", "pending", "denied"]


class Registrants(Shape):
    next_page_token: str
    registrants: list[ListedRegistrant]


class Defaults(Shape):
    recording: dict[str, str | bool]


class Run(Shape):
    uuid: str
    start_time: Scheduled


class Runs(Shape):
    meetings: list[Run]


class Line(Shape):
    user_id: str
    name: str
    user_email: str
    registrant_id: str
    join_time: Scheduled
    leave_time: Scheduled
    duration: int
    status: Literal["in_meeting", "in_waiting_room"]


class Lines(Shape):
    next_page_token: str
    participants: list[Line]


class Granted(Shape):
    access_token: str
    token_type: Literal["bearer"]
    expires_in: int
    scope: str
    api_url: str
