"""Deny by default: every door says whom it serves and what it costs, or the server does not start."""

import ast
from pathlib import Path

import pytest
from flask import Flask

from balint_live import config as configuration
from balint_live.composition import Application, create_app
from balint_live.domain.display import Action, Role, may
from balint_live.runtime import runtime
from balint_live.web.shared import access

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Application:
    directory = str(tmp_path_factory.mktemp("data"))
    config = configuration.from_settings({"data": {"directory": directory}}, "test")
    return create_app(config.settled(lambda _: "s" * 32), runtime("threading"))


def test_every_endpoint_declares_its_action_and_budget(application: Application) -> None:
    declared = {
        rule.rule: access.declaration_of(application.flask, rule.endpoint)
        for rule in application.flask.url_map.iter_rules()
    }

    assert [rule for rule, declaration in declared.items() if declaration is None] == []


def test_pages_that_change_something_draw_on_a_narrower_budget(application: Application) -> None:
    posting = {
        rule.rule: access.declaration_of(application.flask, rule.endpoint)
        for rule in application.flask.url_map.iter_rules()
        if "POST" in (rule.methods or set())
    }

    office = {rule: each for rule, each in posting.items() if rule.startswith(("/groups", "/staff"))}
    assert {each and each.rate_limit for each in office.values()} == {access.RateLimit.PRESSES}
    assert {rule: each and each.rate_limit for rule, each in posting.items() if rule not in office} == {
        "/account": access.RateLimit.PRESSES,
        "/account/calendar": access.RateLimit.PRESSES,
        "/join/<token>/record/calendar": access.RateLimit.PRESSES,
        "/join": access.RateLimit.ASKS,
        "/join/<token>": access.RateLimit.PRESSES,
        "/join/<token>/erase": access.RateLimit.PRESSES,
        "/join/<token>/record/absences": access.RateLimit.PRESSES,
        "/join/<token>/record/statements": access.RateLimit.PRESSES,
        "/verify": access.RateLimit.ASKS,
        "/leave/<token>": access.RateLimit.PRESSES,
        "/link-again": access.RateLimit.ASKS,
        "/rehearsal": access.RateLimit.ASKS,
        "/sign-in": access.RateLimit.ASKS,
        "/sign-in/<token>": access.RateLimit.PRESSES,
        "/meetings/<meeting_id>/command": access.RateLimit.PAGES,
        "/meetings/<meeting_id>/signal": access.RateLimit.PAGES,
        "/meetings/<meeting_id>/seen": access.RateLimit.PAGES,
    }


def test_an_undeclared_endpoint_keeps_the_server_from_starting() -> None:
    app = Flask("undeclared", static_folder=None)
    app.add_url_rule("/back-door", view_func=lambda: "open", endpoint="back_door")

    with pytest.raises(RuntimeError, match="endpoints without a declared access: back_door"):
        access.require_declarations(app)


def test_leaders_are_equal_and_participants_conduct_nothing() -> None:
    assert {role: may(role, Action.CONDUCT) for role in Role} == {
        Role.LEADER: True,
        Role.REGISTRANT: False,
        Role.OBSERVER: False,
    }


def test_the_entry_point_patches_before_it_imports_anything_else() -> None:
    statements = ast.parse((ROOT / "app.py").read_text(encoding="utf-8")).body
    shape = [ast.unparse(each) for each in statements if not isinstance(each, ast.Expr | ast.If)]
    patch = next(index for index, each in enumerate(statements) if "patch_for" in ast.unparse(each))
    later = [ast.unparse(each) for each in statements[patch + 1 :] if isinstance(each, ast.ImportFrom)]

    imports = [
        "import gc",
        "import sys",
        "from balint_live import runtime",
        "from balint_live.cli import main",
    ]
    assert shape == imports
    assert later == ["from balint_live.cli import main"]
