"""E-mail addresses in one normal form, so that one mailbox is one person however it was typed.

Lower case on both sides of the @: no mail system in use tells mailboxes apart by case, and nobody types them consistently.
International domains are kept in the ASCII form mail servers understand, and addresses that would need an extension of the
mail protocol are refused while somebody can still correct them. No name server is asked.
"""

import re
from unicodedata import category, normalize
from urllib.parse import unquote

from email_validator import validate_email

_BEFORE, _AFTER = " ;,([{<\"'“‘„«", " ;,.:!?)]}>\"'”’“»"
"""What an address is taken along with when it is copied out of a sentence."""
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})
_JOINERS = "\u200c\u200d"
"""They belong to some domains; between signs of plain English they are nobody's."""
_MINUS = "\u2212"
_BESIDE_A_NAME = re.compile(r"[^<>]*<([^<>]*)>")


def normal_address(text: str) -> str:
    """The address, also in "Jane Doe <Jane@Example.org>" and "mailto:jane@example.org". Raises ValueError, a sentence."""
    validated = validate_email(_bare(_plain(text)), check_deliverability=False, allow_smtputf8=False)
    return (validated.ascii_email or validated.normalized).lower()


def _bare(text: str) -> str:
    beside = _BESIDE_A_NAME.fullmatch(text.strip(" ;,."))
    alone = (beside[1] if beside else text).lstrip(_BEFORE).rstrip(_AFTER)
    if alone[:7].lower() == "mailto:":
        return unquote(alone[7:].partition("?")[0])
    return alone


def _plain(text: str) -> str:
    """One line, without signs that nobody sees; wide letters and other kinds of dashes are the plain ones."""
    kept = ""
    for sign in normalize("NFKC", text):
        if sign.isspace():
            kept += " "
        elif category(sign) == "Pd" or sign == _MINUS:
            kept += "-"
        elif category(sign) not in _UNSEEN or (sign in _JOINERS and not kept[-1:].isascii()):
            kept += sign
    return "@".join(part.strip() for part in kept.split("@"))
