import pytest

from tests.required_tools import left_out


def test_a_missing_tool_is_skipped_on_a_persons_machine() -> None:
    with pytest.raises(pytest.skip.Exception, match=r"^no browser here$"):
        left_out("no browser here", {})


def test_a_missing_tool_fails_in_continuous_integration() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"^no browser here$"):
        left_out("no browser here", {"CI": "true"})
