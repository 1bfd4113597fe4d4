"""Uploads: only from somebody who may, one at a time, and never on the disk.

What is larger than a form is read only once it is clear who sends it: a hundred strangers with eight megabytes each would
otherwise be held in memory to be told that there is nothing here. And it stays in memory: a list of registrants must not
lie in a temporary file, not even for the moment of being read.
"""

from collections.abc import Callable
from io import BytesIO
from typing import IO

from flask import Flask, Request, Response, g, request

from balint_live.application.ports import Clock
from balint_live.web.shared.access import current_login, declaration_of

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
