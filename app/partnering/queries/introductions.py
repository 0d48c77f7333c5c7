"""Which introductions an actor sees, and one of them.

The asker's people see all of theirs, the owner's people those that reached it; officials of the asker's country and coordinators
of the programme those that were screened, unless they have a part in either side; economic organisations that the asker lets broker those
that wait for the screening.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.enums import Role
from app.accounts.models import Person
from app.accounts.rights import OFFICIALS
from app.core.db import now
from app.core.events import Event
from app.extensions import db
from app.messages.models import Message
from app.organisations.affiliations.models import Affiliation
from app.organisations.affiliations.queries import in_force
from app.organisations.models import Organisation
from app.organisations.policy import OWN_ROLES
from app.partnering.enums import IntroductionState
from app.partnering.models import Introduction, IntroductionStep, Profile, ProfileVersion
from app.programmes.models import Programme

S = IntroductionState
ENDED_STATES = frozenset({S.DECLINED, S.LAPSED, S.WITHDRAWN, S.REFUSED_BY_BROKER, S.CONVERTED, S.AGREED, S.CLOSED_NO_DEAL})
REQUEST_STATES = frozenset({S.SCREENING, S.SENT, S.SEEN, S.QUESTION})
"""States of a request that the owner has not answered for good: they count against the quota."""
TURNED_DOWN_STATES = frozenset({S.DECLINED, S.REFUSED_BY_BROKER})
TIMELINE_LENGTH = 100
OF_PROFILE = (
    joinedload(Introduction.profile).joinedload(Profile.organisation),
    joinedload(Introduction.profile).joinedload(Profile.programme).selectinload(Programme.parties),
    joinedload(Introduction.profile).joinedload(Profile.published_version).selectinload(ProfileVersion.tracks),
    joinedload(Introduction.profile).selectinload(Profile.versions), joinedload(Introduction.profile).selectinload(Profile.translations),
)
BROKERAGES = selectinload(Introduction.brokerages).joinedload(Affiliation.economic)
ROW = (joinedload(Introduction.organisation), BROKERAGES, selectinload(Introduction.steps), *OF_PROFILE)
WHOLE = (
    joinedload(Introduction.organisation).selectinload(Organisation.names), joinedload(Introduction.organisation).selectinload(Organisation.numbers),
    joinedload(Introduction.created_by), BROKERAGES, *OF_PROFILE,
    joinedload(Introduction.profile).joinedload(Profile.organisation).selectinload(Organisation.names),
    joinedload(Introduction.profile).joinedload(Profile.organisation).selectinload(Organisation.numbers),
    selectinload(Introduction.questioning).joinedload(Message.written_by),
    selectinload(Introduction.steps).options(joinedload(IntroductionStep.proposed_by), joinedload(IntroductionStep.confirmed_by)),
)
"""What pages and rules read of one introduction, in a fixed number of statements."""


def owned_by(organisations: Sequence[int]) -> ColumnElement[bool]:
    """Introductions to profiles of the organisations."""
    return select(Profile.id).where(Profile.id == Introduction.profile_id, Profile.organisation_id.in_(organisations)).correlate(Introduction).exists()


def received_by(organisations: Sequence[int]) -> ColumnElement[bool]:
    """Those that reached their owner."""
    return and_(Introduction.sent_at.is_not(None), owned_by(organisations))


def coordinated_by(actor: Any) -> ColumnElement[bool]:
    """Introductions in programmes of which the actor is a coordinator."""
    coordinated = select(Profile.id).join(Profile.programme).where(
        Profile.id == Introduction.profile_id, Programme.secretariat_id.in_(actor.organisations(Role.COORDINATOR))
    )
    return coordinated.correlate(Introduction).exists()


def asked_in(actor: Any, *roles: Role) -> ColumnElement[bool]:
    """Introductions whose asker is of a country for which the actor holds one of the roles."""
    countries = sorted({grant.country for grant in actor.active_grants if grant.role in roles and grant.country})
    of_country = select(Organisation.id).where(Organisation.id == Introduction.organisation_id, Organisation.country.in_(countries))
    return of_country.correlate(Introduction).exists()


def brokered_for(actor: Any) -> ColumnElement[bool]:
    """Introductions whose asker lets an economic organisation of the actor broker: `introductions.policy.member_broker` in SQL."""
    let = select(Affiliation.id).join(Affiliation.economic).where(
        Affiliation.member_id == Introduction.organisation_id, Affiliation.lets_broker, in_force(Organisation),
        Affiliation.economic_id.in_(actor.organisations(Role.REPRESENTATIVE)),
    )
    return let.correlate(Introduction).exists()


def without_part(actor: Any) -> ColumnElement[bool]:
    """Introductions of which the actor is on neither side."""
    own = actor.organisations(*OWN_ROLES)
    return and_(Introduction.organisation_id.not_in(own), ~owned_by(own))


def visible_to(actor: Any) -> ColumnElement[bool]:
    """Introductions that the actor may see."""
    own = actor.organisations(*OWN_ROLES)
    handed_in = and_(Introduction.screened, Introduction.submitted_at.is_not(None), Introduction.state != S.DRAFT)
    overseen = and_(handed_in, or_(asked_in(actor, *OFFICIALS), coordinated_by(actor)), without_part(actor))
    brokered = and_(Introduction.state == S.SCREENING, brokered_for(actor), without_part(actor))
    return or_(Introduction.organisation_id.in_(own), received_by(own), overseen, brokered)


def get_introduction(actor: Any, *, lock: bool, public_id: str) -> Introduction | None:
    """An introduction that the actor may see."""
    statement = select(Introduction).where(Introduction.public_id == public_id, visible_to(actor)).options(*WHOLE)
    if lock:
        statement = statement.with_for_update(of=Introduction).execution_options(populate_existing=True)
    return db.session.scalars(statement).first()


def open_between(organisation: Organisation, profile: Profile) -> Introduction | None:
    """The introduction of the organisation to the profile that has not ended, if there is one."""
    statement = select(Introduction).where(
        Introduction.organisation_id == organisation.id, Introduction.profile_id == profile.id, Introduction.state.not_in(ENDED_STATES)
    )
    return db.session.scalars(statement).first()


def open_of(actor: Any, profile: Profile) -> Sequence[Introduction]:
    """Introductions of the actor's organisations to the profile that have not ended."""
    if not actor.active_grants:
        return ()
    statement = select(Introduction).where(
        Introduction.organisation_id.in_(actor.organisations(*OWN_ROLES)), Introduction.profile_id == profile.id,
        Introduction.state.not_in(ENDED_STATES),
    )
    return db.session.scalars(statement.order_by(Introduction.id)).all()


