"""The page of an organisation."""

from flask.typing import ResponseReturnValue

from app.core.access import requires
from app.organisations import policy, queries
from app.organisations.blueprint import blueprint
from app.organisations.models import Organisation
from app.organisations.views.parts import show_page


@blueprint.get("/organisations/<public_id>")
@requires(policy.see, load=queries.get_organisation, anonymous=True)
def show(organisation: Organisation) -> ResponseReturnValue:
    """An organisation as the reader may see it."""
    return show_page(organisation)
