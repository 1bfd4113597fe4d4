"""`make house` measures what is there: sizes, floors, imports that go up or round, and the files on three ways."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import PACKAGE, ROOT, imports_of, layers_in, sizes_of


@pytest.fixture(scope="module")
def printed() -> list[str]:
    program = [sys.executable, "-W", "ignore", "-m", "tests.architecture.house"]
    return subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


def test_the_last_line_is_one_json_object_with_every_figure(printed: list[str]) -> None:
    figures = json.loads(printed[-1])
    assert list(figures) == [
        "files",
        "lines",
        "medianLines",
        "longFiles",
        "largestFolder",
        "medianFunctionLines",
        "floors",
        "upwardImports",
        "circles",
        "ways",
        "ofAnyPage",
    ]
    assert figures["files"] == len(list(PACKAGE.rglob("*.py")))
    assert figures["files"] == sum(floor["files"] for floor in figures["floors"].values())
    assert figures["lines"] == sum(floor["lines"] for floor in figures["floors"].values())
    assert (figures["upwardImports"], figures["circles"]) == (0, 0)
    assert list(figures["ways"]) == list(figures["ofAnyPage"]) == ["next", "list", "minute"]


def test_the_table_says_the_same_figures_beside_their_aims(printed: list[str]) -> None:
    figures = json.loads(printed[-1])
    rows = [line.removesuffix("  NOT MET").strip() for line in printed[:-1]]
    passed = figures["ways"]
    assert rows[0] == f"{figures['files']:,}  files (at most 150)"
    assert rows[1] == f"{figures['lines']:,}  lines (at most 23,500)"
    assert [row for row in rows if "files from" in row] == [
        f"{passed['next']}  files from phase.next to the last display (at most 24)",
        f"{passed['list']}  files from list to e-mail (at most 30)",
        f"{passed['minute']}  files from minute to statement (at most 26)",
    ]


def test_every_page_passes_some_files_of_a_way_and_not_all(printed: list[str]) -> None:
    figures = json.loads(printed[-1])
    for way, passed in figures["ways"].items():
        assert 0 < figures["ofAnyPage"][way] < passed


def test_sizes_are_those_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    (tmp_path / "__init__.py").write_text('"""Says nothing."""\n')
    (tmp_path / "web" / "page.py").write_text(
        "def one():\n    return 1\n\n\ndef two(): return 2\n" + "\n" * 400
    )
    sizes = sizes_of(tmp_path)
    floors = sizes.pop("floors")
    assert sizes == {
        "files": 2,
        "lines": 406,
        "medianLines": 203,
        "longFiles": {"web/page.py": 405},
        "largestFolder": 1,
        "medianFunctionLines": 2,
    }
    assert floors["web"] == {"files": 1, "lines": 405}
    assert floors["beside the floors"] == {"files": 1, "lines": 1}
    assert floors["domain"] == {"files": 0, "lines": 0}


@pytest.mark.parametrize(
    ("imports", "upward", "circles"),
    [
        ({}, 0, 0),
        ({"top": "middle", "middle": "bottom"}, 0, 0),
        ({"bottom": "top"}, 1, 0),
        ({"middle": "beside"}, 1, 0),
        ({"top": "bottom", "bottom": "top"}, 1, 1),
        ({"bottom": "top", "top": "middle", "middle": "bottom", "beside": "top"}, 2, 1),
    ],
)
def test_imports_that_go_up_or_round_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, imports: dict[str, str], upward: int, circles: int
) -> None:
    package = tmp_path / f"made_{tmp_path.name}"
    package.mkdir()
    (package / "__init__.py").touch()
    for each in ("top", "middle", "beside", "bottom"):
        line = f"from {package.name} import {imports[each]}\n" if each in imports else ""
        (package / f"{each}.py").write_text(line)
    monkeypatch.syspath_prepend(tmp_path)
    layers = [(package.name, [{"top"}, {"middle", "beside"}, {"bottom"}])]
    assert imports_of(package.name, layers) == {"upwardImports": upward, "circles": circles}


def test_the_layers_are_those_that_the_import_rules_hold(tmp_path: Path) -> None:
    pyproject = tmp_path / "pyproject.toml"
    pyproject.write_text(
        '[[tool.importlinter.contracts]]\ntype = "layers"\nlayers = ["cli", "web | adapters"]\ncontainers = ["made"]\n'
        '[[tool.importlinter.contracts]]\ntype = "forbidden"\n'
    )
    assert layers_in(pyproject) == [("made", [{"cli"}, {"web", "adapters"}])]
