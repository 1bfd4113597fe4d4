"""Scripts, style sheets, fonts and pictures: read once when the server starts, and kept by browsers for good.

Every address carries one hash over all files. So a browser never asks again for what it has, and after an upgrade all
addresses are new at once: the modules of one page always belong together. Style sheets are sent with what they import in one
piece, scripts of ours without their comments (half of what is left of them compressed), and text is compressed once. There
is no build step: what lies in `static/` is what is sent, and a change shows after a restart.

Pages are compressed as they are sent. A page may hold a form's token beside words that somebody else chose, and its length
could tell about both (the attack called BREACH), so each is lengthened by a random number of bytes, as Django does.
"""

import gzip
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path
from posixpath import dirname, join, normpath

from flask import Flask, Response, abort, request
from rjsmin import jsmin

ONE_YEAR = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
WORTH_COMPRESSING = 500
"""Bytes; fewer would hardly become less."""
COMPRESSED = ("text/", "image/svg", "application/json")
LONGEST_PADDING = 100
VENDORED, ENTRIES = "vendor/", "js/pages/"
_IMPORTED_SHEET = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);')
_IMPORTED_MODULE = re.compile(r'^(?:import|\} from|import .* from) "(\.[^"]+)";', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class StaticFile:
    """`compressed` is empty where that would not make it smaller."""

    type: str
    content: bytes
    compressed: bytes


class StaticFiles:
    """Every file below `folder`, as it was when this was made. `version` names them all together."""

    def __init__(self, folder: Path) -> None:
        found = {str(file.relative_to(folder)): file.read_bytes() for file in _files(folder)}
        self.version = _digest(found)
        self._files = {name: _prepared(name, _content(found, name)) for name in found}
        self._modules = {name: _modules(found, name) for name in found if name.startswith(ENTRIES)}

    def get(self, name: str) -> StaticFile | None:
        """The file under this name; None where there is none."""
        return self._files.get(name)

    def address(self, name: str) -> str:
        """Where a browser finds it, and may keep it for good."""
        return f"/static/{self.version}/{name}"

    def modules(self, *entries: str) -> list[str]:
        """A page's scripts and every module they import, the nearest to the first one first, so that a page can ask for all
        of them at once.
        """
        return list(dict.fromkeys(each for entry in entries for each in self._modules[entry]))


def install_static_files(app: Flask, files: StaticFiles) -> None:
    """Answer under /static/<version>/. Templates have `static` for an address, and `modules` for the names of scripts.

    An address of another version, or without one, is answered with the file of this one, to be asked for again: while
    several servers are upgraded one after the other, a page of the new one may ask an old one.
    """

    @app.get("/static/<version>/<path:filename>", endpoint="static")
    def static(version: str, filename: str) -> Response:
        file = files.get(filename) or files.get(f"{version}/{filename}")
        if file is None:
            abort(404)
        kept = ONE_YEAR if version == files.version else ASK_AGAIN
        response = Response(file.content, content_type=file.type, headers={"Cache-Control": kept})
        if file.compressed:
            response.vary.add("Accept-Encoding")
            if _takes_gzip():
                _compress(response, file.compressed)
        return response

    app.jinja_env.globals.update(static=files.address, modules=files.modules)


def install_compression(app: Flask) -> None:
    """Compress pages and longer answers to scripts on their way out."""

    @app.after_request
    def compressed(response: Response) -> Response:
        if request.endpoint == "static" or response.is_streamed or not _is_text(response.content_type or ""):
            return response
        response.vary.add("Accept-Encoding")
        content = response.get_data()
        if len(content) >= WORTH_COMPRESSING and _takes_gzip():
            _compress(response, _padded(content))
        return response


def _files(folder: Path) -> Iterator[Path]:
    return (each for each in sorted(folder.rglob("*")) if each.is_file())


def _digest(found: dict[str, bytes]) -> str:
    whole = sha256()
    for name, content in found.items():
        whole.update(f"{name} {len(content)} ".encode() + content)
    return whole.hexdigest()[:12]


def _content(found: dict[str, bytes], name: str) -> bytes:
    if name.endswith(".css"):
        return _joined(found, name).encode()
    if name.endswith(".js") and not name.startswith(VENDORED):
        return str(jsmin(found[name].decode())).encode()
    return found[name]


def _joined(found: dict[str, bytes], name: str) -> str:
    """A style sheet with those it imports in their places, each in its layer."""

    def imported(each: re.Match[str]) -> str:
        path, layer = each.groups()
        return f"@layer {layer} {{\n{_joined(found, _beside(name, path))}\n}}"

    return _IMPORTED_SHEET.sub(imported, found[name].decode())


def _modules(found: dict[str, bytes], entry: str) -> list[str]:
    names = [entry]
    for name in names:
        imported = _IMPORTED_MODULE.findall(found[name].decode())
        beside = dict.fromkeys(_beside(name, each) for each in imported)
        names += [each for each in beside if each not in names]
    return names


def _prepared(name: str, content: bytes) -> StaticFile:
    kind = guess_type(name)[0] or "application/octet-stream"
    text = kind.startswith(("text/", "image/svg"))
    small = gzip.compress(content, 9, mtime=0) if text else b""
    return StaticFile(
        f"{kind}; charset=utf-8" if text else kind, content, small if 0 < len(small) < len(content) else b""
    )


def _beside(name: str, path: str) -> str:
    return normpath(join(dirname(name), path))


def _is_text(content_type: str) -> bool:
    return content_type.startswith(COMPRESSED)


def _takes_gzip() -> bool:
    return request.accept_encodings["gzip"] > 0


def _compress(response: Response, compressed: bytes) -> None:
    response.set_data(compressed)
    response.headers["Content-Encoding"] = "gzip"


def _padded(content: bytes) -> bytes:
    """Compressed, with a file name of random length in the header, which no browser looks at."""
    out = BytesIO()
    padding = "a" * secrets.randbelow(LONGEST_PADDING)
    with gzip.GzipFile(filename=padding, mode="wb", compresslevel=5, fileobj=out, mtime=0) as file:
        file.write(content)
    return out.getvalue()
