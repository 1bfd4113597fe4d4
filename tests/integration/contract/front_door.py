"""The whole application in this process, with a clock to be moved by hand, and the cast of the stores' tests behind it.

It is what `serve` serves, met through its pages only. What a mail would say is made as the mail is, from its row and the
secret.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, ParamSpec

from sqlalchemy import Engine, event, text

from balint_live import config as configuration
from balint_live.adapters.database.access import SqlPeople
from balint_live.adapters.tokens import Tokens
from balint_live.application.identity import Identity, Kind
from balint_live.composition import create_app
from balint_live.runtime import runtime
from tests.fakes import ManualClock
from tests.integration.compiled_templates import compiled_once
from tests.integration.database.cast import START, Site, site
from tests.integration.database.present import present_database
from tests.integration.live.person import Answer

P = ParamSpec("P")
SECRET = "s" * 32
GENEROUS = {"asks_per_minute": 100_000}


class FrontDoor:
    """Opened at the booked start of Ana's, Ben's, Carla's and Dan's third session."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.clock = ManualClock(START)
        self.demo, self.lobby = bool(settings.pop("demo", False)), settings.pop("lobby", None)
        self._settings = {"data": {"directory": str(folder)}, "limits": GENEROUS, **settings}
        self.config = configuration.from_settings(self._settings, "test").settled(lambda _: SECRET)
        self.database = present_database(folder / "balint-live.sqlite3")
        self.site: Site = site(self.database)
        self.tokens = Tokens(self.config.security.secret)
        self.beside = Beside()
        self.app = self._app()

    def _app(self) -> Any:
        mode: Any = self.beside
        return compiled_once(create_app(self.config, mode, self.clock, self.demo, self.lobby).flask)

    def restart(self, **settings: Any) -> None:
        """The same database, in a server with other settings."""
        config = configuration.from_settings({**self._settings, **settings}, "test")
        self.config = config.settled(lambda _: SECRET)
        self.tokens = Tokens(self.config.security.secret)
        self.app = self._app()

    def browser(self, network: str = "127.0.0.1") -> "Browser":
        return Browser(self, network)

    # What stands in mails

    @property
    def newest(self) -> tuple[str, datetime]:
        """The newest sign-in for which a mail was queued, and when it was asked for."""
        [(id, asked_at)] = self.rows(
            "SELECT s.id, s.asked_at FROM sign_ins s JOIN mails m ON m.sign_in_id = s.id"
            " ORDER BY s.asked_at DESC LIMIT 1"
        )
        return id, datetime.fromisoformat(asked_at).replace(tzinfo=UTC)

    @property
    def mailed_link(self) -> str:
        return f"/sign-in/{self.tokens.sign_in_token(*self.newest)}"

    @property
    def mailed_digits(self) -> str:
        return self.tokens.sign_in_code(self.newest[0])

    @property
    def wrong_digits(self) -> str:
        """Of the same length, and not those."""
        return f"{(int(self.mailed_digits) + 1) % 10**6:06}"

    def personal(self, kind: str, who: Identity) -> str:
        """A registrant's address, `join` or `leave`."""
        facts = self.site.people.link(who.id)
        assert facts is not None
        making = self.tokens.join_token if kind == "join" else self.tokens.leave_token
        return f"/{kind}/{making(who.id, facts.group_id, who.version, facts.issued_at)}"

    @property
    def people(self) -> SqlPeople:
        return self.site.people

    # What is stored

    def rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        with self.database.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    @contextmanager
    def statements(self, said: list[str]) -> Iterator[None]:
        """Add to `said` whatever is asked of any database meanwhile."""

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            said.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    def change(self, statement: str, **values: object) -> None:
        with self.database.engine.begin() as connection:
            connection.execute(text(statement), values)

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        names = [name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: self.rows(f"SELECT * FROM {name}") for name in sorted(names)}


class Beside:
    """What goes on beside the requests: at once, or when the test says so; and nobody waits."""

    def __init__(self) -> None:
        self._mode = runtime("threading")
        self._held: list[Callable[[], object]] | None = None

    def hold(self) -> None:
        self._held = []

    def go_on(self) -> None:
        held, self._held = self._held or [], None
        for each in held:
            each()

    def spawn(self, function: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        if self._held is None:
            function(*args, **kwargs)
        else:
            self._held.append(lambda: function(*args, **kwargs))

    def sleep(self, seconds: float) -> None:
        assert seconds < 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self._mode, name)


class Browser:
    """One cookie jar; redirects are reported and not followed."""

    def __init__(self, door: FrontDoor, network: str = "127.0.0.1") -> None:
        self._door = door
        self._client = door.app.test_client()
        self._client.environ_base["REMOTE_ADDR"] = network

    def get(self, address: str, **headers: str) -> Answer:
        return self._answer(self._client.get(address, headers=headers))

    def head(self, address: str) -> Answer:
        return self._answer(self._client.head(address))

    def post(self, address: str, **fields: str) -> Answer:
        """Open the page, and send its hidden fields with these."""
        hidden = self.get(address).form
        return self.send(address, **{**hidden, **fields})

    def send(self, address: str, origin: str = "", **fields: str) -> Answer:
        """`origin` as the browser says it; "" for one that says nothing."""
        headers = {"Origin": origin} if origin else {}
        return self._answer(self._client.post(address, data=fields, headers=headers))

    def command(self, page: str, token: str) -> Answer:
        """A command over plain HTTP, whichever."""
        return self._answer(
            self._client.post(f"{page}/command", json={"type": "none"}, headers={"X-Live-Token": token})
        )

    def restarted(self) -> "Browser":
        """The same cookies, at the server as it is now."""
        other = Browser(self._door)
        for cookie in self._client._cookies.values():
            other._client.set_cookie(cookie.key, cookie.value)
        return other

    @property
    def who(self) -> Identity | None:
        """For whom this browser speaks."""
        with self._client.session_transaction() as session:
            kind, id, version = session.get("who", (None, None, None))
        return None if kind is None else Identity(Kind(kind), id, version)

    @property
    def login(self) -> str | None:
        return self._held("login")

    @property
    def secret(self) -> str | None:
        """What it was marked with when it asked for a mail."""
        return self._held("browser")

    def _held(self, name: str) -> str | None:
        with self._client.session_transaction() as session:
            held: str | None = session.get(name)
        return held

    def _answer(self, response: Any) -> Answer:
        named = {name.lower(): value for name, value in response.headers.items()}
        cookies = tuple(response.headers.getlist("Set-Cookie"))
        for cookie in cookies:
            assert SimpleCookie(cookie)
        return Answer(response.status_code, named, cookies, response.data)
