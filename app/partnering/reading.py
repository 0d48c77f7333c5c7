"""A profile as people read it: the rows of each section. Of an anonymous one, outsiders read only what tells too little to find its owner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.i18n import _, country_name, joined, language, language_name, text
from app.core.templating import day, label
from app.organisations.enums import OrganisationKind, SizeBand
from app.partnering import policy
from app.partnering.enums import ProfileSection, Rights
from app.partnering.goals import GOALS
from app.partnering.guide import TEXT_QUESTIONS
from app.partnering.models import Profile, ProfileTranslation, ProfileVersion
from app.partnering.texts import shown_version
from app.programmes.vocabulary import automation, collaboration_types, readiness


@dataclass(frozen=True)
class Row:
    """One fact: what it is, its text, and the language of a text that a person wrote."""

    key: str
    value: str
    lang: str | None = None


@dataclass(frozen=True)
class Facets:
    """What a reader may know of a profile besides its texts."""

    country: str | None
    tracks: Sequence[Any]
    subtopics: Sequence[Any]
    countries: Sequence[str]
    languages: Sequence[str]


def facets(profile: Profile, version: ProfileVersion, by: Any) -> Facets:
    """All of it for whoever may know the owner; else what enough organisations share (`services.disclosure`)."""
    known = policy.sees_owner(by, profile)
    where = known or profile.shows_country
    return Facets(
        country=profile.country if where else None,
        tracks=version.tracks if known or profile.shows_tracks else (),
        subtopics=version.subtopics if known or profile.shows_subtopics else (),
        countries=profile.countries if where else (),
        languages=profile.languages if where else (),
    )


def chosen_text(profile: Profile, wanted: str = "") -> ProfileTranslation | ProfileVersion:
    """The texts in the language asked for, else in the reader's own, else the original."""
    original = shown_version(profile)
    by_language: dict[str, ProfileTranslation | ProfileVersion] = {one.language: one for one in profile.translations}
    by_language[original.language] = original
    return by_language.get(wanted) or by_language.get(language()) or original


def sections(profile: Profile, version: ProfileVersion, by: Any, said: Any = None) -> dict[ProfileSection, list[Row]]:
    """The rows of every section, with the texts of `said` (a version or translation)."""
    said = said or version
    told = facets(profile, version, by)
    return {
        ProfileSection.SUMMARY: _texts(profile, said, "title", "summary"),
        ProfileSection.DESCRIPTION: _texts(profile, said, "description", "advantages", "expertise"),
        ProfileSection.TECHNOLOGY: [*_technology(version, told), *_texts(profile, said, "rights_notes")],
        ProfileSection.COOPERATION: [*_texts(profile, said, "partner_role"), *_cooperation(version)],
        ProfileSection.REACH: _reach(profile, told),
    }


def public_sections(profile: Profile, version: ProfileVersion, by: Any, said: Any) -> dict[ProfileSection, list[Row]]:
    """The same for readers: without what the heading of the page says, and without empty rows."""
    shown: dict[ProfileSection, list[Row]] = {}
    for section, rows in sections(profile, version, by, said).items():
        filled = [row for row in rows if row.value]
        if section != ProfileSection.SUMMARY and filled:
            shown[section] = filled
    return shown


def _texts(profile: Profile, said: Any, *names: str) -> list[Row]:
    questions = TEXT_QUESTIONS[profile.kind]
    return [Row(str(questions[name].label), getattr(said, name) or "", said.language if getattr(said, name) else None) for name in names]


def _lines(values: Iterable[str]) -> str:
    return "\n".join(values)


def _technology(version: ProfileVersion, told: Facets) -> list[Row]:
    rows = [
        Row(_("Tracks"), _lines(text(track.names) for track in told.tracks)),
        Row(_("Subtopics"), _lines(f"{topic.code} {text(topic.names)}" for topic in told.subtopics)),
        Row(_("Technology readiness"), readiness(version.trl)),
        Row(_("Stage of development"), label(version.stage)),
        Row(_("Intellectual property"), _lines(label(Rights(one)) for one in version.rights)),
        Row(_("Sustainable Development Goals"), _lines(_("%(number)d: %(name)s", number=one, name=GOALS[one]) for one in version.goals)),
    ]
    if version.automation_level is not None:
        rows.insert(3, Row(_("Driving automation level"), automation(version.automation_level)))
    return rows


def _cooperation(version: ProfileVersion) -> list[Row]:
    kinds = collaboration_types()
    return [
        Row(_("Kinds of cooperation"), _lines(text(kinds[code]) for code in version.collaboration if code in kinds)),
        Row(_("Kinds of partner"), _lines(label(OrganisationKind(one)) for one in version.partner_kinds)),
        Row(_("Call for proposals"), text(version.call.names) if version.call else ""),
        Row(_("Partners are sought until"), day(version.deadline) if version.deadline else ""),
    ]


def _reach(profile: Profile, told: Facets) -> list[Row]:
    return [
        Row(_("Languages"), joined([language_name(one) for one in told.languages]) if told.languages else ""),
        Row(_("Partners are sought in"), joined([country_name(one) for one in told.countries]) if told.countries else ""),
        Row(_("Size of the partner"), _lines(label(SizeBand(one)) for one in profile.partner_sizes)),
        Row(_("Keywords"), profile.keywords or "", "und" if profile.keywords else None),
        Row(_("Link"), profile.external_link or "", "und" if profile.external_link else None),
    ]
