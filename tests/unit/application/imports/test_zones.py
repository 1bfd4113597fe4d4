"""Which zone somebody means by what they type."""

import pytest

from balint_live.application.imports.values import zone_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("london", "Europe/London"),
        ("New  York", "America/New_York"),
        ("america/argentina/buenos aires", "America/Argentina/Buenos_Aires"),
        ("UTC", "UTC"),
        ("Springfield", None),
        ("Europe", None),
        ("", None),
    ],
)
def test_a_zone_is_known_by_its_name_or_its_city(typed: str, meant: str | None) -> None:
    assert zone_of(typed) == meant


@pytest.mark.parametrize(
    "typed", ["EST", "EST5EDT", "GMT", "Zulu", "Etc/GMT+5", "etc/gmt-14", "GMT+5", "Factory", "localtime"]
)
def test_what_names_no_place_is_none(typed: str) -> None:
    assert zone_of(typed) is None


def test_a_city_that_two_zones_are_called_after_is_not_guessed() -> None:
    assert zone_of("louisville") is None
    assert zone_of("america/louisville") == "America/Louisville"
