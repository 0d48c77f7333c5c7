"""The blueprint of introductions, and what their templates need besides."""

from math import ceil

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_percent

from app.core.access import actor
from app.core.i18n import _n
from app.organisations.models import Organisation
from app.partnering.enums import ProfileState
from app.partnering.introductions.reading import step_facts
from app.partnering.introductions.wording import TONES
from app.partnering.models import Introduction, Profile
from app.partnering.policy import belongs
from app.partnering.queries import answering_of, get_found
from app.partnering.reading import chosen_text

blueprint = Blueprint("introductions", __name__)
blueprint.app_template_filter("introduction_tone")(TONES.get)
blueprint.app_template_filter("step_facts")(step_facts)


@blueprint.app_template_filter("shown_title")
def shown_title(profile: Profile) -> str:
    """The title of a profile in the reader's language, as its page shows it."""
    return chosen_text(profile).title


@blueprint.app_template_global("answering")
def answering(organisation: Organisation) -> str:
    """How fast and how often an organisation answers requests, in words; nothing before it has had five."""
    found = answering_of(organisation)
    if found is None:
        return ""
    days, share = found
    return _n(
        "Answers requests within %(num)d day (median); %(share)s answered", "Answers requests within %(num)d days (median); %(share)s answered",
        max(1, ceil(days)), share=format_percent(share, "#,##0%"),
    )


@blueprint.app_template_global("found_through")
def found_through(profile: Profile) -> Introduction | None:
    """The introduction through which the partner of a closed profile was found, for its owner's side."""
    if profile.state != ProfileState.FULFILLED or not belongs(actor(), profile.organisation):
        return None
    return get_found(profile)


def back(introduction: Introduction) -> ResponseReturnValue:
    """Lead back to the introduction's page."""
    return redirect(url_for("introductions.show", public_id=introduction.public_id))
