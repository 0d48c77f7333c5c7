"""Each row of the table: from which state, by whom, on which condition; and nothing besides it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.enums import Role
from app.core.db import now
from app.core.errors import NotAllowed, Refused, StaleVersion, WrongState
from app.core.events import Event
from app.organisations.enums import OrganisationState as O
from app.partnering import services
from app.partnering.enums import FoundThrough, ProfileKind, ProfileSection
from app.partnering.enums import ProfileState as S
from app.partnering.enums import RevisionState as R
from app.partnering.workflow import PROFILE, REVISION
from tests.factories.partnering import LOW, SCORES

TABLE = {
    (None, "create", S.DRAFT), (S.DRAFT, "submit", S.IN_REVIEW), (S.IN_REVIEW, "ask_for_changes", S.CHANGES_REQUESTED),
    (S.CHANGES_REQUESTED, "resubmit", S.IN_REVIEW), (S.IN_REVIEW, "publish", S.PUBLISHED), (S.IN_REVIEW, "refuse", S.REJECTED),
    (S.PUBLISHED, "pause", S.PAUSED), (S.PAUSED, "resume", S.PUBLISHED), (S.PUBLISHED, "expire", S.EXPIRED),
    (S.EXPIRED, "renew", S.PUBLISHED), (S.PUBLISHED, "renew", S.PUBLISHED), (S.PUBLISHED, "fulfil", S.FULFILLED),
    (S.PUBLISHED, "take_down", S.WITHDRAWN_BY_AUTHORITY),
    *((state, "archive", S.ARCHIVED) for state in S if state not in {S.DRAFT, S.ARCHIVED}),
}
"""`workflows.md` § 2."""
ADDED = {(S.PAUSED, "expire", S.EXPIRED), (S.EXPIRED, "submit_again", S.IN_REVIEW)}
"""So that a paused profile does not wait for ever, and one renewed twice can be checked anew."""


def test_the_table_is_that_of_the_specification():
    assert {(source, row.action, target) for row in PROFILE.transitions for source, target in row.steps()} == TABLE | ADDED


@pytest.mark.parametrize("state", list(S))
def test_every_state_is_reached(make, state):
    assert make.profile(state).state == state


@pytest.mark.parametrize("state", list(R))
def test_every_state_of_a_new_version_is_reached(make, state):
    made = make.revised(state)
    assert made.state == S.PUBLISHED
    assert made.published_version.title == ("Gripper for soft fruit, second kind" if state == R.PUBLISHED else "Gripper for soft fruit")


@pytest.mark.parametrize("kind", list(ProfileKind))
def test_every_kind_is_complete_when_its_questions_are_answered(make, kind):
    assert make.profile(S.PUBLISHED, kind).state == S.PUBLISHED


@pytest.fixture
def cast(make):
    def people(profile):
        first, second = profile.programme.parties
        return {
            "representative": make.speaker(profile.organisation, Role.REPRESENTATIVE),
            "signatory": make.member(profile.organisation, Role.SIGNATORY), "member": make.member(profile.organisation, Role.MEMBER),
            "officer": make.profile_officer(profile), "other officer": make.officer(second), "decider": make.decider(first),
            "coordinator": make.coordinator(profile.programme), "foreign coordinator": make.coordinator(make.programme(code="other")),
            "administrator": make.administrator(), "stranger": make.speaker(make.organisation()),
            "linked officer": make.member(profile.organisation, Role.MEMBER),
        }

    return people


WHO = {
    "submit": {"representative"}, "resubmit": {"representative"}, "pause": {"representative"}, "resume": {"representative"},
    "renew": {"representative"}, "submit_again": {"representative"}, "fulfil": {"representative"},
    "ask_for_changes": {"officer", "coordinator"}, "publish": {"officer"}, "refuse": {"officer"}, "take_down": {"officer"},
    "archive": {"representative", "officer"}, "expire": set(), "create": {"representative"},
}


@pytest.mark.parametrize("row", PROFILE.transitions, ids=lambda row: row.action)
def test_who_may(make, cast, session, row):
    profile = make.profile(min(row.sources, default=S.DRAFT))
    people = cast(profile)
    people["linked officer"].memberships.append(make.profile_officer(profile).memberships[0].__class__(
        organisation=profile.programme.parties[0].authority, role=Role.OFFICER
    ))
    session.flush()
    assert {name for name, person in people.items() if row.may(person, profile)} == WHO[row.action]


@pytest.mark.parametrize("row", REVISION.transitions, ids=lambda row: row.action)
def test_who_may_with_a_new_version(make, cast, row):
    profile = make.revised(min(row.sources, default=R.WRITING))
    expected = WHO.get(row.action) or {"representative"}
    assert {name for name, person in cast(profile).items() if row.may(person, profile.revisions[-1])} == expected


def test_all_that_is_missing_is_told_at_once(make):
    profile = make.profile(filled=False)
    profile.organisation.state = O.DECLARED
    profile.languages, profile.countries = [], []
    with pytest.raises(Refused) as refusal:
        services.submit_profile(profile, by=make.speaker(profile.organisation))
    assert {problem.field for problem in refusal.value.problems} == {"organisation", "summary", "description", "technology", "cooperation", "reach"}
    assert len(refusal.value.problems) >= 11


def test_an_unverified_organisation_writes_but_does_not_submit(make):
    organisation = make.organisation(state=O.DECLARED)
    profile = make.profile(organisation=organisation)
    with pytest.raises(Refused, match="verified"):
        services.submit_profile(profile, by=make.speaker(organisation))


def test_a_score_below_its_threshold_blocks_whoever_gave_it(make):
    profile = make.profile(S.IN_REVIEW)
    officer, coordinator = make.profile_officer(profile), make.coordinator(profile.programme)
    services.score(profile, scores=LOW, comment="Not clear.", by=coordinator)
    with pytest.raises(Refused, match="scored below 3"):
        services.publish(profile, scores=SCORES, comment="", by=officer)
    services.score(profile, scores=SCORES, comment="Clear now.", by=coordinator)
    services.publish(profile, scores=SCORES, comment="", by=officer)
    assert profile.state == S.PUBLISHED
    assert len(profile.published_version.reviews) == 2


@pytest.mark.parametrize("scores", [{}, {**SCORES, "clarity": 6}, {**SCORES, "clarity": None}, {**SCORES, "clarity": -1}])
def test_every_criterion_is_scored_on_the_scale(make, scores):
    profile = make.profile(S.IN_REVIEW)
    with pytest.raises(Refused):
        services.publish(profile, scores=scores, comment="", by=make.profile_officer(profile))


def test_a_coordinator_does_not_publish(make):
    profile = make.profile(S.IN_REVIEW)
    with pytest.raises(NotAllowed):
        services.publish(profile, scores=SCORES, comment="", by=make.coordinator(profile.programme))


@pytest.mark.parametrize("act", [services.ask_for_changes, services.refuse])
def test_a_reason_is_due(make, act):
    profile = make.profile(S.IN_REVIEW)
    with pytest.raises(Refused, match="reason"):
        act(profile, scores=LOW, comment=" ", by=make.profile_officer(profile))


def test_publishing_lasts_twelve_months(make):
    profile = make.profile(S.PUBLISHED)
    assert timedelta(days=364) < profile.expires_at - now() < timedelta(days=367)


def test_it_is_renewed_twice_then_checked_again(make, session):
    profile = make.profile(S.PUBLISHED)
    by = make.speaker(profile.organisation)
    with pytest.raises(Refused, match="last 30 days"):
        services.renew_profile(profile, by=by)
    for number in (1, 2):
        profile.expires_at = now() + timedelta(days=20)
        session.flush()
        services.renew_profile(profile, by=by)
        assert profile.renewals == number
        assert profile.expires_at > now() + timedelta(days=380)
    profile.expires_at = now() - timedelta(hours=1)
    session.commit()
    assert services.run_clock() == 1
    session.expire_all()
    assert profile.state == S.EXPIRED
    with pytest.raises(Refused, match="renewed twice"):
        services.renew_profile(profile, by=by)
    services.submit_profile(profile, by=by)
    services.publish(profile, scores=SCORES, comment="", by=make.profile_officer(profile))
    assert profile.renewals == 0
    assert profile.state == S.PUBLISHED


def test_an_expired_profile_that_was_changed_is_not_renewed_as_it_was(make):
    profile = make.profile(S.EXPIRED)
    by = make.speaker(profile.organisation)
    services.save_section(profile, section=ProfileSection.SUMMARY, values={"title": "Another gripper"}, by=by)
    with pytest.raises(Refused, match="changed it since"):
        services.renew_profile(profile, by=by)


def test_what_ends_a_profile_ends_its_new_version(make):
    for end in ("expire", "archive", "fulfil", "take_down"):
        profile = make.revised(R.IN_REVIEW)
        by, officer = make.speaker(profile.organisation), make.profile_officer(profile)
        if end == "expire":
            services.expire_profile(profile)
        elif end == "archive":
            services.archive_profile(profile, by=by)
        elif end == "fulfil":
            services.fulfil_profile(profile, found_through=FoundThrough.THIS_PLATFORM, by=by)
        else:
            services.take_down(profile, by=officer, comment="It misleads.")
        assert profile.revisions[-1].state == R.DROPPED
        assert profile.newest is profile.published_version


def test_the_second_of_two_editors_is_told(make):
    profile = make.profile()
    by, seen = make.speaker(profile.organisation), profile.version
    services.save_section(profile, section=ProfileSection.SUMMARY, values={"title": "First editor"}, by=by, version=seen)
    with pytest.raises(StaleVersion):
        services.save_section(profile, section=ProfileSection.SUMMARY, values={"title": "Second editor"}, by=by, version=seen)


def test_what_was_done_is_not_done_again(make):
    profile = make.profile(S.PUBLISHED)
    with pytest.raises(WrongState):
        services.submit_profile(profile, by=make.speaker(profile.organisation))


def test_every_step_leaves_an_event(make, session):
    profile = make.revised(R.PUBLISHED)
    session.commit()
    kinds = set(session.scalars(select(Event.kind).where(Event.profile_id == profile.id)))
    assert kinds >= {
        "profile.create", "profile.edit", "profile.submit", "profile.score", "profile.publish", "profile_revision.begin",
        "profile_revision.submit", "profile_revision.publish",
    }
