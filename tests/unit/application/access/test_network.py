import pytest

from balint_live.application.ports import is_this_machine, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:50123", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::"),
        ("[2001:db8:1:2::7]:50123", "2001:db8:1:2::"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_all_that_one_asker_may_choose_among_has_one_name(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.0.2.1", False),
        ("::2", False),
        ("", False),
    ],
)
def test_this_machine(address: str, here: bool) -> None:
    assert is_this_machine(address) == here
