"""What the head of a request must be like before anything in it is believed (RFC 9112).

Where a head can be read in two ways, a proxy and we may disagree on where the next request begins, and a stranger's bytes
become somebody else's request. Both servers below read such heads generously, each in its own way; so neither is asked.
"""

import re

LONGEST_REQUEST_LINE = 2048
LARGEST_HEAD = 64 * 1024
MOST_FIELDS = 99
"""http.server takes a hundred lines and counts the blank one that ends them."""

BAD_REQUEST, URI_TOO_LONG, FIELDS_TOO_LARGE, VERSION_NOT_SUPPORTED = 400, 414, 431, 505

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_TARGET = rb"(?:\*|(?:/|https?://[^/])[^\x00-\x20\x7f]*)"
_REQUEST_LINE = re.compile(rb"%s %s HTTP/([0-9])\.([0-9])\r\n" % (_TOKEN, _TARGET), re.IGNORECASE)
_FIELD = re.compile(rb"(%s):([^\x00-\x08\x0a-\x1f\x7f]*)\r\n" % _TOKEN)
_HOST = re.compile(rb"[A-Za-z0-9._~!$&'()*+;=%:\[\]-]*")
_LENGTH = re.compile(rb"[0-9]{1,18}")
_AUTHORITY = re.compile(r"https?://[^/?#]*", re.IGNORECASE)

Fields = dict[bytes, list[bytes]]


def line_refusal(line: bytes) -> int | None:
    """The status that refuses a request line, its end included; None for one that says one thing only."""
    if len(line) > LONGEST_REQUEST_LINE:
        return URI_TOO_LONG
    said = _REQUEST_LINE.fullmatch(line)
    if said is None or b" HTTP/" not in line:
        return BAD_REQUEST
    return None if said.groups() in ((b"1", b"1"), (b"1", b"0")) else VERSION_NOT_SUPPORTED


def refusal(head: bytes) -> int | None:
    """The status that refuses a whole head, from the request line to the blank line; None for one to be answered."""
    first, _, rest = head.partition(b"\n")
    refused = line_refusal(first + b"\n")
    if refused is not None:
        return refused
    *lines, blank, _ = rest.split(b"\n")
    if len(lines) > MOST_FIELDS:
        return FIELDS_TOO_LARGE
    fields = _fields(lines)
    if blank != b"\r" or fields is None or _is_ambiguous(fields, old=first.endswith(b"1.0\r")):
        return BAD_REQUEST
    return None


def origin_form(target: str) -> str:
    """The target without the scheme and host that a proxy's request may carry: what we serve does not depend on them."""
    scheme_and_host = _AUTHORITY.match(target)
    path = target[scheme_and_host.end() :] if scheme_and_host else target
    return path if path.startswith(("/", "*")) else f"/{path}"


def _fields(lines: list[bytes]) -> Fields | None:
    """By name in small letters, every value; None where a line is no field."""
    fields: Fields = {}
    for line in lines:
        said = _FIELD.fullmatch(line + b"\n")
        if said is None:
            return None
        fields.setdefault(said[1].lower(), []).append(said[2].strip(b" \t"))
    return fields


def _is_ambiguous(fields: Fields, old: bool) -> bool:
    """Whether host or length of the body can be read in two ways; `old` is HTTP/1.0, which needs no host."""
    hosts, lengths, codings = (
        fields.get(name, []) for name in (b"host", b"content-length", b"transfer-encoding")
    )
    return (
        len(hosts) > 1
        or (not hosts and not old)
        or not all(map(_HOST.fullmatch, hosts))
        or len(lengths) > 1
        or not all(map(_LENGTH.fullmatch, lengths))
        or (bool(codings) and (bool(lengths) or old or [each.lower() for each in codings] != [b"chunked"]))
    )
