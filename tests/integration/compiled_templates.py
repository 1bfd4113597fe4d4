"""Templates and addresses compiled once for all applications that tests make in this process."""

from collections.abc import Callable

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


class InMemory(BytecodeCache):
    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


class OnceCompiled(Rule):
    """An address whose writer is a function of its text alone, and two thirds of what a new application costs."""

    _writers: dict[str, Callable[..., tuple[str, str]]] = {}  # noqa: RUF012 - shared by all

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        of = repr((append_unknown, self._trace, self.defaults))
        if of not in self._writers:
            self._writers[of] = super()._compile_builder(append_unknown)
        return self._writers[of]


_ALL = InMemory()
Flask.url_rule_class = OnceCompiled


def compiled_once(app: Flask) -> Flask:
    app.jinja_env.bytecode_cache = _ALL
    return app