def turned_down_since(introduction: Introduction, since: datetime) -> bool:
    """Whether the same organisation was turned down for the same profile since then."""
    statement = select(Introduction.id).where(
        Introduction.organisation_id == introduction.organisation_id, Introduction.profile_id == introduction.profile_id,
        Introduction.state.in_(TURNED_DOWN_STATES), Introduction.state_since > since,
    )
    return db.session.scalar(select(statement.exists())) or False


def count_requests(organisation_id: int, programme_id: int) -> int:
    """How many open requests an organisation has in a programme."""
    statement = select(func.count()).select_from(Introduction).join(Introduction.profile).where(
        Introduction.organisation_id == organisation_id, Profile.programme_id == programme_id, Introduction.state.in_(REQUEST_STATES)
    )
    return db.session.scalar(statement) or 0


def list_found_through(profile: Profile) -> Sequence[Introduction]:
    """Accepted introductions to a profile: through which its owner may have found a partner."""
    statement = select(Introduction).where(Introduction.profile_id == profile.id, Introduction.accepted_at.is_not(None))
    return db.session.scalars(statement.options(joinedload(Introduction.organisation)).order_by(Introduction.accepted_at, Introduction.id)).all()


def get_found(profile: Profile) -> Introduction | None:
    """The introduction through which the partner was found."""
    return db.session.scalars(select(Introduction).where(Introduction.profile_id == profile.id, Introduction.found_partner)).first()


def introduction_timeline(introduction: Introduction) -> Sequence[tuple[Event, str | None]]:
    """What happened, newest first, with the name of who acted."""
    statement = (
        select(Event, Person.name).outerjoin(Person, Person.id == Event.actor_id).where(Event.introduction_id == introduction.id)
        .order_by(Event.seq.desc()).limit(TIMELINE_LENGTH)
    )
    return [(event, name) for event, name in db.session.execute(statement)]


LEAST_ANSWERS = 5


@dataclass(frozen=True)
class Answering:
    """How an organisation answers: median days to the first answer (nothing where there was none), share answered, of how many."""

    days: float | None
    share: float
    requests: int


def answering_among(
    organisations: Collection[int], *, until: datetime | None = None, since: timedelta = timedelta(days=730)
) -> dict[int, Answering]:
    """The figures of those of the organisations that have any: of what reached them in two years, from five requests on.

    Only named profiles count: figures that move with an anonymous one would tell whose it is. `until` gives those of another time.
    """
    end = until or now()
    days = func.extract("epoch", Introduction.answered_at - Introduction.sent_at) / 86400
    answered = Introduction.answered_at <= end
    lapsed = and_(Introduction.state == S.LAPSED, Introduction.state_since <= end)
    rows = db.session.execute(
        select(
            Profile.organisation_id, func.count().label("number"), func.count().filter(answered).label("many"),
            func.percentile_cont(0.5).within_group(days).filter(answered).label("median"),
        )
        .select_from(Introduction).join(Introduction.profile)
        .where(
            Profile.organisation_id.in_(organisations), ~Profile.anonymous, Introduction.sent_at > end - since, Introduction.sent_at <= end,
            or_(answered, lapsed),
        )
        .group_by(Profile.organisation_id)
    )
    return {
        row.organisation_id: Answering(None if row.median is None else float(row.median), row.many / row.number, row.number)
        for row in rows if row.number >= LEAST_ANSWERS
    }


def answering_of(organisation: Organisation) -> tuple[float, float] | None:
    """Median days to the first answer, and the share answered, as they are shown (`answering_among`)."""
    found = answering_among([organisation.id]).get(organisation.id)
    return None if found is None or found.days is None else (found.days, found.share)
