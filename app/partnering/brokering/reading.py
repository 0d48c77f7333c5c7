"""An introduction of a member as its economic organisation may know it: which way, how it stands, the other side's country and kind.

Of the other side it tells what everyone may know: of the owner of an anonymous profile its country where the profile shows it, of an
asker that withholds its name nothing, also when the two know each other by now. No dates: by those of two members one could tell
that they talk with each other.
"""

from dataclasses import dataclass

from app.organisations.enums import OrganisationKind
from app.organisations.models import Organisation
from app.partnering.enums import IntroductionState
from app.partnering.models import Introduction


@dataclass(frozen=True)
class Told:
    """A row of the list."""

    sent: bool
    state: IntroductionState
    country: str | None
    kind: OrganisationKind | None


def told(introduction: Introduction, member: Organisation) -> Told:
    """The introduction for the economic organisation of a member."""
    if introduction.organisation_id != member.id:
        asker = introduction.organisation
        shown = not introduction.withheld
        return Told(sent=False, state=introduction.state, country=asker.country if shown else None, kind=asker.kind if shown else None)
    profile = introduction.profile
    country = profile.country if profile.shows_country or not profile.anonymous else None
    return Told(sent=True, state=introduction.state, country=country, kind=None if profile.anonymous else profile.organisation.kind)
