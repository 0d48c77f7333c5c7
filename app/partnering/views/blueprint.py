"""The blueprint of profiles, and what their templates need besides."""

from flask import Blueprint

from app.core.templating import label
from app.partnering.enums import Criterion, ProfileSection
from app.partnering.wording import REVISION_TONES, TONES

blueprint = Blueprint("profiles", __name__)
blueprint.app_template_filter("profile_tone")(TONES.get)
blueprint.app_template_filter("revision_tone")(REVISION_TONES.get)


@blueprint.app_template_filter("criterion_name")
def criterion_name(value: str) -> str:
    """A criterion in words."""
    return label(Criterion(value))


@blueprint.app_template_filter("section_name")
def section_name(value: str) -> str:
    """A section in words."""
    return label(ProfileSection(value))
