"""The configuration: TOML in, one frozen value out, or every mistake at once.

Everything is optional; an unknown setting is a mistake, because a misspelt one that is quietly ignored would be noticed only
in front of a group. There is no default secret: see `adapters.system`. config.example.toml shows every setting with its
default, and a test holds it against this file. Starting values chosen by judgement stand in `[session]` and `[limits]`.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from balint_live.origin import in_address, in_ascii, ip_of, is_this_machine, origin

VARIABLE = "BALINT_LIVE_CONFIG"
ZOOM_VARIABLES = {
    "ZOOM_ACCOUNT_ID": "account_id",
    "ZOOM_CLIENT_ID": "client_id",
    "ZOOM_CLIENT_SECRET": "client_secret",
    "ZOOM_HOST_USER": "host_user",
    "ZOOM_WEBHOOK_SECRET_TOKEN": "webhook_secret",
}
"""What is secret about Zoom, or goes with it, may stand in the environment instead of the file."""
IN_WORKING_DIRECTORY = Path("config.toml")
EMBEDDED = "balint-live.sqlite3"
DRIVERS = ("sqlite+pysqlite:///", "postgresql+psycopg2://")
REDIS = ("redis://", "rediss://", "unix://")
SHORTEST_SECRET = 32
LOOPBACK = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - not to listen on
"""Where a server that listens at every address can be opened from its own machine."""

_LIKE_A_MAILBOX = "must be an address like balint@example.org"


class ConfigMistakes(Exception):
    """What is wrong with the configuration, one line each, naming the file and the setting."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def _web_address(value: str) -> str:
    return origin(value) if value else value


def _database_address(value: str) -> str:
    if not value:
        return value
    if not value.startswith(DRIVERS):
        raise ValueError(f"must say the driver too: {DRIVERS[0]}… or {DRIVERS[1]}…")
    if value.startswith(DRIVERS[0]) and value.removeprefix(DRIVERS[0]) in ("", ":memory:"):
        raise ValueError("must name a file: what is in memory only would not outlive the server")
    return value


def _redis_address(value: str) -> str:
    if value and not value.startswith(REDIS):
        raise ValueError(f"must be an address like {REDIS[0]}127.0.0.1:6379/0")
    _ = urlsplit(value).port
    return value


def _secret(value: str) -> str:
    if len(value.encode()) < SHORTEST_SECRET:
        raise ValueError(f"must have at least {SHORTEST_SECRET} bytes")
    return value


def _own_secret(value: str) -> str:
    return _secret(value) if value else value


