"""Serving HTTP with a thread a connection: werkzeug's own handler, with the head, the body and the words ours."""

from io import BufferedReader
from typing import Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from balint_live.runtime.http_body import Chunks
from balint_live.runtime.http_handler import BODY_WITHIN, CarefulHandler


class ThreadHandler(CarefulHandler, WSGIRequestHandler):
    def handle_one_request(self) -> None:
        self.raw_requestline = self.head_line()
        if self.raw_requestline and self.parse_request():
            self.run_wsgi()

    def make_environ(self) -> dict[str, Any]:
        environ = super().make_environ()
        environ[BODY_WITHIN] = self.timed.within
        if environ.get("wsgi.input_terminated"):
            environ["wsgi.input"] = BufferedReader(Chunks(self.rfile))
        if "HTTP_UPGRADE" in environ:
            self.timed.usual = None
            self.connection.settimeout(None)  # a WebSocket's silences are Engine.IO's to measure
        return environ

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
        """Or what is left of a closed WebSocket would be read as the next request."""
        self.close_connection = True


class QuietServer(ThreadedWSGIServer):
    """No tracebacks either: a fault in a page is reported where it happens, and what remains is lost connections."""

    daemon_threads = True
    block_on_close = False

    def log(self, type: str, message: str, *args: Any) -> None:
        pass

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass
