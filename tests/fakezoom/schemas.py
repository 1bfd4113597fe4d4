"""What Zoom takes and answers, as far as we use it. Every answer of the stand-in is checked against these before it is sent.

They allow unknown fields, as Zoom does; in requests those are noted, because Zoom drops them without a word.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Scheduled = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]


class Shape(BaseModel):
    model_config = ConfigDict(extra="allow")


class Settings(Shape):
    waiting_room: bool = False
    join_before_host: bool = False
    approval_type: Literal[0, 1, 2] = 2
    auto_recording: Literal["none", "local", "cloud"] = "none"
    auto_start_meeting_summary: bool = False
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


class Meeting(Shape):
    id: int = Field(gt=2**32)
    uuid: str = Field(min_length=24)
    host_id: str
    start_time: datetime
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


class Granted(Shape):
    access_token: str
    token_type: Literal["bearer"]
    expires_in: int
    scope: str
    api_url: str
