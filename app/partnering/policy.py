"""Who may do what to a profile. The actor comes first; whoever asks has loaded the profile whole.

"Own side" means the people of the organisation; "reviewers" the officers of its country and the coordinators of the programme's
secretariat who have no part in the organisation. A coordinator does not learn who owns an anonymous profile.
"""

from typing import Any

from app.accounts.enums import Role
from app.accounts.rights import OFFICIALS
from app.organisations.models import Organisation
from app.organisations.policy import OWN_ROLES
from app.partnering.enums import ProfileSection, ProfileState, RevisionState
from app.partnering.guide import MATERIAL
from app.partnering.models import Profile, ProfileRevision

S, R = ProfileState, RevisionState
WRITING_STATES = frozenset({S.DRAFT, S.CHANGES_REQUESTED, S.EXPIRED})
"""States in which the owner writes a version that readers do not see."""
REACH_STATES = WRITING_STATES | {S.PUBLISHED, S.PAUSED}
REVISABLE = frozenset({R.WRITING, R.CHANGES_REQUESTED})
SPEAKERS = (Role.REPRESENTATIVE, Role.SIGNATORY)


def clock(by: Any, _thing: Any) -> bool:
    """Only time itself."""
    return bool(by.is_clock)


def view(_by: Any, _profile: Profile) -> bool:
    """Whoever was let through to the profile reads what is public of it."""
    return True


def look(_by: Any, _organisation: Organisation) -> bool:
    """Whoever sees an organisation sees its profiles that are open and name it."""
    return True


def create(by: Any, organisation: Organisation) -> bool:
    """A representative writes profiles of the organisation."""
    return bool(by.holds(Role.REPRESENTATIVE, organisation_id=organisation.id))


def belongs(by: Any, organisation: Organisation) -> bool:
    """One of the organisation's people."""
    return bool(by.holds(*OWN_ROLES, organisation_id=organisation.id))


def own(by: Any, profile: Profile) -> bool:
    """The own side."""
    return belongs(by, profile.organisation)


def edit(by: Any, profile: Profile) -> bool:
    """A representative of the owner."""
    return create(by, profile.organisation)


def official(by: Any, profile: Profile) -> bool:
    """An official of the owner's country, or one of the own side who is."""
    return bool(by.holds(*OFFICIALS, country=profile.country))


def officer(by: Any, profile: Profile) -> bool:
    """An officer of the owner's country who has no part in the owner."""
    return bool(by.holds(Role.OFFICER, country=profile.country)) and not own(by, profile)


def coordinator(by: Any, profile: Profile) -> bool:
    """A coordinator of the programme's secretariat who has no part in the owner."""
    secretariat = profile.programme.secretariat_id
    return secretariat is not None and by.holds(Role.COORDINATOR, organisation_id=secretariat) and not own(by, profile)


def review(by: Any, profile: Profile) -> bool:
    """Who checks the quality."""
    return officer(by, profile) or coordinator(by, profile)


def edit_or_officer(by: Any, profile: Profile) -> bool:
    """Who puts a profile away."""
    return edit(by, profile) or officer(by, profile)


def sees_owner(by: Any, profile: Profile) -> bool:
    """Who owns an anonymous profile is known to its own side and to the officials of its country."""
    return not profile.anonymous or own(by, profile) or official(by, profile)


def sees_history(by: Any, profile: Profile) -> bool:
    """Who did what is for the own side and the officials of its country."""
    return own(by, profile) or official(by, profile)


def sees_versions(by: Any, profile: Profile) -> bool:
    """Versions, checks and their scores are for the own side and its reviewers."""
    return sees_history(by, profile) or coordinator(by, profile)


def bookmark(by: Any, _profile: Profile) -> bool:
    """Anyone signed in."""
    return bool(by.is_authenticated)


def open_queue(by: Any, _nothing: Any) -> bool:
    """Officers and coordinators check profiles."""
    return bool(by.holds(Role.OFFICER, Role.COORDINATOR))


def in_review(profile: Profile) -> bool:
    """A version of the profile waits for its check."""
    revision = profile.open_revision
    return profile.state == S.IN_REVIEW or (revision is not None and revision.state == R.IN_REVIEW)


def check(by: Any, profile: Profile) -> bool:
    """A reviewer, while a version waits for its check."""
    return in_review(profile) and review(by, profile)


def content_is_open(profile: Profile) -> bool:
    """The owner may write a version now: a first one, or a new one of a published profile."""
    if profile.state == S.PUBLISHED:
        return profile.open_revision is None or profile.open_revision.state in REVISABLE
    return profile.state in WRITING_STATES


def open_sections(profile: Profile) -> frozenset[ProfileSection]:
    """The sections that may be changed now. Whether the owner is named is settled before the first publication."""
    sections = set(MATERIAL) if content_is_open(profile) else set()
    if profile.state in REACH_STATES:
        sections.add(ProfileSection.REACH)
    if profile.state in {S.DRAFT, S.CHANGES_REQUESTED} and profile.published_version_id is None:
        sections.add(ProfileSection.ANONYMITY)
    return frozenset(sections)


def _edits(by: Any, profile: Profile, section: ProfileSection) -> bool:
    return section in open_sections(profile) and edit(by, profile)


def edit_summary(by: Any, profile: Profile) -> bool:
    """A representative, while versions are written."""
    return _edits(by, profile, ProfileSection.SUMMARY)


def edit_description(by: Any, profile: Profile) -> bool:
    """The same."""
    return _edits(by, profile, ProfileSection.DESCRIPTION)


def edit_technology(by: Any, profile: Profile) -> bool:
    """The same."""
    return _edits(by, profile, ProfileSection.TECHNOLOGY)


def edit_cooperation(by: Any, profile: Profile) -> bool:
    """The same."""
    return _edits(by, profile, ProfileSection.COOPERATION)


def edit_reach(by: Any, profile: Profile) -> bool:
    """A representative, also of a published profile."""
    return _edits(by, profile, ProfileSection.REACH)


def edit_anonymity(by: Any, profile: Profile) -> bool:
    """A representative, before the first publication."""
    return _edits(by, profile, ProfileSection.ANONYMITY)


EDITORS = {
    ProfileSection.SUMMARY: edit_summary,
    ProfileSection.DESCRIPTION: edit_description,
    ProfileSection.TECHNOLOGY: edit_technology,
    ProfileSection.COOPERATION: edit_cooperation,
    ProfileSection.REACH: edit_reach,
    ProfileSection.ANONYMITY: edit_anonymity,
}


def translate(by: Any, profile: Profile) -> bool:
    """A representative, while the profile is written or open."""
    return profile.state in REACH_STATES and edit(by, profile)


def edits_revision(by: Any, revision: ProfileRevision) -> bool:
    """A representative of the owner."""
    return edit(by, revision.profile)


def reviews_revision(by: Any, revision: ProfileRevision) -> bool:
    """Who checks the quality."""
    return review(by, revision.profile)


def publishes_revision(by: Any, revision: ProfileRevision) -> bool:
    """An officer of the owner's country."""
    return officer(by, revision.profile)


def drops_revision(by: Any, revision: ProfileRevision) -> bool:
    """The owner gives it up, or the profile is open no more."""
    return clock(by, revision) or edits_revision(by, revision)
