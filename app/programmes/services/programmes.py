"""Texts and rules of a programme."""

from collections.abc import Mapping
from typing import Any

from app.core import events
from app.core.db import lock
from app.core.errors import Refused
from app.core.i18n import _l
from app.programmes import policy
from app.programmes.models import Programme
from app.programmes.services.changes import change, require, with_texts

events.define("programme.edit", _l("changed the programme"), "changes")

TEXTS = ("names", "purpose", "goal")
RULES = (
    "share_cap_percent", "minimum_partners_per_party", "duration_months_min", "duration_months_max", "minimum_reviews_per_party",
    "commitment_working_days", "eligibility_working_days", "info_request_working_days", "recommendation_working_days",
    "decision_working_days", "changes_wait_days", "agreement_weeks", "introduction_screening_days", "introduction_quota", "rules_source",
)
"""A rule that changes binds what happens from then on; due dates that already run stay as they are."""


def edit_programme(
    programme: Programme, *, by: Any, version: int | None, texts: Mapping[str, Mapping[str, str | None]], rules: Mapping[str, Any]
) -> None:
    """Change the texts (by field and language) and the rules of a programme.

    :raises StaleVersion: it was changed since `version`.
    :raises Refused: the shortest duration is longer than the longest.
    """
    require(policy.administer(by, programme))
    lock(programme, version)
    shortest, longest = rules["duration_months_min"], rules["duration_months_max"]
    if shortest is not None and longest is not None and shortest > longest:
        raise Refused.because("duration_months_min", _l("The shortest duration must not be longer than the longest."))
    values = {name: with_texts(getattr(programme, name), texts[name]) for name in TEXTS}
    values["goal"] = values["goal"] or None  # type: ignore[assignment]
    changes = change(programme, {**values, **{name: rules[name] for name in RULES}})
    if changes:
        events.record("programme.edit", programme, by=by, data={"changes": changes})
