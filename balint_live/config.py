"""The configuration: TOML in, one frozen value out, or every mistake at once.

Everything is optional; a setting nobody knows is a mistake, because a misspelt one that is quietly ignored is found out in
front of a group. There is no default secret: see `adapters.secret_file`. config.example.toml shows every setting with its
default, and a test holds it against this file. Starting values chosen by judgement stand in `[session]` and `[limits]`.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

VARIABLE = "BALINT_LIVE_CONFIG"
IN_WORKING_DIRECTORY = Path("config.toml")
DRIVERS = ("sqlite+pysqlite:///", "postgresql+psycopg2://")
SHORTEST_SECRET = 32


class ConfigMistakes(Exception):
    """What is wrong with the configuration, one line each, naming the file and the setting."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def _web_address(value: str) -> str:
    if not value:
        return value
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query:
        raise ValueError("must be an address like https://balint.example.org, without a path")
    return f"{parts.scheme}://{parts.netloc}"


def _database_address(value: str) -> str:
    if not value:
        return value
    if not value.startswith(DRIVERS):
        raise ValueError(f"must say the driver too: {DRIVERS[0]}… or {DRIVERS[1]}…")
    if value.startswith(DRIVERS[0]) and value.removeprefix(DRIVERS[0]) in ("", ":memory:"):
        raise ValueError("must name a file: what is in memory only would not outlive the server")
    return value


def _secret(value: str) -> str:
    if len(value.encode()) < SHORTEST_SECRET:
        raise ValueError(f"must have at least {SHORTEST_SECRET} bytes")
    return value


def _own_secret(value: str) -> str:
    return _secret(value) if value else value


def _mail_address(value: str) -> str:
    local, at, domain = value.partition("@")
    if value and (not local or not at or not domain or any(sign.isspace() for sign in value)):
        raise ValueError("must be an address like balint@example.org")
    return value


MailAddress = Annotated[str, AfterValidator(_mail_address)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
DatabaseAddress = Annotated[str, AfterValidator(_database_address)]
Secret = Annotated[str, AfterValidator(_secret)]
Positive = Annotated[int, Field(gt=0)]


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class Server(Section):
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: WebAddress = ""
    async_mode: Literal["eventlet", "threading"] = "eventlet"
    max_connections: Positive = 10_000
    proxies: int = Field(default=0, ge=0, le=10)
    metrics: bool = False
    log_level: Literal["debug", "info", "warning", "error"] = "info"


class Data(Section):
    directory: str = Field(default="data", min_length=1)


class DatabaseSettings(Section):
    url: DatabaseAddress = ""


class Security(Section):
    secret: Annotated[str, AfterValidator(_own_secret)] = ""
    previous_secrets: tuple[Secret, ...] = Field(default=(), strict=False)


class Limits(Section):
    events_per_second: Positive = 5
    events_burst: Positive = 20
    sockets_per_person: Positive = 5
    pages_per_minute: Positive = 300
    pages_burst: Positive = 300
    presses_per_minute: Positive = 120
    asks_per_minute: Positive = 60
    own_pages_per_second: Positive = 20
    own_pages_burst: Positive = 120
    connections_per_address: int = Field(default=1_000, ge=0)
    max_message_bytes: int = Field(default=16384, ge=1024, le=1_000_000)


class MailSettings(Section):
    host: str = ""
    port: int = Field(default=587, gt=0, le=65535)
    security: Literal["starttls", "implicit", "none"] = "starttls"
    username: str = ""
    password: str = ""
    from_name: str = "balint-live"
    from_address: MailAddress = ""
    timeout_seconds: Positive = 20
    certificate_authority: str = ""
    claim_seconds: Positive = 600
    retry_seconds: Positive = 60
    send_from_server: bool = True

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.host and not self.from_address:
            raise ValueError("from_address is needed where a mail server is named")
        if self.username and self.security == "none":
            raise ValueError("a password is only sent over an encrypted line: security must not be none")
        return self


class SessionSettings(Section):
    doors_open_minutes: Positive = 30
    abandoned_after_minutes: Positive = 30
    leaders_away_minutes: Positive = 10
    login_hours: Positive = 24


class Config(Section):
    server: Server = Server()
    data: Data = Data()
    database: DatabaseSettings = DatabaseSettings()
    security: Security = Security()
    mail: MailSettings = MailSettings()
    limits: Limits = Limits()
    session: SessionSettings = SessionSettings()

    @property
    def data_directory(self) -> Path:
        """Where the embedded database, the generated secret and the outbox live."""
        return Path(self.data.directory)

    @property
    def outbox(self) -> Path:
        """Where mails are put as files when no mail server is named."""
        return self.data_directory / "outbox"

    @property
    def sender(self) -> tuple[str, str]:
        """Name and address of the one sender of all mails."""
        host = urlsplit(self.public_url).hostname or "localhost"
        return self.mail.from_name, self.mail.from_address or f"balint-live@{host}"

    @property
    def embedded(self) -> bool:
        """Whether the database is our own file in the data directory, which we may bring up to date ourselves."""
        return not self.database.url

    @property
    def public_url(self) -> str:
        """What absolute addresses begin with; never taken from a request."""
        return self.server.public_url or f"http://{self.server.host}:{self.server.port}"

    def settled(self, generated_secret: Callable[[Path], str]) -> Self:
        """With the database and the secret filled in that were left to us; what the server is built from."""
        directory = self.data_directory.absolute()
        url = self.database.url or f"{DRIVERS[0]}{directory / 'balint-live.sqlite3'}"
        secret = self.security.secret or generated_secret(directory)
        return self.model_copy(
            update={
                "database": self.database.model_copy(update={"url": url}),
                "security": self.security.model_copy(update={"secret": secret}),
            }
        )


def load(path: Path | None = None, environment: Mapping[str, str] = os.environ) -> Config:
    """The configuration from `path`, else the environment's, else the working directory's file, else the defaults.

    Raises ConfigMistakes; a file that was named and is not there is a mistake, one that was not named is not.
    """
    named = path or (Path(environment[VARIABLE]) if environment.get(VARIABLE) else None)
    if named is None and not IN_WORKING_DIRECTORY.exists():
        return Config()
    return read(named or IN_WORKING_DIRECTORY)


def read(path: Path) -> Config:
    """One file. Raises ConfigMistakes."""
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigMistakes([f"{path}: cannot be read: {error.strerror}"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigMistakes([f"{path}: is not TOML: {error}"]) from error
    return from_settings(settings, str(path))


def from_settings(settings: Mapping[str, Any], origin: str) -> Config:
    """A configuration from tables already read; `origin` begins each line about a mistake."""
    try:
        return Config.model_validate(settings)
    except ValidationError as error:
        raise ConfigMistakes([f"{origin}: {_line(each)}" for each in error.errors()]) from error


def _line(error: ErrorDetails) -> str:
    setting = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{setting}: there is no such setting"
    return f"{setting}: {error['msg'].removeprefix('Value error, ')}"
