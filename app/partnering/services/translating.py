"""Translations stand beside the original: by whom, checked or not, and out of date once the original has changed."""

from collections.abc import Mapping
from typing import Any

from app.core import events
from app.core.db import lock, now
from app.core.errors import NotAllowed, Problem, Refused, StaleVersion
from app.core.i18n import LANGUAGES, _l
from app.extensions import db
from app.partnering import anonymity, completeness, policy
from app.partnering.models import Profile, ProfileTranslation
from app.partnering.models.profile import TEXTS
from app.partnering.services.words import refresh_words
from app.partnering.services.writing import touch
from app.partnering.texts import digest, shown_version


def save_translation(
    profile: Profile, *, language: str, texts: Mapping[str, str | None], by_machine: bool, checked: bool, by: Any, version: int | None = None
) -> ProfileTranslation:
    """Store the texts in another language as a translation of what the profile says now.

    :raises Refused: it is the language of the original, or a text tells who the owner of an anonymous profile is.
    """
    lock(profile)
    if not policy.translate(by, profile):
        raise NotAllowed
    original = shown_version(profile)
    if language not in LANGUAGES or language == original.language:
        raise Refused.because("language", _l("Choose a language other than that of the original."))
    written = {name: texts.get(name) or None for name in TEXTS}
    if profile.anonymous:
        found = anonymity.passages({name: text for name, text in written.items() if text}, completeness.known_of(profile))
        if found:
            raise Refused([Problem(passage.field, completeness.problem_of(passage).message) for passage in found])
    translation = next((one for one in profile.translations if one.language == language), None)
    if translation is None:
        translation = ProfileTranslation(profile=profile, language=language)
        db.session.add(translation)
    elif _stands(translation, written, by_machine=by_machine, checked=checked, source=digest(original)):
        return translation
    if version is not None and profile.version != version:
        raise StaleVersion(profile)
    for name, value in written.items():
        setattr(translation, name, value)
    translation.by_machine, translation.translated_by_id, translation.source = by_machine, by.id, digest(original)
    translation.checked_by_id, translation.checked_at = (by.id, now()) if checked else (None, None)
    db.session.flush()
    db.session.expire(profile, ["translations"])
    touch(profile)
    refresh_words(profile)
    events.record("profile.translate", profile, by=by, data={"language": language})
    return translation


def _stands(translation: ProfileTranslation, written: Mapping[str, str | None], *, by_machine: bool, checked: bool, source: str) -> bool:
    same = all(getattr(translation, name) == value for name, value in written.items())
    return same and translation.by_machine == by_machine and (translation.checked_at is not None) == checked and translation.source == source


def is_stale(translation: ProfileTranslation) -> bool:
    """The original has changed since it was translated."""
    return translation.source != digest(shown_version(translation.profile))
