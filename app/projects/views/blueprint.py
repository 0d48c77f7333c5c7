"""The blueprint that the views of projects share, and what each of their templates may ask."""

from flask import Blueprint

from app.projects.wording import TONES

blueprint = Blueprint("projects", __name__)
blueprint.app_template_filter("project_tone")(TONES.get)
