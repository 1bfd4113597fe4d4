"""Every pattern of the application, tried on text that is pumped up: one part of what it matches, again and again.

A pattern that goes over its text once takes a thousandth of a second for the longest text here; one that goes over it again
from each place takes some hundred times that, and one that tries every way to split it never ends. So a plain limit on
processor time tells them apart on any machine. It runs in a process of its own, because only the system can end the last.
"""

import importlib
import pkgutil
import re
import resource
import sys
import time
from ast import Attribute, Call, Constant, FunctionDef, Name, NodeVisitor, parse
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import balint_live

Uses = dict[str, set[str]]
"""The methods each pattern is used by."""

METHODS = frozenset({"match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn"})
LONG, LONGEST = 4_000, 16_000
SIZES = (*range(10, 32, 2), LONG, LONGEST)
"""Characters: a few, on which a pattern that never ends takes its time already; many, to suspect one; and to be sure."""
SUSPICIOUS, TOO_LONG = 0.001, 0.1
"""Seconds."""
AT_MOST = 120
"""Seconds for all patterns; without a slow one it takes about five."""
FAVOURITES = ("a0 <", " 0a>", "<\n.a", "_-/\"'")
"""Which sign stands for a class of signs, where several could: each in turn."""
ANYTHING = "a0 \n\t<>\"'=@:._-/+é"


def patterns() -> Iterator[tuple[str, re.Pattern[Any], set[str]]]:
    """Where it stands, the pattern, and by which methods it is used."""
    for module in _modules():
        uses = _Uses.of(module)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{module.__name__}.{name}", value, uses.by_name.get(name, set()) or {"finditer"}
        for pattern, methods in uses.written_out.items():
            yield f"{module.__name__}: {pattern!r}", re.compile(pattern), methods


def slow(pattern: re.Pattern[Any], methods: set[str]) -> str:
    """What it is slow on, or nothing."""
    for prefix, part in _parts(pattern):
        for end in ("", "\0"):
            for size in SIZES:
                times = size // len(part)
                taken = max(_seconds(pattern, method, prefix + part * times + end) for method in methods)
                if taken > TOO_LONG:
                    return f"{prefix!r} + {part!r} * {times} + {end!r}"
                if size == LONG and taken < SUSPICIOUS:
                    break
    return ""


def _seconds(pattern: re.Pattern[Any], method: str, text: str) -> float:
    subject = text.encode() if isinstance(pattern.pattern, bytes) else text
    began = time.process_time()
    if method in ("sub", "subn"):
        pattern.sub("" if isinstance(subject, str) else b"", subject)
    elif method == "finditer":
        for _ in pattern.finditer(subject):
            pass
    else:
        getattr(pattern, method)(subject)
    return time.process_time() - began


def _parts(pattern: re.Pattern[Any]) -> list[tuple[str, str]]:
    """Any stretch of something it matches, in its place and at the beginning."""
    found = {
        (prefix, walk[start:end])
        for walk in _walks(pattern)
        for start, end in combinations(range(len(walk) + 1), 2)
        for prefix in ("", walk[:start])
    }
    return sorted(found)


def _walks(pattern: re.Pattern[Any]) -> Iterator[str]:
    """Texts that go through all of the pattern, with everything in it that could be left out, and without."""
    parsed = re._parser.parse(pattern.pattern, pattern.flags)  # type: ignore[attr-defined]
    for favourites in FAVOURITES:
        for branch in (0, -1):
            yield _walk(parsed, favourites, branch)
    yield _walk(parsed, FAVOURITES[0], 0, least=True)


def _walk(parsed: Any, favourites: str, branch: int, least: bool = False) -> str:
    return "".join(_step(str(name), value, favourites, branch, least) for name, value in parsed)


