"""The stand-in as a server on this machine: `with serving(state) as address`. The next calls take one fault each."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread
from typing import Any
from urllib.parse import unquote

from flask import Flask, Response, jsonify, request
from pydantic import BaseModel, ValidationError
from werkzeug.serving import make_server

from balint_live.adapters.zoom import lists, meetings
from balint_live.adapters.zoom.client import Operation
from tests.fakezoom.schemas import Defaults, Granted, Lines, Meeting, Meetings, Registered, Registrants, Runs
from tests.fakezoom.state import No, State

AFTER_THE_WORK = "reset_after_effect"
HANG = "hang"
"""The work is done, and the answer comes when nobody waits for it any more."""
FAILING: dict[str, Callable[[], Response]] = {
    "429_qps": lambda: coded(429, 429, "You have reached the maximum per-second rate limit for this API."),
    "429_daily": lambda: coded(
        429, 429, "You have reached the daily rate limit.", **{"Retry-After": "2026-03-06T00:00:00Z"}
    ),
    "429_concurrent": lambda: coded(429, 429, "Too many concurrent requests."),
    "429_soon": lambda: coded(429, 429, "Slow down.", **{"Retry-After": "7"}),
    "500": lambda: coded(500, 500, "Internal error."),
    "502_html": lambda: Response("<html>Bad gateway</html>", 502),
    "300_code_300": lambda: coded(300, 300, "Validation failed for m-01@members.example.org."),
    "200_with_error": lambda: coded(200, 3000, "Cannot access meeting information."),
    "broken_quotes": lambda: Response('{"code":300,"message":"The "topic" is wrong."}', 400),
    "401_once": lambda: coded(401, 124, "Access token is expired."),
}


def coded(status: int, code: int, message: str, **headers: str) -> Response:
    answer = jsonify(code=code, message=message)
    answer.status_code = status
    answer.headers.update({"x-zm-trackingid": "v=2.0;clid=eu", **headers})
    return answer


def fake_zoom(state: State) -> Flask:
    app = Flask("fakezoom", static_folder=None)
    app.url_map.merge_slashes = False
    app.register_error_handler(No, lambda no: coded(no.status, no.code, no.message, **no.headers))
    app.register_error_handler(
        ValidationError, lambda wrong: coded(400, 300, f"Validation failed: {wrong.error_count()}.")
    )
    app.add_url_rule("/oauth/token", view_func=partial(granted, state), endpoint="token", methods=["POST"])
    for operation, shape, work in (
        (meetings.CREATE, Meeting, lambda user: state.create(user, request.get_json())),
        (meetings.UPCOMING, Meetings, lambda user: page(state, "meetings", state.upcoming(user))),
        (meetings.GET, Meeting, state.meeting),
        (meetings.UPDATE, None, lambda id: state.update(id, request.get_json())),
        (meetings.DELETE, None, state.delete),
        (meetings.REGISTER, Registered, lambda id: state.register(id, request.get_json())),
        (meetings.CANCEL, None, lambda id: state.change_status(id, request.get_json())),
        (meetings.DEFAULTS, Defaults, state.user),
        (lists.RUNS, Runs, lambda id: {"meetings": state.held(id)}),
        (lists.REPORT, Lines, listed(state)),
        (lists.PAST, Lines, listed(state)),
        (meetings.REGISTRANTS, Registrants, lambda id: page(state, "registrants", registered(state, id))),
    ):
        name = f"{operation.method} {operation.path}"
        rule = "/v2" + operation.path.replace("{", "<path:").replace("}", ">")
        view = partial(answered, state, operation, shape, work)
        app.add_url_rule(rule, name, view, methods=[operation.method])
    return app


def granted(state: State) -> Any:
    state.calls.append("POST /oauth/token")
    if request.authorization is None or request.authorization.password != "right":
        return jsonify(reason="Invalid client_id or client_secret", error="invalid_client"), 400
    return jsonify(checked(Granted, state.grant(request.host_url.rstrip("/"))))


def answered(
    state: State, operation: Operation, shape: type[BaseModel] | None, work: Callable[..., Any], **ids: str
) -> Response:
    state.calls.append(f"{operation.method} {operation.path}")
    state.require(request.headers.get("Authorization", ""), operation.scope)
    fault = state.faults.popleft() if state.faults else ""
    if fault in FAILING:
        return FAILING[fault]()
    done = work(*(unquote(id) for id in ids.values()))
    if fault == HANG:
        Event().wait(state.switches.hangs_s)
    if fault in (AFTER_THE_WORK, HANG):
        request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    answer = Response() if shape is None else jsonify(checked(shape, done))
    [answer.status_code] = operation.expect
    return answer


def checked(shape: type[BaseModel], answer: Any) -> Any:
    """The answer, which the stand-in must not give otherwise than Zoom would."""
    shape.model_validate(answer)
    return answer


def registered(state: State, id: str) -> list[dict[str, Any]]:
    wanted = request.args.get("status", "approved")
    return [each for each in state.registrants[state.meeting(id)["id"]] if each["status"] == wanted]


def listed(state: State) -> Callable[[str], Any]:
    return lambda uuid: page(state, "participants", state.lines(uuid))


def page(state: State, what: str, entries: list[Any]) -> dict[str, Any]:
    """One page; its token is where the next one begins."""
    begin = int(request.args.get("next_page_token") or 0)
    end = begin + min(state.switches.page_size, int(request.args.get("page_size", 30)))
    return {what: entries[begin:end], "next_page_token": str(end) if end < len(entries) else ""}


@contextmanager
def serving(state: State) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, fake_zoom(state), threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
