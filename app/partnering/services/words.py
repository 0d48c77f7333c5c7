"""What a search by words reads of a profile: its public texts in all their languages, and nothing of the owner."""

from app.extensions import db
from app.organisations.names import grams
from app.partnering.models import Profile
from app.partnering.texts import compared, shown_version, texts_of


def refresh_words(profile: Profile) -> None:
    """Bring the searched words up to date with the published texts."""
    if profile.published_version is None:
        return
    said = [*texts_of(shown_version(profile)).values(), profile.keywords or ""]
    said += [text for translation in profile.translations for text in texts_of(translation).values()]
    profile.words = compared("\n".join(said))
    profile.grams = grams(profile.words)
    db.session.flush()
