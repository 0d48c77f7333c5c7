"""The blueprint of introductions, and what their templates need besides."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from app.partnering.introductions.reading import step_facts
from app.partnering.introductions.wording import TONES
from app.partnering.models import Introduction, Profile
from app.partnering.reading import chosen_text

blueprint = Blueprint("introductions", __name__)
blueprint.app_template_filter("introduction_tone")(TONES.get)
blueprint.app_template_filter("step_facts")(step_facts)


@blueprint.app_template_filter("shown_title")
def shown_title(profile: Profile) -> str:
    """The title of a profile in the reader's language, as its page shows it."""
    return chosen_text(profile).title


def back(introduction: Introduction) -> ResponseReturnValue:
    """Lead back to the introduction's page."""
    return redirect(url_for("introductions.show", public_id=introduction.public_id))
