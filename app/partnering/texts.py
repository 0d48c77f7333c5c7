"""The texts of a version or a translation, and their digest: what is compared to see that a translation is out of date."""

import hashlib
import json
import re
from typing import Any

from app.core.folding import fold
from app.partnering.models.profile import TEXTS, Profile, ProfileVersion

NOT_WORD = re.compile(r"[\W_]+")


def compared(text: str) -> str:
    """A text as a search by words compares it: folded, words apart."""
    return NOT_WORD.sub(" ", fold(text)).strip()


def texts_of(thing: Any) -> dict[str, str]:
    """The texts of a version or translation that are written."""
    return {name: value for name in TEXTS if (value := getattr(thing, name))}


def digest(version: ProfileVersion) -> str:
    """SHA-256 of the texts of a version."""
    return hashlib.sha256(json.dumps(texts_of(version), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def shown_version(profile: Profile) -> ProfileVersion:
    """The version that readers see; before the first publication the newest."""
    return profile.published_version or profile.newest
