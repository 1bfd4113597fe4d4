"""Every page and every plain HTTP address, put on the app; it does not start with one that declares nothing."""

from collections.abc import Callable

from flask import Flask

from balint_live.adapters.database.database import Database
from balint_live.adapters.database.ledger import ledger
from balint_live.adapters.database.writes import try_writing
from balint_live.application.texts import Texts
from balint_live.bootstrap.exports import own_records
from balint_live.config import Config
from balint_live.web import access, budget_gate, csrf, errors, metrics, uploads
from balint_live.web.api import looking, pressing
from balint_live.web.arrivals import Arrivals
from balint_live.web.health import Health
from balint_live.web.pages import (
    account,
    erase,
    join,
    leave,
    link_again,
    meeting,
    own_record,
    own_record_file,
    privacy,
    public,
    sign_in,
    typed_code,
    verify,
)
from balint_live.web.papers import Papers
from balint_live.web.services import Services


def install_pages(
    app: Flask,
    config: Config,
    services: Services,
    texts: Texts,
    database: Database,
    figures: metrics.Metrics,
    arrivals: Arrivals,
    papers: Papers,
    desk: Callable[[str], object],
) -> None:
    """Raises RuntimeError over an endpoint without a declared access."""

    health = Health(
        services.clock,
        database.answers,
        lambda: try_writing(database),
        database.writes,
        services.spawn,
        services.sleep,
    )
    budget_gate.install(app, services.budgets, services.clock, arrivals.browsers)
    uploads.install(app, services.clock, desk)
    csrf.install(app, services.clock, config.server.public_url)  # after those two: it reads the whole form
    errors.install(app, services, config.public_url)
    app.register_blueprint(public.blueprint(health))
    app.register_blueprint(privacy.blueprint(ledger, texts.reminder))
    app.register_blueprint(metrics.blueprint(figures, config.server.metrics))
    app.register_blueprint(join.blueprint(services, texts))
    app.register_blueprint(typed_code.blueprint(services, arrivals))
    app.register_blueprint(link_again.blueprint(services, arrivals))
    app.register_blueprint(leave.blueprint(services, arrivals))
    app.register_blueprint(erase.blueprint(services, arrivals))
    app.register_blueprint(
        own_record_file.blueprint(services, own_records(services.clock, database, texts.catalogue))
    )
    app.register_blueprint(own_record.blueprint(services, papers))
    app.register_blueprint(verify.blueprint(papers))
    app.register_blueprint(sign_in.blueprint(services, arrivals))
    app.register_blueprint(account.blueprint(services, arrivals))
    app.register_blueprint(meeting.blueprint(services, texts))
    app.register_blueprint(looking.blueprint(services))
    app.register_blueprint(pressing.blueprint(services))
    access.declare(app, "static", access.Action.PUBLIC, access.Budget.NONE)
    access.require_declarations(app)
