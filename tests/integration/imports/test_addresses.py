"""One mailbox has one form, however it was typed; what is no mailbox is refused with a sentence."""

import pytest

from balint_live.adapters.mail.headers import normal_address


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
        "jane.doe@example.org.",
        "(jane.doe@example.org)",
        "“jane.doe@example.org”.",
        "<jane.doe@example.org>.",
        "jane.doe @ example.org",
        "jane.doe\u200b@example\u2060.org\ufeff",
        "\u202ajane.doe@example.org\u202c",
        "jane.\u00addoe@exa\u200dmple.org",
        "".join(chr(ord(each) + 0xFEE0) for each in "jane.doe@example.org"),
        "mailto:jane.doe@example.org.",
    ],
)
def test_the_same_mailbox(typed: str) -> None:
    assert normal_address(typed) == "jane.doe@example.org"


@pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d")
def test_every_kind_of_dash_is_the_plain_one(dash: str) -> None:
    assert normal_address(f"jane{dash}doe@ex{dash}ample.org") == "jane-doe@ex-ample.org"


def test_no_domain_is_taken_for_another() -> None:
    """ß is not ss; and where a joiner may belong to a domain, as between Persian letters, it is not taken away unasked."""
    assert normal_address("jane@Faß.example") == "jane@xn--fa-hia.example"
    with pytest.raises(ValueError, match="ZERO WIDTH NON-JOINER"):
        normal_address("jane@\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example")


@pytest.mark.parametrize(
    "typed", ["Jane Doe jane.doe@example.org", "Prof. jane@example.org", "jane doe@example.org"]
)
def test_words_before_it_are_never_taken_for_a_part_of_it(typed: str) -> None:
    with pytest.raises(ValueError, match="SPACE"):
        normal_address(typed)


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
