"""What stands in the way of a submission or a publication: always the whole list, each problem with the section where it is mended."""

from collections.abc import Iterator

from app.core.db import now
from app.core.errors import Problem
from app.core.i18n import _l, isolated_name
from app.core.templating import label
from app.organisations.models import Organisation
from app.partnering import anonymity, criteria, queries
from app.partnering.anonymity import Passage
from app.partnering.enums import Hint, ProfileSection
from app.partnering.guide import NEEDS_DEADLINE, NEEDS_STAGE, SECTION_OF, TEXT_QUESTIONS
from app.partnering.models import Profile, ProfileVersion
from app.partnering.texts import texts_of
from app.programmes.models import Programme
from app.programmes.vocabulary import needs_automation_level

HINTS = {
    Hint.NAME: _l("“%(passage)s” names your organisation. An anonymous profile must not."),
    Hint.PERSON: _l("“%(passage)s” names a person of your organisation."),
    Hint.LINK: _l("“%(passage)s” is a link, which leads to your organisation."),
    Hint.MAIL: _l("“%(passage)s” is an address, which leads to your organisation."),
    Hint.PHONE: _l("“%(passage)s” looks like a telephone number."),
    Hint.NUMBER: _l("“%(passage)s” looks like a number of a register or a patent, by which you can be found."),
}


def missing(profile: Profile) -> list[Problem]:
    """All that the newest version lacks before it may be submitted."""
    version = profile.newest
    return [*not_verified(profile), *_texts(profile, version), *_facts(profile, version), *_reach(profile), *revealing(profile)]


def not_verified(profile: Profile) -> list[Problem]:
    """Only a verified organisation publishes."""
    if profile.organisation.is_verified:
        return []
    return [Problem("organisation", _l("Your organisation must be verified by the authority of its country."))]


def _texts(profile: Profile, version: ProfileVersion) -> Iterator[Problem]:
    for name, question in TEXT_QUESTIONS[profile.kind].items():
        length = len(getattr(version, name) or "")
        if length < question.least:
            message = _l("“%(field)s” needs at least %(least)d characters; it has %(length)d.", field=question.label, least=question.least, length=length)
            yield Problem(SECTION_OF[name], message)


def _facts(profile: Profile, version: ProfileVersion) -> Iterator[Problem]:
    technology, cooperation = ProfileSection.TECHNOLOGY, ProfileSection.COOPERATION
    if not version.tracks:
        yield Problem(technology, _l("Choose at least one sector track."))
    if profile.kind in NEEDS_STAGE and version.stage is None:
        yield Problem(technology, _l("Say how far it is developed."))
    if profile.kind in NEEDS_STAGE and not version.rights:
        yield Problem(technology, _l("Say how the intellectual property is protected, or that it is not."))
    if version.trl is None:
        yield Problem(technology, _l("Choose the technology readiness level."))
    if version.automation_level is None and any(needs_automation_level(track) for track in version.tracks):
        yield Problem(technology, _l("Choose the driving automation level, which the track asks for."))
    if not version.collaboration:
        yield Problem(cooperation, _l("Choose at least one kind of cooperation."))
    if profile.kind in NEEDS_DEADLINE and version.deadline is None:
        yield Problem(cooperation, _l("Say until when you look for partners."))
    if version.deadline is not None and version.deadline < now().date():
        yield Problem(cooperation, _l("The day until which you look for partners has passed."))


def _reach(profile: Profile) -> Iterator[Problem]:
    if not profile.languages:
        yield Problem(ProfileSection.REACH, _l("Choose at least one language in which you can talk."))
    if not profile.countries:
        yield Problem(ProfileSection.REACH, _l("Choose at least one country in which you seek partners."))


def known_of(profile: Profile) -> anonymity.Known:
    """What is known of the owner of a profile."""
    return known_of_organisation(profile.organisation, profile.programme)


def known_of_organisation(organisation: Organisation, programme: Programme) -> anonymity.Known:
    """What is known of an organisation, by which a reader could tell it."""
    return anonymity.Known(
        names=[name for name in (organisation.name_native, organisation.name_latin, organisation.name_kana, *(n.text for n in organisation.names)) if name],
        legal_forms=[form for party in programme.parties for form in party.legal_forms],
        persons=[name for name in (organisation.contact_name, *queries.names_of_people(organisation.id)) if name],
        links=[organisation.website] if organisation.website else [],
        mails=[organisation.contact_email] if organisation.contact_email else [],
        numbers=[*(number.value for number in organisation.numbers), *([organisation.contact_phone] if organisation.contact_phone else [])],
    )


def passages(profile: Profile) -> list[Passage]:
    """What in the newest version, its translations and its other texts tells who the owner is; nothing where the owner is named."""
    if not profile.anonymous:
        return []
    texts = texts_of(profile.newest) | {name: value for name in ("keywords", "external_link") if (value := getattr(profile, name))}
    for translation in profile.translations:
        texts |= {f"{translation.language}.{name}": value for name, value in texts_of(translation).items()}
    return anonymity.passages(texts, known_of(profile))


def revealing(profile: Profile) -> list[Problem]:
    """The same as problems."""
    return [problem_of(passage) for passage in passages(profile)]


def problem_of(passage: Passage) -> Problem:
    """A passage in words, with the section in which it stands; one of a translation with its language."""
    return Problem(section_of(passage.field), str(HINTS[passage.hint]) % {"passage": isolated_name(passage.text)})


def section_of(field: str) -> str:
    """The section of a field; a field of a translation stands under its language."""
    language, _dot, name = field.partition(".")
    return f"translation.{language}" if name else SECTION_OF[field]


def scores_short(version: ProfileVersion) -> list[Problem]:
    """Nothing is published that nobody scored, or that any reviewer scored below a threshold."""
    if not version.reviews:
        return [Problem("scores", _l("Score every criterion first."))]
    return [
        Problem("scores", _l("“%(criterion)s” is scored below %(least)d.", criterion=label(one), least=criteria.THRESHOLDS[one]))
        for one in dict.fromkeys(one for review in version.reviews for one in criteria.below(review.scores))
    ]
