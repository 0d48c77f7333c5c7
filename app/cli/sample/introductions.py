"""Introductions, each brought to its state by the people who would: asker, broker, owner."""

import tomllib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.accounts.models import Person
from app.cli.sample.projects import Cast
from app.cli.sample.source import FOLDER
from app.core.db import now
from app.extensions import db
from app.partnering.enums import ConfidentialityText, DecliningReason, ProfileState
from app.partnering.models import Introduction, Profile
from app.partnering.models.introduction import ANSWERS
from app.partnering.services import introducing

TALKING = frozenset({"in_talks", "under_nda"})


def load(cast: Cast) -> None:
    """Make one introduction for each entry of the file."""
    for entry in tomllib.loads((FOLDER / "introductions.toml").read_text())["introductions"]:
        introduction = introducing.write_introduction(
            organisation=cast.organisations[entry["of"]], profile=_profile(cast, entry), withheld=False, language=entry["language"],
            answers={name: entry[name] or None for name in ANSWERS}, by=cast.person_of[entry["of"]],
        )
        if entry["state"] != "draft":
            _send(cast, entry, introduction)


def _profile(cast: Cast, entry: Mapping[str, Any]) -> Profile:
    owner, place = entry["profile"]
    statement = select(Profile).where(
        Profile.organisation_id == cast.organisations[owner].id, Profile.state == ProfileState.PUBLISHED
    )
    return db.session.scalars(statement.order_by(Profile.id)).all()[place - 1]


def _send(cast: Cast, entry: Mapping[str, Any], introduction: Introduction) -> None:
    asker, owner = cast.person_of[entry["of"]], cast.person_of[entry["profile"][0]]
    introducing.send_introduction(introduction, by=asker)
    if entry["state"] == "screening":
        return
    introducing.forward_introduction(introduction, by=cast.official("officer", introduction.organisation.country))
    introducing.open_request(introduction, by=owner)
    if entry["state"] == "question":
        introducing.ask_question(introduction, text=entry["asked"], by=owner)
    elif entry["state"] == "declined":
        introducing.decline_introduction(introduction, reason=DecliningReason.NO_CAPACITY, note="Ask again next year.", by=owner)
    elif entry["state"] != "seen":
        introducing.accept_introduction(introduction, by=owner)
        _talk(entry, introduction, asker, owner)


def _talk(entry: Mapping[str, Any], introduction: Introduction, asker: Person, owner: Person) -> None:
    if entry["state"] not in TALKING:
        return
    introducing.propose_meeting_held(introduction, on=now().date(), by=asker)
    introducing.confirm_step(introduction, by=owner)
    if entry["state"] == "under_nda" or entry.get("proposes") == "confidentiality":
        introducing.propose_confidentiality(introduction, text_version=ConfidentialityText.STANDARD_1, by=asker)
    if entry["state"] == "under_nda":
        introducing.confirm_step(introduction, by=owner)
    if entry.get("proposes") == "project":
        introducing.propose_project(introduction, title=entry["title"], by=asker)
