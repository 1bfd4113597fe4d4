"""The composition root: adapters into use cases into web. The only place that sees all rooms of the house at once."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask

from balint_live.adapters.database.access import SqlPeople
from balint_live.adapters.database.engine import Database
from balint_live.adapters.mail.outbox import OutboxFolder
from balint_live.adapters.protocol_catalogue import load_catalogue, load_texts
from balint_live.adapters.system import Log, MonotonicClock
from balint_live.application.background import Background
from balint_live.application.ports import SteadyClock
from balint_live.application.privacy.erasure import ErasedElsewhere
from balint_live.composition.flask_app import flask_app, install_pages, socket_server, wrapped
from balint_live.composition.jobs import chores, mailing
from balint_live.composition.services import (
    access_services,
    erasures,
    group_service,
    group_services,
    install_group_pages,
    statement_services,
    use_cases,
)
from balint_live.config import Config
from balint_live.runtime.child_process import ChildProcesses
from balint_live.runtime.interface import Runtime, WsgiApp
from balint_live.web import public
from balint_live.web.live.socket import LiveNamespace, LivePages, Reaper
from balint_live.web.shared.metrics import Counts, Metrics, install_counts

HEAVY_AT_ONCE = 2
"""Lists, exports and statements in the making; mails have a child process of their own, so that none waits for these."""


@dataclass(frozen=True, slots=True)
class Application:
    """What serving needs: the WSGI app, the ticker's tick, what is done once a second, the mail (whether there was any), the
    day's chores, a farewell."""

    wsgi: WsgiApp
    tick: Callable[[], None]
    each_second: tuple[Callable[[], None], ...]
    farewell: Callable[[], None]
    all_told: Callable[[], bool]
    send_mail: Callable[[], bool]
    do_chores: Callable[[], None]
    measured_gap: Callable[[float], None]
    log: Log
    flask: Flask


def create_app(
    config: Config, runtime: Runtime, clock: SteadyClock | None = None, demo: bool = False
) -> Application:
    """Join everything, from a settled configuration. Raises RuntimeError over an endpoint without a declared access.

    In the `demo` pretend leaders' links sign them in any number of times, and a page shows the mails nobody sends.
    """
    clock = clock or MonotonicClock()
    log = Log(config.server.log_level)
    app = flask_app(config)
    sockets = socket_server(app, config, runtime, log.fault)
    database = Database(config.database_at, runtime.sleep)
    texts = load_texts(load_catalogue())
    metrics = Metrics(lambda: len(namespace.connections), lambda: len(services.publisher.rooms()))
    counted = Counts(clock, metrics, lambda minute: log.event("counts", **minute))
    install_counts(app, counted)
    heavy = ChildProcesses(HEAVY_AT_ONCE)
    background = Background(runtime.spawn, runtime.lock, log.fault)
    services, ticker, clock_watch = use_cases(
        config, runtime, clock, log, sockets, database, texts, background, counted
    )
    namespace = LiveNamespace(app, services)
    sockets.register_namespace(namespace)
    live_pages = LivePages(services.publisher, namespace)
    groups = group_service(clock, database, texts.catalogue, live_pages, config.unreachable)
    erasing = erasures(clock, database, texts.catalogue, groups.pages)
    arriving = access_services(
        config.security,
        config.session.login_life,
        clock,
        database,
        groups,
        erasing,
        log,
        runtime,
        standing_links=demo,
    )
    statements = statement_services(clock, database, texts.catalogue, config.public_url, heavy)
    for_groups = group_services(
        clock,
        database,
        texts.catalogue,
        groups,
        heavy,
        config.sender[1],
        services.command_handler,
        statements,
    )
    install_group_pages(app, for_groups)
    if demo:
        app.register_blueprint(public.outbox_pages(OutboxFolder(config.outbox)))
    install_pages(app, config, services, texts, database, metrics, arriving, statements, for_groups.group)
    post = mailing(config, clock, database, texts.catalogue, log.fault, ChildProcesses(1))
    daily = chores(clock, database, texts.catalogue, log)
    reaper = Reaper(sockets, clock)
    elsewhere = ErasedElsewhere(clock, SqlPeople(database), services.publisher, groups.pages, background)

    return Application(
        wrapped(app, config, runtime.give_way, log.fault),
        _guarded(ticker.tick, log.fault),
        tuple(_guarded(each.tick, log.fault) for each in (clock_watch, reaper, elsewhere, counted)),
        namespace.farewell,
        namespace.all_told,
        post.work if config.mail.send_from_server else _nothing_to_do,
        daily.work if config.mail.send_from_server else _no_chores,
        metrics.gap,
        log,
        app,
    )


def _nothing_to_do() -> bool:
    return False


def _no_chores() -> None:
    """They are the worker's, as the mail is."""


def _guarded(work: Callable[[], None], report: Callable[[str, Exception], None]) -> Callable[[], None]:
    """One fault must not end what is done again and again for all sessions."""

    def guarded() -> None:
        try:
            work()
        except Exception as fault:  # noqa: BLE001 - whatever it was, it is reported
            report("tick", fault)

    return guarded
