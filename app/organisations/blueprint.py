"""The blueprint that the views of the registry share."""

from flask import Blueprint

blueprint = Blueprint("organisations", __name__)
