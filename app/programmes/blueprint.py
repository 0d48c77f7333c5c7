"""The blueprint that the views of programmes share."""

from flask import Blueprint

blueprint = Blueprint("programmes", __name__)
