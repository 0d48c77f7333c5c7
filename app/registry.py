"""The table of contents: every model module, blueprint, command and recurring job of the application."""

from flask import Flask

from app.accounts import export
from app.accounts import login as accounts_login
from app.accounts import models as accounts_models
from app.accounts import tasks as accounts_tasks
from app.accounts import views as accounts_views
from app.approvals import models as approvals_models
from app.approvals import own_data as of_approvals
from app.approvals import tasks as approvals_tasks
from app.approvals import views as approvals_views
from app.cli import audit, database, docs, matching, meetings, programmes, sample, show, site, worker
from app.cli import registry as registry_commands
from app.core import health, once, outbox
from app.core.jobs import Job
from app.desk import navigation
from app.desk import views as desk_views
from app.documents import models as documents_models
from app.documents import tasks as documents_tasks
from app.events import models as events_models
from app.events import tasks as events_tasks
from app.events import views as events_views
from app.matching import indexing, meaning, rarity
from app.matching import models as matching_models
from app.matching import own_data as of_matching
from app.matching import views as matching_views
from app.matching.tracks import refining, suggesting
from app.messages import models as messages_models
from app.messages import views as messages_views
from app.notices import delivery
from app.organisations import import_tasks
from app.organisations import models as organisations_models
from app.organisations import tasks as organisations_tasks
from app.organisations import views as organisations_views
from app.organisations.affiliations import models as affiliations_models
from app.organisations.affiliations import tasks as affiliations_tasks
from app.organisations.affiliations import views as affiliations_views
from app.partnering import introduction_tasks, meeting_tasks, suggestion_tasks, trial_tasks
from app.partnering import models as partnering_models
from app.partnering import own_data as of_partnering
from app.partnering import tasks as partnering_tasks
from app.partnering import views as partnering_views
from app.programmes import models as programmes_models
from app.programmes import suggesting as programmes_suggesting
from app.programmes import views as programmes_views
from app.projects import models as projects_models
from app.projects import tasks as projects_tasks
from app.projects import views as projects_views

MODELS = (
    accounts_models, affiliations_models, approvals_models, documents_models, events_models, matching_models, messages_models, once, organisations_models, outbox, partnering_models,
    programmes_models, projects_models,
)

BLUEPRINTS = (
    health.blueprint, accounts_views.blueprint, matching_views.blueprint, desk_views.blueprint, messages_views.blueprint, organisations_views.blueprint,
    affiliations_views.blueprint,
    partnering_views.blueprint, partnering_views.introducing.blueprint, partnering_views.meeting.blueprint, partnering_views.trial.blueprint, partnering_views.brokering.blueprint, programmes_views.blueprint,
    projects_views.blueprint, approvals_views.blueprint, events_views.blueprint,
)

COMMANDS = (
    database.group, audit.group, docs.group, matching.group, meetings.group, programmes.group, registry_commands.group, sample.group,
    show.group, show.access_group, site.group, worker.group,
)

JOBS: tuple[Job, ...] = (
    Job("mail", "*/2 * * * * *", delivery.send_owed),
    Job("tidy_accounts", "0 7 * * * *", accounts_tasks.tidy),
    Job("forget_sent_forms", "0 40 3 * * *", once.forget_old),
    Job("organisations.clock", "0 * * * * *", organisations_tasks.run_clock),
    Job("organisations.reminders", "0 7 * * * *", organisations_tasks.remind),
    Job("affiliations.clock", "20 * * * * *", affiliations_tasks.run_clock),
    Job("affiliations.reminders", "0 12 * * * *", affiliations_tasks.remind),
    Job("import", "*/2 * * * * *", import_tasks.run_owed),
    Job("import.tracks", "*/2 * * * * *", refining.keep_promises),
    Job("import.forget_files", "0 20 3 * * *", import_tasks.forget_files),
    Job("documents.sweep", "0 10 4 * * *", documents_tasks.sweep),
    Job("profiles.clock", "15 * * * * *", partnering_tasks.run_clock),
    Job("profiles.reminders", "0 22 * * * *", partnering_tasks.remind),
    Job("profiles.facets", "0 50 3 * * *", partnering_tasks.hide_facets),
    Job("introductions.clock", "45 * * * * *", introduction_tasks.run_clock),
    Job("introductions.reminders", "0 37 * * * *", introduction_tasks.remind),
    Job("suggestions.clock", "55 * * * * *", suggestion_tasks.run_clock),
    Job("suggestions.reminders", "0 47 * * * *", suggestion_tasks.remind),
    Job("meetings.clock", "50 * * * * *", meeting_tasks.run_clock),
    Job("meetings.reminders", "0 42 * * * *", meeting_tasks.remind),
    Job("trials.clock", "55 * * * * *", trial_tasks.run_clock),
    Job("trials.reminders", "0 47 * * * *", trial_tasks.remind),
    Job("events.plans", "*/2 * * * * *", events_tasks.run_owed),
    Job("events.clock", "55 * * * * *", events_tasks.run_clock),
    Job("events.reminders", "0 47 * * * *", events_tasks.remind),
    Job("projects.clock", "0 * * * * *", projects_tasks.run_clock),
    Job("projects.reminders", "0 17 * * * *", projects_tasks.remind),
    Job("approvals.reminders", "0 27 * * * *", approvals_tasks.remind),
    Job("approvals.clock", "30 * * * * *", approvals_tasks.run_clock),
    Job("index", "*/2 * * * * *", indexing.keep_promises),
    Job("index.vectors", "*/5 * * * * *", meaning.keep_vectors),
    Job("index.labels", "20 * * * * *", suggesting.keep_labels),
    Job("index.words", "0 50 2 * * *", rarity.refresh),
    Job("index.means", "40 * * * * *", meaning.refresh_means),
)

PERSONAL_DATA: dict[str, export.Part] = {
    "bookmarks": of_partnering.bookmarks, "meetings": of_partnering.meetings, "expertise": of_approvals.expertise,
    "set_asides": of_matching.set_asides,
}


def register(app: Flask) -> None:
    """Put every blueprint, command and job into the application."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    accounts_login.init_app(app)
    navigation.init_app(app)
    programmes_suggesting.provide(app, suggesting.suggest)
    export.provide(app, PERSONAL_DATA)
    app.config["JOBS"] = JOBS
