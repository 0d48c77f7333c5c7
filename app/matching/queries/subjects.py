"""Who or what looks for counterparts: an organisation, a project, a profile, or a text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.matching import meaning
from app.matching.chunks import language_of
from app.matching.geometry import Vectors
from app.matching.queries.narrowing import OWN_CHUNKS
from app.matching.scoring import Profile as Scored
from app.matching.scoring.complementarity import Stance, levels_of
from app.matching.words import Words, words_of
from app.organisations.enums import OrganisationKind, SizeBand
from app.organisations.models import Organisation
from app.organisations.queries import other_countries
from app.partnering.enums import ProfileKind
from app.partnering.models import Profile
from app.partnering.texts import shown_version, texts_of
from app.programmes.models import Subtopic, Track
from app.projects.models import Project

SIZE_RANK = {size: position for position, size in enumerate(SizeBand)}


@dataclass(frozen=True)
class Subject:
    """Who looks for counterparts: what it works on, where it looks by choice, who is left out, and who was set aside as off topic.

    `stances` are what is offered or sought, where it is not the open profiles of the organisation. `vectors` are those of the own
    text, None where they stand in the index. `kinds` narrow to these kinds of organisation; `new_only` leaves out with whom the
    organisation had a project that was approved.
    """

    tracks: Sequence[Track]
    subtopics: Sequence[Subtopic]
    words: Words
    countries: Sequence[str]
    excluded: Sequence[int]
    size: int | None = None
    organisation_id: int | None = None
    text: str = ""
    off_topic: Sequence[int] = ()
    languages: Sequence[str] = ()
    project_id: int | None = None
    stances: Sequence[Stance] = ()
    vectors: Sequence[Vectors] | None = None
    kinds: Sequence[OrganisationKind] = ()
    new_only: bool = False

    @property
    def profile(self) -> Scored:
        """What is scored."""
        tracks = frozenset(track.id for track in self.tracks)
        subtopics = frozenset(subtopic.id for subtopic in self.subtopics)
        return Scored(tracks, subtopics, self.words, words_of(self.labels), size=self.size, languages=frozenset(self.languages))

    @property
    def asked_words(self) -> set[str]:
        """Every word that could be common to it and a candidate."""
        return {*self.words.written, *words_of(self.labels).written}

    @property
    def labels(self) -> list[str]:
        """The names of its subtopics and tracks in every language."""
        texts = [*(subtopic.names for subtopic in self.subtopics), *(track.names for track in self.tracks)]
        return [name for names in texts for name in names.values()]


def of_organisation(organisation: Organisation) -> Subject:
    """An organisation as a subject; it looks in the countries with which its own shares a programme."""
    tracks, subtopics = organisation.confirmed_tracks, organisation.subtopics
    words = words_of((organisation.description, organisation.industry))
    text = joined_texts((organisation.description, organisation.industry))
    return Subject(
        tracks, subtopics, words, other_countries(organisation.country), [organisation.id], size_of(organisation), organisation.id, text,
        languages=spoken(organisation.description_language),
    )


def of_project(project: Project) -> Subject:
    """A project as a subject; it looks in the countries of the parties other than its lead's."""
    texts = (project.title, project.summary, project.innovation, project.market)
    lead = project.lead.organisation if project.lead else None
    home, key = (lead.country, lead.id) if lead else (None, None)
    countries = [party.country for party in project.programme.parties if party.country != home]
    partners = [partner.organisation_id for partner in project.consortium]
    levels = (project.trl_from, project.trl_to or project.trl_from) if project.trl_from else None
    stance = Stance(0, project.title, ProfileKind.RD_REQUEST, _keys(project.tracks), _keys(project.subtopics), levels)
    return Subject(
        project.tracks, project.subtopics, words_of(texts), countries, partners, None, key, joined_texts(texts),
        languages=[project.language], project_id=project.id, stances=[stance],
    )


def of_profile(profile: Profile) -> Subject:
    """A profile as its readers see it, or as it is being written; it looks where it seeks partners, else in the other countries."""
    version, owner = shown_version(profile), profile.organisation
    said = texts_of(version)
    elsewhere = [party.country for party in profile.programme.parties if party.country != owner.country]
    stance = Stance(
        profile.id, version.title, profile.kind, _keys(version.tracks), _keys(version.subtopics), levels_of(profile.kind, version.trl),
        frozenset(version.collaboration),
    )
    text = "\n".join(said.values())
    return Subject(
        version.tracks, version.subtopics, words_of((*said.values(), profile.keywords)), profile.countries or elsewhere, [owner.id],
        size_of(owner), owner.id, text, languages=[*dict.fromkeys((version.language, *profile.languages))], stances=[stance],
        vectors=meaning.vectors_asked(text, version.language, OWN_CHUNKS),
    )


def of_text(
    text: str, tracks: Sequence[Track] = (), subtopics: Sequence[Subtopic] = (), *, countries: Sequence[str] = (), kinds: Sequence[OrganisationKind] = (),
    organisation: Organisation | None = None, new_only: bool = False,
) -> Subject:
    """A text that somebody typed, for an organisation or for none; `subtopics` are those that it names."""
    asking, size = ([organisation.id], size_of(organisation)) if organisation else ([], None)
    return Subject(
        tracks, subtopics, words_of((text,)), countries, asking, size, organisation.id if organisation else None, text,
        languages=[language_of(text)], stances=[Stance(0, "", tracks=_keys(tracks), subtopics=_keys(subtopics))], kinds=kinds,
        vectors=meaning.vectors_asked(text, None, OWN_CHUNKS), new_only=new_only,
    )


def tracks_of(keys: Iterable[int]) -> Sequence[Track]:
    """Tracks by their keys."""
    return db.session.scalars(select(Track).where(Track.id.in_([*keys])).order_by(Track.id)).all()


def subtopics_of(keys: Iterable[int]) -> Sequence[Subtopic]:
    """Subtopics by their keys."""
    return db.session.scalars(select(Subtopic).where(Subtopic.id.in_([*keys])).order_by(Subtopic.id)).all()


def size_of(organisation: Organisation) -> int | None:
    """The rank of the size band."""
    return SIZE_RANK.get(organisation.size_band) if organisation.size_band else None


def spoken(language: str | None) -> list[str]:
    """The languages that are known of one that describes itself in this one."""
    return [language] if language else []


def joined_texts(texts: Iterable[str | None]) -> str:
    """The texts that there are, one a line."""
    return "\n".join(text for text in texts if text)


def _keys(things: Iterable[Track | Subtopic]) -> frozenset[int]:
    return frozenset(thing.id for thing in things)
