"""One mailbox has one form, however it was typed; what is no mailbox is refused with a sentence."""

import pytest

from balint_live.adapters.addresses import normal_address


@pytest.mark.parametrize(
    "typed",
    [
        "jane.doe@example.org",
        "Jane.Doe@Example.ORG",
        "  jane.doe@example.org\u00a0",
        "<jane.doe@example.org>",
        "Jane Doe <Jane.Doe@example.org>",
        '"Doe, Jane" <jane.doe@example.org>;',
        "mailto:jane.doe@example.org",
        "MAILTO:jane.doe@example.org?subject=Hello",
        "'jane.doe@example.org',",
    ],
)
def test_the_same_mailbox(typed: str) -> None:
    assert normal_address(typed) == "jane.doe@example.org"


def test_a_domain_in_its_own_letters_is_written_as_mail_servers_know_it() -> None:
    assert normal_address("jane@Bücher.example") == "jane@xn--bcher-kva.example"
    assert normal_address(normal_address("jane@Bücher.example")) == "jane@xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "An email address must have an @-sign."),
        ("jane at example.org", "An email address must have an @-sign."),
        ("jane@example", "The part after the @-sign is not valid. It should have a period."),
        ("jane..doe@example.org", "An email address cannot have two periods in a row."),
        ("jürgen@example.org", "Internationalized characters before the @-sign are not supported: 'ü'."),
    ],
)
def test_what_is_no_address_is_refused(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the contract of the function is ValueError itself
        normal_address(typed)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "typed", ["a@example.org, b@example.org", "a@example.org; b@example.org", "a@[127.0.0.1]", "a@b\n.org"]
)
def test_no_second_address_rides_along(typed: str) -> None:
    with pytest.raises(ValueError, match="@-sign"):
        normal_address(typed)
