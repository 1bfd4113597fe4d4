"""Dashboard and alerts ask for figures that the server shows, for all of them, and each alert is explained."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from balint_live.web.shared import metrics
from bench.server import ROOT
from tests.integration.live.served import Served

WATCH = ROOT / "deploy" / "watch"
PROMETHEUS_OWN = {"up"}
OF_SEVERAL = "balint_redis_up"
WORDS = {
    "by",
    "without",
    "on",
    "ignoring",
    "group_left",
    "group_right",
    "and",
    "or",
    "unless",
    "bool",
    "offset",
}
COUNTED = {
    "status": {"2xx", "3xx", "4xx", "5xx"},
    "kind": {metrics.SIGNED_IN, metrics.JOINED, metrics.CODE, metrics.LINK, metrics.ACCESS, metrics.FORM},
}
"""What stands in a label; budgets that were reached come to `kind` as well, by names of their own."""
MADE_OF = {"counter": ("",), "gauge": ("",), "histogram": ("_bucket", "_count", "_sum")}

_STRING, _RANGE = re.compile(r'"[^"]*"'), re.compile(r"\[[^\]]*\]")
_MATCHERS, _GROUPING = re.compile(r"\{[^}]*\}"), re.compile(r"\b(by|without|on|ignoring)\s*\([^)]*\)")
_NAME = re.compile(r"(?<![\w.])[a-z_][a-z0-9_:]*\b(?!\s*\()")
_MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"')


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every name that a running server shows at /metrics, and the one that only several processes have."""
    served = Served(tmp_path_factory.mktemp("watched"), settings={"server": {"metrics": True}}).start()
    text = served.visitor.get("/metrics").text
    served.stop()
    kinds = re.findall(r"^# TYPE (\w+) (\w+)$", text, re.MULTILINE)
    found = {
        name + ending for name, kind in kinds for ending in MADE_OF[kind] if not name.endswith("_created")
    }
    return found | {OF_SEVERAL}


def test_several_processes_show_one_more() -> None:
    def none() -> float:
        return 0.0

    alone = metrics.Metrics(connections=none, rooms=none, failing_writes=none, oldest_mail=none)
    told = alone.registry.get_sample_value
    alone.of_several(None)
    assert told(OF_SEVERAL) is None
    alone.of_several(lambda: True)
    assert told(OF_SEVERAL) == 1


def names(expression: str) -> set[str]:
    """The metrics that an expression asks for."""
    left = _STRING.sub('""', expression)
    for noise in (_RANGE, _MATCHERS, _GROUPING):
        left = noise.sub(" ", left)
    return set(_NAME.findall(left)) - WORDS


def alerts() -> list[dict[str, Any]]:
    groups = yaml.safe_load((WATCH / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((WATCH / "dashboard.json").read_text())["panels"]
    return found


def on_the_dashboard() -> Iterator[str]:
    return (target["expr"] for panel in panels() for target in panel["targets"])


def test_names_are_read_out_of_an_expression() -> None:
    expression = (
        'sum by (le) (rate(one_total{status="5xx"}[5m])) > 0.2e3 and ignoring (le) two offset 5m / three'
    )
    assert names(expression) == {"one_total", "two", "three"}


def test_every_metric_an_alert_asks_for_is_shown(shown: set[str]) -> None:
    asked = {name for alert in alerts() for name in names(alert["expr"])}
    assert len(asked) >= 10
    assert asked - shown - PROMETHEUS_OWN == set()


def test_the_dashboard_shows_what_there_is_and_all_that_is_ours(shown: set[str]) -> None:
    asked = {name for expression in on_the_dashboard() for name in names(expression)}
    ours = {name.removesuffix("_bucket") for name in shown if name.startswith("balint_")}
    ours = {name for name in ours if not name.endswith(("_count", "_sum"))}
    assert asked - shown - PROMETHEUS_OWN == set()
    assert ours - {name.removesuffix("_bucket") for name in asked} == set()


def test_every_label_they_choose_by_is_one_there_is() -> None:
    for expression in (*(alert["expr"] for alert in alerts()), *on_the_dashboard()):
        for label, _, value in _MATCHER.findall(expression):
            if label == "le":
                assert float(value) in metrics.GAPS_S
            elif label == "job":
                assert value == job()["job_name"]
            else:
                assert set(value.split("|")) - COUNTED[label] == set(), expression


def test_every_alert_says_how_urgent_it_is_what_it_means_and_where_it_is_explained() -> None:
    explained = (ROOT / "docs" / "operating.md").read_text()
    assert {alert["labels"]["severity"] for alert in alerts()} == {"page", "ticket"}
    assert [alert["alert"] for alert in alerts() if f"**{alert['alert']}**" not in explained] == []
    assert [alert["alert"] for alert in alerts() if not alert["annotations"]["summary"].endswith(".")] == []


def test_every_panel_has_a_place_and_a_name_of_its_own() -> None:
    assert (
        len({panel["id"] for panel in panels()})
        == len({panel["title"] for panel in panels()})
        == len(panels())
    )
    taken = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels())
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) == 23


def job() -> dict[str, Any]:
    configured = yaml.safe_load((WATCH / "prometheus.yml").read_text())
    assert [(WATCH / each).exists() for each in configured["rule_files"]] == [True]
    [only] = configured["scrape_configs"]
    found: dict[str, Any] = only
    return found
