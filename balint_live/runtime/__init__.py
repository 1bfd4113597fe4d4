"""The async mode behind one interface: eventlet by default, `threading` by setting.

With app.py this package is the only place that knows which: all other code is handed a `Runtime`, and works the same under
both. Patching must come before anything else is imported (`requests`
or `ssl` imported first end in a RecursionError on HTTPS), hence `patch_for`, which app.py calls in its first lines and
which may therefore import nothing but the standard library.
"""

import os
import tomllib
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import cast

from balint_live.runtime.interface import Runtime

MODES = ("eventlet", "threading")
_CONFIG_VARIABLE = "BALINT_LIVE_CONFIG"


def patch_for(arguments: Sequence[str]) -> None:
    """Patch the standard library for the mode the configuration names; a faulty file is config.py's to report."""
    if configured_mode(arguments) == "eventlet":
        runtime("eventlet").patch()


def configured_mode(arguments: Sequence[str]) -> str:
    """The mode in the configuration file the command will read; eventlet where there is none, or none to be read."""
    try:
        text = _config_path(arguments).read_text(encoding="utf-8-sig")
        mode = tomllib.loads(text).get("server", {}).get("async_mode", "eventlet")
    except (OSError, ValueError, AttributeError):
        return "eventlet"
    return mode if mode in MODES else "eventlet"


def runtime(mode: str) -> Runtime:
    """The runtime of a mode; raises ValueError for one that does not exist."""
    if mode not in MODES:
        raise ValueError(f"There is no async mode called {mode}.")
    return cast(Runtime, import_module(f"balint_live.runtime.{mode}_mode"))


def _config_path(arguments: Sequence[str]) -> Path:
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if argument == "--config":
            return Path(following)
        if argument.startswith("--config="):
            return Path(argument.removeprefix("--config="))
    return Path(os.environ.get(_CONFIG_VARIABLE, "config.toml"))
