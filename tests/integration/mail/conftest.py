"""Certificates of an authority of the tests' own: the server has one, and only some clients trust it."""

import ssl
from dataclasses import dataclass

import pytest
import trustme


@dataclass(frozen=True, slots=True)
class Certificates:
    """`server` proves to be 127.0.0.1; `trusting` believes its authority, `wary` another one."""

    server: ssl.SSLContext
    trusting: ssl.SSLContext
    wary: ssl.SSLContext
    elsewhere: ssl.SSLContext
    """A good certificate, of another machine."""


@pytest.fixture(scope="session")
def certificates() -> Certificates:
    ours, others = trustme.CA(), trustme.CA()
    return Certificates(
        server=_server(ours, "127.0.0.1"),
        trusting=_client(ours),
        wary=_client(others),
        elsewhere=_server(ours, "mail.example.org"),
    )


def _server(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


def _client(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context
