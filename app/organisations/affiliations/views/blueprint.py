"""The blueprint of memberships, and what their templates need besides."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.i18n import isolated_name
from app.organisations.affiliations.models import Affiliation
from app.organisations.affiliations.wording import TONES, VOUCH_TONES

blueprint = Blueprint("affiliations", __name__)
blueprint.app_template_filter("affiliation_tone")(TONES.get)
blueprint.app_template_filter("vouch_tone")(VOUCH_TONES.get)
blueprint.app_template_filter("isolated")(isolated_name)


def back(affiliation: Affiliation) -> ResponseReturnValue:
    """Lead back to the membership's page."""
    return redirect(url_for("affiliations.show", public_id=affiliation.public_id))
