"""The edit page of each section, and the way back."""

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.partnering import policy
from app.partnering.enums import ProfileSection
from app.partnering.models import Profile

EDIT_ENDPOINTS = {section: f"profiles.edit_{section}" for section in ProfileSection}


def may_edit(profile: Profile, by: Any) -> dict[ProfileSection, str]:
    """The edit page of each section that the actor may change now."""
    return {section: endpoint for section, endpoint in EDIT_ENDPOINTS.items() if policy.EDITORS[section](by, profile)}


def back(profile: Profile) -> ResponseReturnValue:
    """Lead back to the profile's page."""
    return redirect(url_for("profiles.show", public_id=profile.public_id))
