"""What is posted here: how much of it is read, and whether it counts.

The press of a form counts where it comes from a page of ours, in the browser that was given that page. Each page carries a
token that belongs to the browser's cookie (Flask-WTF's), and keeps it when somebody signs in or out, so that other pages of
the same browser still count. Where a browser says from which site a press comes, that must be this one; many say nothing, or
hide it (`Origin: null`, no Referer), and then the token alone decides. Flask-WTF's own check wants a Referer over https and
compares it with a Host that proxies rewrite, so the check is ours.

Uploads are taken only from somebody who may, one at a time, and never on the disk. What is larger than a form is read only
once it is clear who sends it: a hundred strangers with eight megabytes each would otherwise be held in memory to be told
that there is nothing here. And it stays in memory: a list of registrants must not lie in a temporary file, not even for the
moment of being read.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from io import BytesIO
from typing import IO

from flask import Flask, Request, Response, current_app, g, request
from flask_wtf.csrf import CSRFError, CSRFProtect, validate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import ValidationError

from balint_live.application.ports import Clock
from balint_live.web.shared import access
from balint_live.web.shared.access import FORM_TOKEN, current_login, declaration_of

COOKIE_WOULD_BE_THERE = timedelta(hours=1)
"""A browser that has lost the cookie of so new a page is one that keeps none."""
LOOKING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class StaleForm(CSRFError):  # type: ignore[misc]
    """The page is very old, or another browser's."""


class FromElsewhere(CSRFError):  # type: ignore[misc]
    """The browser says that the press comes from another site."""


class CookiesBlocked(CSRFError):  # type: ignore[misc]
    """The browser did not keep the cookie that came with the page."""


def install_csrf(app: Flask, clock: Clock, public_url: str) -> None:
    """Check every form that is sent. `public_url` is the configured one; "" where there is none: the address that was
    asked for counts as ours then.
    """
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    CSRFProtect(app)  # gives templates their token

    @app.before_request
    def check_form() -> None:
        if not app.config["WTF_CSRF_ENABLED"] or request.method in LOOKING or request.endpoint is None:
            return
        if request.blueprint in (access.COMMANDS, access.WEBHOOK):
            return  # the proof is a token or a signature in a header, and no form could send it
        ours = public_url or request.host_url.rstrip("/").lower()
        if not all(_belongs_to(ours, each) for each in _named_origins()):
            raise FromElsewhere
        _require_token(ours, clock.now())


def _named_origins() -> Iterable[str]:
    """Where the browser says that the form comes from; nothing where it does not say."""
    said = (request.headers.get("Origin"), request.headers.get("Referer"))
    return [each for each in said if each and each != "null"]


def _belongs_to(site: str, address: str) -> bool:
    """Browsers write both in small letters and without a default port, as a site's address is kept."""
    return address.lower() == site or address.lower().startswith(f"{site}/")


def _require_token(site: str, now: datetime) -> None:
    """Raises StaleForm or CookiesBlocked.

    A browser that opens its first two pages at once keeps the cookie of one: so a page of ours counts, whichever its cookie,
    where the browser itself says that the press comes from this site.
    """
    token = request.form.get(FORM_TOKEN, "")
    if any(_fits_the_cookie(token, secret) for secret in _secrets()):
        return
    made_at = _made_at(token)
    if made_at is None:
        raise StaleForm
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        raise CookiesBlocked if now - made_at < COOKIE_WOULD_BE_THERE else StaleForm
    if not _belongs_to(site, request.headers.get("Origin", "")):
        raise StaleForm


def _fits_the_cookie(token: str, secret: str) -> bool:
    """Whether it is the token of the browser's own cookie."""
    try:
        validate_csrf(token, secret_key=secret)
    except ValidationError:
        return False
    return True


def _made_at(token: str) -> datetime | None:
    """When we made it; None for a token that is not ours."""
    for secret in _secrets():
        try:
            _, made_at = URLSafeTimedSerializer(secret, salt="wtf-csrf-token").loads(
                token, return_timestamp=True
            )
        except BadData:
            continue
        return made_at if isinstance(made_at, datetime) else None
    return None


def _secrets() -> list[str]:
    """The earlier ones too: pages stay open while the secret is changed."""
    return [str(current_app.secret_key), *current_app.config["SECRET_KEY_FALLBACKS"]]


# ---- Uploads --------------------------------------------------------------------------------------------------------

UPLOAD_SECONDS = 60
BODY_WITHIN = "balint_live.body_within"
"""The runtime's way to allow a body more time, in the environ of a request that came over the network."""
TOO_MANY = 429
ONE_AT_A_TIME = "Another upload of yours is still under way. Please wait until it has come to its end."


class InMemoryRequest(Request):
    """A request whose form and files are never written to the disk."""

    def _load_form_data(self) -> None:
        """Nobody types a NUL, and PostgreSQL takes none: it goes before anybody reads the form."""
        super()._load_form_data()
        pairs = [(name, value.replace("\0", "")) for name, value in self.form.items(multi=True)]
        self.__dict__["form"] = self.parameter_storage_class(pairs)

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        """Werkzeug's own would begin a file on the disk at half a megabyte; how much may come at all is bounded anyway."""
        return BytesIO()


def install_uploads(app: Flask, clock: Clock, group: Callable[[str], object]) -> None:
    """Make room for a large form before anything reads the body, as the check of a form's token does.

    `group` takes the group's id and ends the request of anybody who may not look after it.
    """
    uploading: dict[str, object] = {}

    @app.before_request
    def make_room() -> Response | None:
        declared = declaration_of(app, request.endpoint)
        if declared is None or not declared.largest_form:
            return None
        group((request.view_args or {})["group_id"])
        login = current_login(clock.now())
        who, this = "" if login is None else login.who.id, object()
        if uploading.setdefault(who, this) is not this:
            return Response(
                ONE_AT_A_TIME, TOO_MANY, {"Retry-After": "10"}, content_type="text/plain; charset=utf-8"
            )
        g.uploading = who
        request.max_content_length = request.max_form_memory_size = declared.largest_form
        request.environ.get(BODY_WITHIN, lambda _seconds: None)(UPLOAD_SECONDS)
        return None

    @app.teardown_request
    def done(_fault: BaseException | None) -> None:
        if "uploading" in g:
            uploading.pop(g.uploading, None)
