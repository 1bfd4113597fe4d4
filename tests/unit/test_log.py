"""The log: one JSON line for each event, and of a fault its kind and place, never its words."""

import json

import pytest

from balint_live.adapters.system import Log


def test_a_fault_is_counted_and_written_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    counted: list[int] = []
    log = Log("info", lambda: counted.append(1))
    try:
        int("ana@example.org")
    except ValueError as fault:
        log.fault("page", fault)

    line = json.loads(capsys.readouterr().err)
    assert (counted, line.pop("timestamp")[-1]) == ([1], "Z")
    assert line.pop("path").startswith("test_a_fault_is_counted_and_written_without_its_words:")
    assert line == {"event": "fault", "where": "page", "kind": "ValueError", "level": "error"}


def test_an_event_has_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    Log("warning").event("listening", port=8000)
    assert capsys.readouterr().err == ""
    Log("info").event("listening", port=8000)
    line = json.loads(capsys.readouterr().err)
    assert {name: line[name] for name in ("event", "port", "level")} == {
        "event": "listening",
        "port": 8000,
        "level": "info",
    }
