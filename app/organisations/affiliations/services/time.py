"""What time does to memberships and vouches."""

from app.accounts.rights import CLOCK
from app.organisations.affiliations.models import Affiliation, Vouch
from app.organisations.affiliations.services.due import answer_due
from app.organisations.affiliations.workflow import AFFILIATION, VOUCH


def lapse_affiliation(affiliation: Affiliation) -> None:
    """Nobody answered."""
    AFFILIATION.fire("lapse", affiliation, by=CLOCK, changes={"due_at": None})


def move_date(affiliation: Affiliation) -> None:
    """The invitation goes on waiting for the registration."""
    affiliation.due_at = answer_due(affiliation.member)


def expire_vouch(vouch: Vouch) -> None:
    """Nobody renewed it."""
    VOUCH.fire("expire", vouch, by=CLOCK)
