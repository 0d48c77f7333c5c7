"""Trials of introductions in talks: one proposed, one running, one adopted."""

from datetime import timedelta

from sqlalchemy import select

from app.cli.sample.projects import Cast
from app.core.db import now
from app.extensions import db
from app.partnering.models import Introduction, Trial
from app.partnering.services import trial as services
from app.partnering.trials.enums import TrialOutcome
from app.partnering.trials.policy import TRIAL_STATES

TRIALS = (
    ("Cold picking in one greenhouse", "Two rows of one greenhouse, at four degrees, for three weeks. The rest of the house is picked by hand.",
     "80 of 100 berries are picked without damage in four hours."),
    ("Replay of ten recorded drives", "Ten drives on rural roads, replayed on the other side's machine. No vehicle moves.",
     "Nine of ten drives are replayed without a gap of more than a second."),
    ("Labels read in a warehouse", "One aisle with 400 places, read once a day for two weeks.", "Fewer than 4 of 400 labels are misread."),
)
RUNNING, ADOPTED = 0, 2


def load(cast: Cast) -> None:
    """Propose a trial on each of the first introductions whose two sides are in talks."""
    people = {cast.organisations[of].id: person for of, person in cast.person_of.items() if of in cast.organisations}
    statement = select(Introduction).where(Introduction.state.in_(TRIAL_STATES)).order_by(Introduction.id)
    today = now().date()
    for place, (introduction, texts) in enumerate(zip(db.session.scalars(statement).all(), TRIALS, strict=False)):
        asker, owner = people[introduction.organisation_id], people[introduction.profile.organisation_id]
        subject, scope, success_test = texts
        track = introduction.programme.tracks[0] if place == RUNNING else None
        trial = services.propose_trial(introduction, by=asker, details={
            "subject": subject, "scope": scope, "success_test": success_test, "language": "en", "track": track, "subtopic": None,
            "starts_on": today, "ends_on": today + timedelta(days=40), "decide_by": today + timedelta(days=60),
        })
        if place in {RUNNING, ADOPTED}:
            services.agree_trial(trial, by=owner)
        if place == ADOPTED:
            _adopt(trial, asker, owner)


def _adopt(trial: Trial, asker: object, owner: object) -> None:
    services.propose_verdict(trial, by=asker, verdict={
        "outcome": TrialOutcome.ADOPT, "met": True, "results": "1 of 400 labels was misread.", "reason": None, "explanation": None,
        "ends_on": None, "decide_by": None,
    })
    services.confirm_verdict(trial, by=owner)
