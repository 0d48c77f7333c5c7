"""An expression of interest is written, sent and screened."""

from collections.abc import Mapping
from typing import Any

from app.core import events
from app.core.db import lock, now
from app.core.errors import NotAllowed, Problem, Refused
from app.core.i18n import _l
from app.extensions import db
from app.organisations.models import Organisation
from app.partnering import queries
from app.partnering.enums import IntroductionState
from app.partnering.introductions import policy, veil
from app.partnering.introductions.workflow import INTRODUCTION
from app.partnering.models import Introduction, Profile
from app.partnering.models.introduction import ANSWERS
from app.partnering.services.due import draft_due
from app.partnering.services.introducing.due import owner_due, screening_due


def write_introduction(
    *, organisation: Organisation, profile: Profile, answers: Mapping[str, str | None], withheld: bool, by: Any, language: str = "en",
) -> Introduction:
    """Begin a request. To an anonymous profile the asker's name is withheld as well.

    :raises Refused: the organisation is the owner or not declared, the profile is not open, or something is open between the two.
    """
    lock(organisation)
    if queries.open_between(organisation, profile) is not None:
        raise Refused.because("organisation", _l("Your organisation has an open introduction to this profile already."))
    introduction = Introduction(
        organisation=organisation, organisation_id=organisation.id, profile=profile, state=IntroductionState.DRAFT, created_by_id=by.id, language=language,
        withheld=withheld or profile.anonymous, due_at=draft_due(organisation.country), **{name: answers.get(name) for name in ANSWERS},
    )
    db.session.add(introduction)
    INTRODUCTION.begin("write", introduction, by=by)
    return introduction


def edit_introduction(
    introduction: Introduction, *, answers: Mapping[str, str | None], withheld: bool, language: str, by: Any, version: int | None = None
) -> None:
    """Change a draft; saving what already stands changes nothing."""
    lock(introduction, version)
    if not policy.writes(by, introduction):
        raise NotAllowed
    values = {**{name: answers.get(name) for name in ANSWERS}, "withheld": withheld or introduction.profile.anonymous, "language": language}
    if all(getattr(introduction, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        setattr(introduction, name, value)
    introduction.due_at = draft_due(introduction.organisation.country)
    db.session.flush()
    events.record("introduction.edit", introduction, by=by, data={"version": introduction.version})


def send_introduction(introduction: Introduction, *, by: Any, version: int | None = None) -> None:
    """Hand the request in: to the screening where the programme has one, else straight to the owner.

    The asker's row is locked while its open requests are counted.

    :raises Refused: with everything that is missing.
    """
    lock(introduction.organisation)
    lock(introduction, version)
    moment, screened = now(), introduction.programme.introduction_screening_days > 0
    if screened:
        facts = {"screened": True, "submitted_at": moment, "due_at": screening_due(introduction)}
        INTRODUCTION.fire("send", introduction, by=by, to=IntroductionState.SCREENING, changes=facts)
    else:
        facts = {"screened": False, "submitted_at": moment, "sent_at": moment, "due_at": owner_due(introduction)}
        INTRODUCTION.fire("send", introduction, by=by, to=IntroductionState.SENT, changes=facts)


def forward_introduction(introduction: Introduction, *, by: Any, version: int | None = None, comment: str = "") -> None:
    """The broker hands the request on. A comment is for the asker, so there is none."""
    lock(introduction, version)
    if comment:
        raise Refused.because("comment", _l("A forwarded request carries no comment. Leave this empty, or send the request back."))
    INTRODUCTION.fire("forward", introduction, by=by, changes={"sent_at": now(), "due_at": owner_due(introduction)})


def send_back(introduction: Introduction, *, comment: str, by: Any, version: int | None = None) -> None:
    """The broker asks for changes, with the reason."""
    lock(introduction, version)
    _refuse_telling(introduction, comment, by)
    facts = {"due_at": draft_due(introduction.organisation.country)}
    INTRODUCTION.fire("send_back", introduction, by=by, comment=comment, changes=facts)


def refuse_introduction(introduction: Introduction, *, comment: str, by: Any, version: int | None = None) -> None:
    """The broker does not forward the request, with the reason; the owner learns nothing of it."""
    lock(introduction, version)
    _refuse_telling(introduction, comment, by)
    INTRODUCTION.fire("refuse", introduction, by=by, comment=comment, changes={"due_at": None})


def _refuse_telling(introduction: Introduction, comment: str, by: Any) -> None:
    told: list[Problem] = list(veil.broker_revealing(introduction, comment, by))
    if told:
        raise Refused(told)


def withdraw_introduction(introduction: Introduction, *, by: Any, version: int | None = None) -> None:
    """The asker takes the request back."""
    INTRODUCTION.fire("withdraw", introduction, by=by, version=version, changes={"due_at": None})
