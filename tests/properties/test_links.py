"""Links hold whatever ids, version and moment they were made with, and not one bit of them can be changed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balint_live.adapters.tokens import Tokens
from balint_live.application.access.links import Claim, LinkNeverValid
from balint_live.application.identity import Identity, Kind

TOKENS = Tokens("s" * 32)
IDS = st.binary(min_size=8, max_size=8).map(bytes.hex)
VERSIONS = st.integers(1, 2**31 - 1)
MOMENTS = st.integers(0, 2**32).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(IDS, IDS, VERSIONS, MOMENTS)
def test_what_a_link_is_made_with_is_read_from_it(
    id: str, group: str, version: int, issued: datetime
) -> None:
    claim = Claim(Identity(Kind.REGISTRANT, id, version), group)

    assert TOKENS.read_join_token(TOKENS.join_token(id, group, version, issued), issued) == claim
    assert TOKENS.read_leave_token(TOKENS.leave_token(id, group, version, issued), issued) == claim
    assert TOKENS.read_sign_in_token(TOKENS.sign_in_token(id, issued), issued) == id
    assert TOKENS.read_standing_sign_in_token(TOKENS.standing_sign_in_token(id, issued), issued) == id


@given(IDS, IDS, VERSIONS, MOMENTS, st.data())
def test_a_link_with_one_bit_changed_is_none(
    id: str, group: str, version: int, issued: datetime, data: st.DataObject
) -> None:
    token = bytearray(TOKENS.join_token(id, group, version, issued).encode())
    token[data.draw(st.integers(0, len(token) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(LinkNeverValid):
        TOKENS.read_join_token(token.decode("latin-1"), issued)