def _mail_address(value: str) -> str:
    """A mail address with its domain in ASCII, as people's addresses are kept; the domain may be a local one."""
    if not value:
        return value
    local, _, domain = value.rpartition("@")
    try:
        validate_email(f"{local}@example.org", check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as wrong:
        raise ValueError(f"{_LIKE_A_MAILBOX}: {wrong}") from None
    return f"{local}@{in_ascii(domain, _LIKE_A_MAILBOX)}"


def _listening_host(value: str) -> str:
    """An IPv6 address may be written as in a link."""
    return value[1:-1] if value.startswith("[") and value.endswith("]") else value


def _directory(value: str) -> str:
    if "\0" in value:
        raise ValueError("must be the name of a directory")
    return value


MailAddress = Annotated[str, AfterValidator(_mail_address)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
DatabaseAddress = Annotated[str, AfterValidator(_database_address)]
RedisAddress = Annotated[str, AfterValidator(_redis_address)]
Secret = Annotated[str, AfterValidator(_secret)]
Host = Annotated[str, AfterValidator(_listening_host)]
Positive = Annotated[int, Field(gt=0)]


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class Server(Section):
    host: Host = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: WebAddress = ""
    async_mode: Literal["eventlet", "threading"] = "eventlet"
    max_connections: Positive = 10_000
    proxies: int = Field(default=0, ge=0, le=10)
    metrics: bool = False
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @model_validator(mode="after")
    def _has_an_address(self) -> Self:
        try:
            _ = self.address
        except ValueError:
            raise ValueError("no link can begin with this host; set public_url too") from None
        return self

    @property
    def address(self) -> str:
        """What links begin with: the public address, else the one to listen on."""
        return self.public_url or origin(
            f"http://{in_address(LOOPBACK.get(self.host, self.host))}:{self.port or 80}"
        )


class Data(Section):
    directory: Annotated[str, AfterValidator(_directory)] = Field(default="data", min_length=1)


class DatabaseSettings(Section):
    url: DatabaseAddress = ""


class RedisSettings(Section):
    url: RedisAddress = ""


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


def _zoom_address(value: str) -> str:
    """An address of Zoom's, or of a stand-in for it on this machine."""
    parts = urlsplit(value)
    if parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(parts.hostname or "")):
        return value.rstrip("/")
    raise ValueError("must begin with https://")


def _zoom_api_address(value: str) -> str:
    return _zoom_address(value) if value else value


def _domain(value: str) -> str:
    return in_ascii(value, "must be a domain like members.example.org") if value else value


class ZoomSettings(Section):
    account_id: str = ""
    client_id: str = ""
    client_secret: str = ""
    host_user: str = ""
    webhook_secret: str = ""
    registrant_domain: Annotated[str, AfterValidator(_domain)] = ""
    alternative_hosts: tuple[MailAddress, ...] = Field(default=(), strict=False)
    plan: Literal["free", "pro", "business"] = "pro"
    oauth_url: Annotated[str, AfterValidator(_zoom_address)] = "https://zoom.us/oauth/token"
    api_url: Annotated[str, AfterValidator(_zoom_api_address)] = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        app = {
            each: getattr(self, each) for each in ("account_id", "client_id", "client_secret", "host_user")
        }
        missing = [name for name, value in app.items() if not value]
        if 0 < len(missing) < len(app):
            raise ValueError(
                f"asking Zoom needs {' and '.join(missing)} too; leave all four out to go without"
            )
        if self.registrant_domain and missing:
            raise ValueError(f"registrant_domain needs {' and '.join(missing)} too")
        return self

    @property
    def asks(self) -> bool:
        """Whether Zoom may be asked anything."""
        return bool(self.account_id)

    @property
    def holds_meetings(self) -> bool:
        """Whether each session has a Zoom meeting of its own."""
        return bool(self.registrant_domain)


class SessionSettings(Section):
    doors_open_minutes: Positive = 30
    abandoned_after_minutes: Positive = 30
    leaders_away_minutes: Positive = 10
    login_hours: Positive = 24

    @property
    def login_life(self) -> timedelta:
        """How long a login lasts that is not used."""
        return timedelta(hours=self.login_hours)


class RehearsalSettings(Section):
    allowed: Literal["nobody", "leaders", "anybody"] = "leaders"


class Config(Section):
    server: Server = Server()
    data: Data = Data()
    database: DatabaseSettings = DatabaseSettings()
    redis: RedisSettings = RedisSettings()
    security: Security = Security()
    mail: MailSettings = MailSettings()
    limits: Limits = Limits()
    session: SessionSettings = SessionSettings()
    rehearsal: RehearsalSettings = RehearsalSettings()
    zoom: ZoomSettings = ZoomSettings()

    @model_validator(mode="after")
    def _several_processes_share_a_database(self) -> Self:
        if self.redis.url and not self.database.url.startswith(DRIVERS[1]):
            raise ValueError(
                "redis.url is for several processes, which need PostgreSQL: set database.url too"
            )
        return self

    @property
    def data_directory(self) -> Path:
        """Where the embedded database, the generated secret and the outbox live."""
        return Path(self.data.directory)

    @property
    def outbox(self) -> Path:
        """Where mails are put as files when no mail server is named."""
        return self.data_directory / "outbox"

    @property
    def database_at(self) -> str | Path:
        """The database: an address with its driver, or the embedded one's own file."""
        return self.database.url or self.data_directory.absolute() / EMBEDDED

    @property
    def sender(self) -> tuple[str, str]:
        """Name and address of the one sender of all mails."""
        host = self.public_host
        return (
            self.mail.from_name,
            self.mail.from_address or f"balint-live@{'localhost' if ip_of(host) else host}",
        )

    @property
    def embedded(self) -> bool:
        """Whether the database is our own file in the data directory, which we may bring up to date ourselves."""
        return not self.database.url

    @property
    def public_url(self) -> str:
        """What absolute addresses begin with; never taken from a request."""
        return self.server.address

    @property
    def public_host(self) -> str:
        return urlsplit(self.public_url).hostname or "localhost"

    @property
    def unreachable(self) -> str:
        """Why people could not open the links in mails, and what to set; "" where they can, or where no mail is sent."""
        if not self.mail.host or not is_this_machine(self.public_host):
            return ""
        return (
            f"Links in e-mails would begin with {self.public_url}, which opens on this machine only. "
            "Set server.public_url to the address people use."
        )

    def settled(self, generated_secret: Callable[[Path], str]) -> Self:
        """The configuration with a generated secret where none was set; what the server is built from."""
        secret = self.security.secret or generated_secret(self.data_directory.absolute())
        return self.model_copy(update={"security": self.security.model_copy(update={"secret": secret})})


def load(path: Path | None = None, environment: Mapping[str, str] = os.environ) -> Config:
    """The configuration from `path`, else the environment's, else the working directory's file, else the defaults.

    Raises ConfigMistakes; a file that was named and is not there is a mistake, one that was not named is not.
    """
    named = path or (Path(environment[VARIABLE]) if environment.get(VARIABLE) else None)
    if named is None and not IN_WORKING_DIRECTORY.exists():
        return from_settings(_with_zoom_of({}, environment), "the environment")
    return read(named or IN_WORKING_DIRECTORY, environment)


def read(path: Path, environment: Mapping[str, str] = MappingProxyType({})) -> Config:
    """One file, with what the environment adds to it. Raises ConfigMistakes."""
    return from_settings(_with_zoom_of(_tables(path), environment), str(path))


def _with_zoom_of(settings: dict[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    """The settings, with what the environment says of Zoom and the file does not."""
    said = {name: environment[each] for each, name in ZOOM_VARIABLES.items() if environment.get(each)}
    zoom = settings.get("zoom", {})
    return {**settings, "zoom": {**said, **zoom}} if said and isinstance(zoom, dict) else settings


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigMistakes([f"{path}: cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise ConfigMistakes([f"{path}: is not a text in UTF-8; save it as one"]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigMistakes([f"{path}: is not TOML: {error}"]) from error


def from_settings(settings: Mapping[str, Any], origin: str) -> Config:
    """A configuration from tables already read; `origin` begins each line about a mistake."""
    try:
        return Config.model_validate(settings)
    except ValidationError as error:
        raise ConfigMistakes([f"{origin}: {_line(each)}" for each in error.errors()]) from error


def _line(error: ErrorDetails) -> str:
    setting = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{setting}: there is no such setting{_suggestion(*error['loc'])}"
    said = error["msg"].removeprefix("Value error, ")
    return f"{setting}: {said}" if setting else said


def _suggestion(*place: str | int) -> str:
    """The setting that was probably meant: one spelt nearly so, else one of that name in another section."""
    sections = Config().model_dump()
    known = [f"{section}.{name}" for section, settings in sections.items() for name in settings]
    near = get_close_matches(".".join(map(str, place)), [*sections, *known], n=1, cutoff=0.8)
    elsewhere = [each for each in known if each.partition(".")[2] == place[-1]]
    meant = [*near, *elsewhere]
    return f"; did you mean {meant[0]}?" if meant else ""
