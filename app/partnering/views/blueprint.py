"""The blueprint of profiles."""

from flask import Blueprint

from app.partnering.wording import REVISION_TONES, TONES

blueprint = Blueprint("profiles", __name__)
blueprint.app_template_filter("profile_tone")(TONES.get)
blueprint.app_template_filter("revision_tone")(REVISION_TONES.get)
