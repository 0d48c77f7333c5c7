"""The blueprint of search and counterparts."""

from flask import Blueprint

blueprint = Blueprint("matching", __name__)
