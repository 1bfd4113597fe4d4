"""`python -m tests.architecture.house`: the structure in figures, as a table and, in the last line, as one JSON object.

How many files and lines there are, on which floor, whether any import goes upwards or round in a circle, and through how
many files three things pass (`tests.architecture.ways`). Each figure stands beside its aim. It leaves with 0 when it could
measure, whether the aims are met or not. `--files` names the files of each way.
"""

import ast
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any

import grimp

from tests.architecture.ways import Way, traced

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "balint_live"
PYPROJECT = ROOT / "pyproject.toml"
FLOORS = ("domain", "application", "adapters", "web", "composition", "runtime", "cli")
BESIDE_THEM = "beside the floors"
FILES, LINES, OF_ONE_FILE, OF_ONE_FOLDER, OF_ONE_FUNCTION = 150, 23_500, 400, 14, 8
MEDIAN_OF_FILES = 100, 250
AIMS = {"next": 24, "list": 30, "minute": 26}


def main() -> None:
    """Print the table, then one line of JSON with every figure."""
    sizes, imports = sizes_of(PACKAGE), imports_of("balint_live", layers_in(PYPROJECT))
    ways = traced()
    sys.stdout.writelines(f"{line}\n" for line in _table(sizes, imports, ways, named="--files" in sys.argv))
    counted = {name: len(way.files) for name, way in ways.items()}
    of_any_page = {name: len(way.of_any_page) for name, way in ways.items()}
    sys.stdout.write(json.dumps({**sizes, **imports, "ways": counted, "ofAnyPage": of_any_page}) + "\n")


# ---- Sizes --------------------------------------------------------------------------------------------------------


def sizes_of(package: Path) -> dict[str, Any]:
    """Files, lines and functions of a package; `longFiles` are those above 400 lines, with their lines."""
    sources = {file: file.read_text(encoding="utf-8") for file in sorted(package.rglob("*.py"))}
    lines = {file.relative_to(package).as_posix(): source.count("\n") for file, source in sources.items()}
    folders = [len(list(folder.glob("*.py"))) for folder in {file.parent for file in sources}]
    return {
        "files": len(lines),
        "lines": sum(lines.values()),
        "medianLines": round(median(lines.values())),
        "longFiles": {file: count for file, count in lines.items() if count > OF_ONE_FILE},
        "largestFolder": max(folders),
        "medianFunctionLines": round(median(_lengths(sources.values()))),
        "floors": {floor: _of_floor(floor, lines) for floor in (*FLOORS, BESIDE_THEM)},
    }


def _lengths(sources: Any) -> Iterator[int]:
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (node.end_lineno or node.lineno) - node.lineno + 1


def _of_floor(floor: str, lines: Mapping[str, int]) -> dict[str, int]:
    on_it = [count for file, count in lines.items() if _floor_of(file) == floor]
    return {"files": len(on_it), "lines": sum(on_it)}


def _floor_of(file: str) -> str:
    first = file.partition("/")[0]
    return first if first in FLOORS else BESIDE_THEM


# ---- Imports ------------------------------------------------------------------------------------------------------


Layers = list[tuple[str, list[set[str]]]]
"""Packages, each with its parts from the top down; parts of one set do not see each other."""


def layers_in(pyproject: Path) -> Layers:
    """The layers that import-linter is told to hold."""
    contracts = tomllib.loads(pyproject.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    return [
        (container, [{part.strip() for part in layer.split("|")} for layer in contract["layers"]])
        for contract in contracts
        if contract["type"] == "layers"
        for container in contract["containers"]
    ]


def imports_of(package: str, layers: Layers) -> dict[str, int]:
    """How many imports go upwards, or to a part beside, and in how many circles modules import each other."""
    graph = grimp.build_graph(package, cache_dir=None)
    edges = [
        (each, found) for each in graph.modules for found in graph.find_modules_directly_imported_by(each)
    ]
    upward = sum(any(_is_upward(edge, container, parts) for container, parts in layers) for edge in edges)
    circles = {
        frozenset((graph.find_upstream_modules(each) & graph.find_downstream_modules(each)) | {each})
        for each in graph.modules
    }
    return {"upwardImports": upward, "circles": sum(len(circle) > 1 for circle in circles)}


def _is_upward(edge: tuple[str, str], container: str, layers: list[set[str]]) -> bool:
    importer, imported = (_part_of(module, container) for module in edge)
    if importer == imported:
        return False
    return any(
        importer in lower and imported in upper
        for (at, upper), (below, lower) in product(enumerate(layers), repeat=2)
        if at <= below
    )


def _part_of(module: str, container: str) -> str | None:
    within = module.removeprefix(f"{container}.")
    return None if within == module else within.split(".")[0]


# ---- The table ------------------------------------------------------------------------------------------------------


def _table(
    sizes: Mapping[str, Any], imports: Mapping[str, int], ways: Mapping[str, Way], named: bool
) -> Iterator[str]:
    yield _row(sizes["files"], "files", FILES)
    yield _row(sizes["lines"], "lines", LINES)
    for floor, counted in sizes["floors"].items():
        yield f"{counted['lines']:8,}  lines in {counted['files']} files: {floor}"
    least, most = MEDIAN_OF_FILES
    yield _row(sizes["medianLines"], "lines of a file, in the median", most, least)
    for file, lines in sizes["longFiles"].items():
        yield _row(lines, f"lines of {file}", OF_ONE_FILE)
    yield _row(sizes["largestFolder"], "files of the largest folder", OF_ONE_FOLDER)
    yield _row(sizes["medianFunctionLines"], "lines of a function, in the median", OF_ONE_FUNCTION)
    yield _row(imports["upwardImports"], "imports that go upwards", 0)
    yield _row(imports["circles"], "circles of imports", 0)
    for name, way in ways.items():
        yield _row(len(way.files), f"files from {way.title}", AIMS[name])
        yield f"{len(way.of_any_page):8,}  of them serve every page this person asks for"
        if named:
            yield from (
                f"          {file}{' *' if file in way.of_any_page else ''}" for file in sorted(way.files)
            )


def _row(figure: int, what: str, most: int, least: int = 0) -> str:
    aim = f"{least} to {most:,}" if least else f"at most {most:,}"
    return f"{figure:8,}  {what} ({aim}){'' if least <= figure <= most else '  NOT MET'}"


if __name__ == "__main__":
    main()
