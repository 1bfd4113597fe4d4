"""The programs some tests need and a machine may lack.

A person without a browser or a database server still gets every other test, and is told what was left out. In continuous
integration nothing is left out: there, what is missing is a failure, so that a green run means that everything ran.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

import playwright
import pytest

OLDEST_NODE = 20


def require(tool: str, reason: str = "") -> Path:
    """Where the tool is (PostgreSQL: the folder of its programs). Without it the test skips, or fails where CI is true."""
    found = FINDERS[tool]()
    if found is None:
        left_out(f"{tool} is not on this machine{reason and f': {reason}'}", os.environ)
    return found


def left_out(sentence: str, environment: Mapping[str, str]) -> NoReturn:
    """Skips, or fails where the environment's CI is true."""
    if environment.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def _browser() -> Path | None:
    """Of use only with Playwright's driver, which is a program too and wants libraries of the machine's.

    Debian builds the same Chromium without windows too: a page in it costs about half as much processor time.
    """
    driver = Path(playwright.__file__).parent / "driver" / "node"
    found = _on_path("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return found if _version_of(driver) else None


def _node() -> Path | None:
    """The virtual environment's own first: `make` puts one there when the machine's is too old."""
    node = _existing(Path(sys.prefix, "bin", "node")) or _on_path("node")
    return node if node is not None and _major_version(node) >= OLDEST_NODE else None


def _postgres() -> Path | None:
    """Debian keeps the server's programs off the path, in a folder for each version."""
    by_version = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    folders = [folder for folder in reversed(by_version) if (folder / "initdb").exists()]
    initdb = _on_path("initdb")
    return folders[0] if folders else initdb and initdb.resolve().parent


def _npm_packages() -> Path | None:
    return _existing(Path(__file__).parent.parent / "node_modules")


def _libreoffice() -> Path | None:
    return _on_path("soffice", "libreoffice")


def _nginx() -> Path | None:
    """Debian keeps it where only root's path leads."""
    return _on_path("nginx") or _existing(Path("/usr/sbin/nginx"))


def _caddy() -> Path | None:
    return _on_path("caddy")


def _systemd_analyze() -> Path | None:
    return _on_path("systemd-analyze")


def _redis() -> Path | None:
    """Redis, or Valkey, which is the same to us."""
    return _on_path("redis-server", "valkey-server")


def _faces() -> Path | None:
    """Debian's folder of fonts, where the text faces for many scripts are in it."""
    fonts = Path("/usr/share/fonts/truetype")
    faces = ("noto/NotoSerifDevanagari-Regular.ttf", "wqy/wqy-microhei.ttc")
    return fonts if all((fonts / face).exists() for face in faces) else None


def _faketime() -> Path | None:
    """The library that gives one program another wall clock."""
    return next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))), None)


def _git() -> Path | None:
    return _on_path("git")


FINDERS: dict[str, Callable[[], Path | None]] = {
    "browser": _browser,
    "caddy": _caddy,
    "faces": _faces,
    "faketime": _faketime,
    "git": _git,
    "libreoffice": _libreoffice,
    "nginx": _nginx,
    "node": _node,
    "npm_packages": _npm_packages,
    "postgres": _postgres,
    "systemd_analyze": _systemd_analyze,
    "redis": _redis,
}


def _on_path(*names: str) -> Path | None:
    return next((Path(found) for name in names if (found := shutil.which(name))), None)


def _existing(path: Path) -> Path | None:
    return path if path.exists() else None


def _major_version(node: Path) -> int:
    version = re.match(r"v(\d+)\.", _version_of(node))
    return int(version[1]) if version else 0


def _version_of(program: Path) -> str:
    """What it says of itself; nothing when it does not run."""
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
