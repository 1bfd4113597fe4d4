"""Heavy work in a child process: what comes back, what is refused, and that a stuck child holds up nobody."""

import os
import time
from collections.abc import Iterator

import psutil
import pytest

from balint_live.adapters.imports.reader import ListFiles
from balint_live.application.imports.table import ListMistake, MistakeCode
from balint_live.application.ports import TooMuchWork, Unavailable
from balint_live.runtime.child_process import MOST_BYTES, ChildProcesses


@pytest.fixture
def elsewhere() -> Iterator[ChildProcesses]:
    children = ChildProcesses(1)
    yield children
    children.close()


def test_work_is_done_in_another_process_and_answered_here(elsewhere: ChildProcesses) -> None:
    assert elsewhere(divmod, 17, 5) == (3, 2)
    assert elsewhere(os.getpid) != os.getpid()


def test_one_child_is_used_again(elsewhere: ChildProcesses) -> None:
    assert elsewhere(os.getpid) == elsewhere(os.getpid)


def test_what_the_work_raises_is_raised_here(elsewhere: ChildProcesses) -> None:
    with pytest.raises(ZeroDivisionError):
        elsewhere(divmod, 1, 0)
    with pytest.raises(ListMistake) as refused:
        elsewhere(ListFiles().read, b"%PDF-1.7", "list.pdf")

    assert (refused.value.code, refused.value.sentence) == (
        MistakeCode.OTHER_FORMAT,
        "This is a PDF file. Please open it, save it as XLSX or CSV, and take that file.",
    )


def test_an_exception_that_cannot_be_sent_still_says_its_kind(elsewhere: ChildProcesses) -> None:
    with pytest.raises(RuntimeError, match="Unsendable"):
        elsewhere(raise_what_cannot_be_sent)


def test_work_that_takes_too_long_is_ended_and_its_child_is_gone() -> None:
    hurried = ChildProcesses(1, work_seconds=2.0)
    stuck = hurried(os.getpid)

    with pytest.raises(TooMuchWork):
        hurried(time.sleep, 60)

    assert (psutil.pid_exists(stuck), hurried(divmod, 17, 5)) == (False, (3, 2))
    hurried.close()


def test_work_that_takes_too_much_memory_is_refused_and_the_next_is_done(elsewhere: ChildProcesses) -> None:
    with pytest.raises(TooMuchWork):
        elsewhere(bytes, 2 * MOST_BYTES)

    assert elsewhere(divmod, 17, 5) == (3, 2)


def test_a_child_that_dies_of_its_work_is_too_much_work_and_the_next_is_done(
    elsewhere: ChildProcesses,
) -> None:
    with pytest.raises(TooMuchWork):
        elsewhere(os.abort)

    assert elsewhere(divmod, 17, 5) == (3, 2)


def test_a_child_that_ended_meanwhile_is_replaced(elsewhere: ChildProcesses) -> None:
    first = elsewhere(os.getpid)
    psutil.Process(first).kill()
    psutil.wait_procs([psutil.Process(first)], timeout=10)

    assert elsewhere(os.getpid) != first


def test_whoever_finds_every_child_at_work_for_too_long_is_told() -> None:
    hurried = ChildProcesses(1, work_seconds=0.01)

    with hurried._turns, pytest.raises(Unavailable):
        hurried(divmod, 17, 5)


def test_the_child_ends_with_its_parent(elsewhere: ChildProcesses) -> None:
    child = psutil.Process(elsewhere(os.getpid))
    elsewhere._idle[0]._line.close()

    assert psutil.wait_procs([child], timeout=10)[1] == []


class UnsendableError(Exception):
    def __init__(self) -> None:
        super().__init__()
        self.held = lambda: None


def raise_what_cannot_be_sent() -> None:
    raise UnsendableError
