"""Musubi: the workspace of a binational cooperation body."""

from flask import Flask

from app import registry
from app.core import access, database, failures, headers, i18n, logs, once, templating, transaction
from app.extensions import babel, csrf, login
from config import ROOT, Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The application, ready to serve; refuses to start with a view that has no access rule."""
    settings = settings or Settings()
    logs.configure()
    app = Flask("app", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.from_mapping(settings.flask())
    app.config["SETTINGS"] = settings
    logs.init_app(app)
    database.init_app(app, settings)
    login.init_app(app)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=i18n.select_language)
    access.init_app(app)
    transaction.init_app(app)
    once.init_app(app)
    headers.init_app(app, settings)
    failures.init_app(app)
    templating.init_app(app)
    registry.register(app)
    access.check_rules(app)
    return app
