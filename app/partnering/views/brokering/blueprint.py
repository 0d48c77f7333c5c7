"""The blueprint of what economic organisations see of their members and do for them."""

from flask import Blueprint

blueprint = Blueprint("brokering", __name__)