def _step(name: str, value: Any, favourites: str, branch: int, least: bool) -> str:
    match name:
        case "AT" | "ASSERT" | "ASSERT_NOT":
            return ""
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return "" if least and not value[0] else _walk(value[2], favourites, branch, least)
        case "SUBPATTERN":
            return _walk(value[3], favourites, branch, least)
        case "BRANCH":
            return _walk(value[1][branch], favourites, branch, least)
        case _:
            return _sign(name, value, favourites)


def _sign(name: str, value: Any, favourites: str) -> str:
    """One that this part of a pattern stands for: a favourite where there is one."""
    members = value if name == "IN" else [(name, value)]
    negated = any(str(kind) == "NEGATE" for kind, _ in members)
    literals = [chr(sign) for kind, sign in members if str(kind) == "LITERAL"]
    literals += [chr(what[0]) for kind, what in members if str(kind) == "RANGE"]
    return next(
        sign
        for sign in (*favourites, *ANYTHING, *literals)
        if any(_stands_for(str(kind), what, sign) for kind, what in members) is not negated
    )


def _stands_for(kind: str, what: Any, sign: str) -> bool:
    match kind:
        case "LITERAL":
            return ord(sign) == what
        case "NOT_LITERAL":
            return ord(sign) != what
        case "RANGE":
            return bool(what[0] <= ord(sign) <= what[1])
        case "CATEGORY":
            return CATEGORIES[str(what)].fullmatch(sign) is not None
        case "NEGATE":
            return False
        case "ANY":
            return True
    raise NotImplementedError(f"{kind}: a kind of pattern that this does not know yet")


CATEGORIES = {
    "CATEGORY_DIGIT": re.compile(r"\d"),
    "CATEGORY_NOT_DIGIT": re.compile(r"\D"),
    "CATEGORY_SPACE": re.compile(r"\s"),
    "CATEGORY_NOT_SPACE": re.compile(r"\S"),
    "CATEGORY_WORD": re.compile(r"\w"),
    "CATEGORY_NOT_WORD": re.compile(r"\W"),
}


class _Uses(NodeVisitor):
    """What a module's text says of its patterns: `NAME.search(…)`, `re.sub("…", …)`; handed on, it may be used anyhow."""

    def __init__(self) -> None:
        self.by_name: Uses = {}
        self.written_out: Uses = {}
        self._within = 0

    @classmethod
    def of(cls, module: ModuleType) -> "_Uses":
        uses = cls()
        uses.visit(parse(Path(str(module.__file__)).read_text(encoding="utf-8")))
        return uses

    def visit_Call(self, node: Call) -> None:
        if isinstance(node.func, Attribute) and node.func.attr in METHODS | {"compile"}:
            self._method(node.func, node)
        for each in node.args:
            if isinstance(each, Name):
                self.by_name.setdefault(each.id, set()).add("finditer")
        self.generic_visit(node)

    def visit_FunctionDef(self, node: FunctionDef) -> None:
        self._within += 1
        self.generic_visit(node)
        self._within -= 1

    def _method(self, called: Attribute, node: Call) -> None:
        if not isinstance(called.value, Name):
            return
        if called.value.id != "re":
            self.by_name.setdefault(called.value.id, set()).add(called.attr)
        elif isinstance(node.args[0], Constant) and (self._within or called.attr != "compile"):
            method = called.attr if called.attr in METHODS else "finditer"
            self.written_out.setdefault(str(node.args[0].value), set()).add(method)


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(balint_live.__path__, "balint_live."):
        if ".migrations." not in found.name:
            yield importlib.import_module(found.name)


def main() -> None:
    """Names each pattern before it is tried, so that the last one named is the one that did not end."""
    resource.setrlimit(resource.RLIMIT_CPU, (AT_MOST, AT_MOST))
    for place, pattern, methods in patterns():
        sys.stdout.write(f"{' '.join([place, *sorted(methods)])}\n")
        sys.stdout.flush()
        if said := slow(pattern, methods):
            sys.exit(f"slow on {said}")


if __name__ == "__main__":
    main()
