"""An economic organisation with two members and one that it has invited, a vouch, and a profile that it suggests."""

from sqlalchemy import select

from app.accounts.models import Person
from app.cli.sample.projects import Cast
from app.extensions import db
from app.organisations.affiliations import services
from app.organisations.affiliations.enums import Consent
from app.organisations.affiliations.models import Affiliation
from app.organisations.models import Organisation
from app.partnering.enums import ProfileState
from app.partnering.models import Profile
from app.partnering.services import brokering

ECONOMIC, PROMOTER = "IEICI", "promoter"
OPEN_MEMBER, PLAIN_MEMBER, INVITED = "dugma", "mashal", "machon"
STATEMENT = "It has shown its cameras at our stand at three fairs, and kept what it promised to those who came to see them."


def load(cast: Cast) -> None:
    """The first member allows everything, the second nothing but the membership."""
    economic = db.session.scalars(select(Organisation).where(Organisation.code == ECONOMIC)).one()
    promoter = cast.persons[PROMOTER]
    first = _join(cast, economic, OPEN_MEMBER, promoter)
    services.set_consents(first, list(Consent), by=cast.person_of[OPEN_MEMBER])
    services.give_vouch(first, known_since=2016, known_as="exhibitor at our stands abroad", statement=STATEMENT, language="en", by=promoter)
    _join(cast, economic, PLAIN_MEMBER, promoter)
    services.invite_member(economic, cast.organisations[INVITED], by=promoter)
    published = select(Profile).where(
        Profile.state == ProfileState.PUBLISHED, ~Profile.anonymous, Profile.organisation_id != first.member_id
    )
    profile = db.session.scalars(published.order_by(Profile.id)).first()
    if profile is not None:
        brokering.suggest_profile(first, profile, note="It looks for what you showed at our stand last year.", language="en", by=promoter)


def _join(cast: Cast, economic: Organisation, code: str, by: Person) -> Affiliation:
    affiliation = services.invite_member(economic, cast.organisations[code], by=by)
    services.accept_affiliation(affiliation, by=cast.person_of[code])
    return affiliation
