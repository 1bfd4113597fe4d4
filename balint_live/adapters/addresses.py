"""E-mail addresses in one normal form, so that one mailbox is one person however it was typed.

Lower case on both sides of the @: no mail system in use tells mailboxes apart by case, and nobody types them consistently.
International domains are kept in the ASCII form mail servers understand, and addresses that would need an extension of the
mail protocol are refused while somebody can still correct them. No name server is asked.
"""

import re

from email_validator import validate_email

_BESIDE = " \t\r\n\u00a0;,"
_BESIDE_A_NAME = re.compile(r"[^<>]*<([^<>]*)>")


def normal_address(text: str) -> str:
    """The address, also in "Jane Doe <Jane@Example.org>" and "mailto:jane@example.org". Raises ValueError, a sentence."""
    validated = validate_email(_bare(text), check_deliverability=False, allow_smtputf8=False)
    return (validated.ascii_email or validated.normalized).lower()


def _bare(text: str) -> str:
    beside = _BESIDE_A_NAME.fullmatch(text.strip(_BESIDE))
    alone = (beside[1] if beside else text).strip(_BESIDE + "'\"")
    if alone[:7].lower() == "mailto:":
        return alone[7:].partition("?")[0]
    return alone
