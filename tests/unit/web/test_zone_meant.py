"""Which zone somebody means by what they type."""

import pytest

from balint_live.adapters.calendar import SystemZones
from balint_live.web.forms.zone import zone_meant


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
    assert zone_meant(typed, SystemZones()) == meant


def test_a_city_that_two_zones_are_called_after_is_not_guessed() -> None:
    class TwoLouisvilles(SystemZones):
        def all(self) -> list[str]:
            return ["America/Louisville", "America/Kentucky/Louisville"]

    assert zone_meant("louisville", TwoLouisvilles()) is None
    assert zone_meant("america/louisville", TwoLouisvilles()) == "America/Louisville"
