"""Native threads for work that blocks. Unlike an executor's they do not outlive the program: what a locked database still
holds up when the server has been told to stop was not acknowledged to anybody, and is not waited for.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")


class Workers:
    def __init__(self, count: int) -> None:
        self._work: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()
        for number in range(count):
            threading.Thread(target=self._serve, name=f"offload-{number}", daemon=True).start()

    def do(self, work: Callable[[], T]) -> T:
        """Have it done, and wait for its result; its exceptions come through."""
        outcome: Future[T] = Future()
        self._work.put((outcome, work))
        return outcome.result()

    def _serve(self) -> None:
        while True:
            outcome, work = self._work.get()
            try:
                outcome.set_result(work())
            except BaseException as fault:  # noqa: BLE001 - it is raised where the work was asked for
                outcome.set_exception(fault)
            del outcome, work  # or the last result would be kept until there is another
