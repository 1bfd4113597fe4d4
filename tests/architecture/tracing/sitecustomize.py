"""Notes which files of the application run a function. Python imports this by its name when it starts, also in a child
process, where what is noted is written down at once: the parent may end it at any moment.
"""

import os
import sys
from pathlib import Path
from types import FrameType
from typing import Any

CHILDREN = "BALINT_LIVE_TRACE"
"""The variable that names the file which child processes write to."""
PACKAGE = str(Path(__file__).parents[3] / "balint_live") + os.sep
noted: set[str] = set()


def note(frame: FrameType, event: str, _argument: Any) -> None:
    """For `sys.setprofile`. What runs while a module is imported is no way through it: its top level, and its classes'."""
    code = frame.f_code
    if event != "call" or code.co_filename in noted:
        return
    if code.co_filename.startswith(PACKAGE) and not _is_imported(frame):
        noted.add(code.co_filename)
        if _in_child:
            with Path(os.environ[CHILDREN]).open("a", encoding="utf-8") as file:
                file.write(code.co_filename + "\n")


def _is_imported(frame: FrameType | None) -> bool:
    while frame is not None and frame.f_code.co_name != "<module>":
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename.startswith(PACKAGE)


_in_child = __name__ == "sitecustomize" and CHILDREN in os.environ
if _in_child:
    sys.setprofile(note)
