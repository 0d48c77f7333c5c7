"""Random actors do random things to profiles, while time passes and verifications change.

What holds whatever they do: no step outside the tables, a refusal changes nothing, only an officer of the owner's country publishes,
what is public was scored well enough and names no anonymous owner, and a frozen version never changes.
"""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from app.accounts.enums import Role
from app.core import transaction
from app.core.db import now
from app.core.errors import NotAllowed, Refused
from app.core.events import Event
from app.core.workflow import REGISTER
from app.organisations.enums import OrganisationState as O
from app.partnering import completeness, criteria, policy, queries, services, tasks
from app.partnering.enums import FoundThrough, ProfileSection
from app.partnering.enums import ProfileState as S
from app.partnering.enums import RevisionState as R
from app.partnering.texts import texts_of
from tests.factories.partnering import LOW, SCORES

REACHED: set[str] = set()
WHO = ("owner", "signatory", "officer", "other officer", "coordinator", "decider", "stranger", "administrator")
USUAL = {
    S.DRAFT: [("edit", "owner"), ("submit", "owner"), ("submit", "owner"), ("name", "owner"), ("clean", "owner")],
    S.IN_REVIEW: [("publish", "officer"), ("publish", "officer"), ("changes", "coordinator"), ("refuse", "officer"), ("score low", "coordinator")],
    S.CHANGES_REQUESTED: [("edit", "owner"), ("clean", "owner"), ("submit", "owner"), ("submit", "owner")],
    S.PUBLISHED: [("edit", "owner"), ("submit", "owner"), ("publish", "officer"), ("changes", "officer"), ("drop", "owner"), ("pause", "owner"),
                  ("time", "owner"), ("renew", "owner"), ("refuse", "officer"), ("take down", "officer"), ("fulfil", "owner"), ("reach", "owner")],
    S.PAUSED: [("resume", "owner"), ("resume", "owner"), ("time", "owner")],
    S.EXPIRED: [("renew", "owner"), ("edit", "owner"), ("submit", "owner"), ("clean", "owner")],
}
WAYS = [
    [("clean", "owner", 0), ("submit", "owner", 0), ("publish", "officer", 0)],
    [("edit", "owner", 7), ("submit", "owner", 0), ("publish", "officer", 0)],
    [("edit", "owner", 8), ("submit", "owner", 0), ("changes", "coordinator", 1), ("edit", "owner", 9), ("submit", "owner", 0)],
    [("time", "owner", 0), ("edit", "owner", 5), ("submit", "owner", 0)],
    [("time", "owner", 0), ("renew", "owner", 0)],
    [("time", "owner", 1), ("renew", "owner", 0)],
    [("pause", "owner", 0), ("resume", "owner", 0)],
]


class Profiles(RuleBasedStateMachine):
    """One profile at a time; everybody tries everything."""

    make = None
    session = None
    people: dict[str, object]
    organisation = None
    programme = None

    @initialize(state=st.sampled_from([S.DRAFT, S.IN_REVIEW, S.PUBLISHED, S.CHANGES_REQUESTED]), anonymous=st.booleans())
    def begin(self, state, anonymous):
        self.verify(O.VERIFIED)
        self.profile = self.make.profile(state, organisation=self.organisation, programme=self.programme, anonymous=anonymous)
        self.session.commit()
        self.frozen = {}

    def verify(self, state):
        self.organisation.state = state
        ended = state == O.VERIFICATION_EXPIRED
        self.organisation.verified_at, self.organisation.valid_until = now(), now() + timedelta(days=-1 if ended else 300)
        self.session.commit()

    @rule(action=st.deferred(lambda: st.sampled_from(sorted(ACTIONS))), who=st.sampled_from(WHO), n=st.integers(0, 99))
    def anyone_tries_anything(self, action, who, n):
        self.act(action, who, n)

    @rule(choice=st.integers(0, 99), n=st.integers(0, 99))
    def someone_goes_on(self, choice, n):
        steps = USUAL.get(self.profile.state, [])
        if steps:
            self.act(*steps[choice % len(steps)], n)

    @rule(way=st.sampled_from(WAYS))
    def several_go_a_way_together(self, way):
        """Steps that seldom meet by chance; each may be refused."""
        for action, who, n in way:
            self.act(action, who, n)

    @rule(state=st.sampled_from([O.VERIFIED, O.VERIFIED, O.IN_VERIFICATION, O.VERIFICATION_EXPIRED, O.SUSPENDED]))
    def the_verification_changes(self, state):
        self.verify(state)

    def act(self, action, who, n):
        by, before = self.people[who], self.facts()
        was = self.profile.state, self.profile.published_version_id
        try:
            with transaction.attempt():
                ACTIONS[action](self, by, n)
        except (NotAllowed, Refused):
            self.session.expire_all()
            assert self.facts() == before
            return
        self.session.commit()
        if (self.profile.published_version_id or 0) != (was[1] or 0):
            assert policy.officer(by, self.profile)
            assert self.organisation.is_verified
        REACHED.add(self.profile.state)

    def facts(self):
        profile = self.profile
        return (
            profile.state, profile.version, profile.expires_at, profile.renewals, profile.keywords, profile.published_version_id, profile.anonymous,
            [(one.id, one.frozen_at, one.given_up, texts_of(one)) for one in profile.versions],
            [(one.id, one.state) for one in profile.revisions], [(one.id, one.scores) for v in profile.versions for one in v.reviews],
        )

    def pass_time(self, _by, n):
        if self.profile.expires_at is not None:
            self.profile.expires_at = now() + timedelta(days=-1 if n % 3 == 0 else 10)
        self.session.flush()
        if self.profile.expires_at is not None and self.profile.expires_at < now() and self.profile.state in {S.PUBLISHED, S.PAUSED}:
            services.expire_profile(self.profile)

    @invariant()
    def what_is_public_was_checked(self):
        profile = self.profile
        if queries.is_open(profile):
            version = profile.published_version
            assert version.reviews
            assert not any(criteria.below(review.scores) for review in version.reviews)
            assert version.frozen_at is not None
            assert not version.given_up

    @invariant()
    def nothing_public_names_an_anonymous_owner(self):
        profile = self.profile
        if profile.anonymous and profile.published_version is not None:
            known = completeness.known_of(profile)
            assert completeness.anonymity.passages({**texts_of(profile.published_version), "keywords": profile.keywords or ""}, known) == []
            assert "mihon" not in profile.words

    @invariant()
    def a_frozen_version_does_not_change(self):
        for version in self.profile.versions:
            if version.frozen_at is not None:
                assert self.frozen.setdefault(version.id, texts_of(version)) == texts_of(version)

    @invariant()
    def at_most_one_new_version_is_on_its_way(self):
        profile = self.profile
        running = [one for one in profile.revisions if one.state in {R.WRITING, R.IN_REVIEW, R.CHANGES_REQUESTED}]
        assert len(running) <= (profile.state in {S.PUBLISHED, S.PAUSED})
        assert (profile.open_revision is not None) == bool(running)

    def teardown(self):
        if getattr(self, "profile", None) is None:
            return
        for event in self.session.scalars(select(Event).where(Event.profile_id == self.profile.id)):
            name, _dot, action = event.kind.partition(".")
            REACHED.add(event.kind)
            if name in REGISTER and action in REGISTER[name].by_action:
                assert (event.data["from"], event.data["to"]) in set(REGISTER[name].by_action[action].steps())


def save(section, **values):
    return lambda m, by, n: services.save_section(
        m.profile, section=section, by=by, values={name: value.format(n) if isinstance(value, str) else value for name, value in values.items()}
    )


ACTIONS = {
    "edit": save(ProfileSection.SUMMARY, title="Gripper of the kind {}"),
    "name": save(ProfileSection.SUMMARY, title="Gripper of Mihonmono Works {}"),
    "clean": save(ProfileSection.SUMMARY, title="Gripper for soft fruit"),
    "reach": save(ProfileSection.REACH, keywords="fruit {}"),
    "reach with a name": save(ProfileSection.REACH, keywords="mihonmono {}"),
    "turn": lambda m, by, n: services.save_section(m.profile, section=ProfileSection.ANONYMITY, by=by, values={"anonymous": n % 2 == 0}),
    "submit": lambda m, by, _n: services.submit_profile(m.profile, by=by),
    "drop": lambda m, by, _n: services.drop_revision(m.profile, by=by),
    "score low": lambda m, by, _n: services.score(m.profile, scores=LOW, comment="", by=by),
    "publish": lambda m, by, _n: services.publish(m.profile, scores=SCORES, comment="", by=by),
    "changes": lambda m, by, n: services.ask_for_changes(m.profile, scores=LOW if n % 2 else SCORES, comment="Sample.", by=by),
    "refuse": lambda m, by, n: services.refuse(m.profile, scores=LOW, comment="Sample." if n % 5 else "", by=by),
    "pause": lambda m, by, _n: services.pause_profile(m.profile, by=by),
    "resume": lambda m, by, _n: services.resume_profile(m.profile, by=by),
    "renew": lambda m, by, _n: services.renew_profile(m.profile, by=by),
    "fulfil": lambda m, by, _n: services.fulfil_profile(m.profile, found_through=FoundThrough.ELSEWHERE, by=by),
    "archive": lambda m, by, _n: services.archive_profile(m.profile, by=by),
    "take down": lambda m, by, n: services.take_down(m.profile, by=by, comment="Sample." if n % 3 else ""),
    "time": Profiles.pass_time,
}
EXPECTED = {
    S.PUBLISHED, S.EXPIRED, S.CHANGES_REQUESTED, "profile.publish", "profile.renew", "profile.resume", "profile_revision.begin",
    "profile_revision.submit", "profile_revision.publish", "profile_revision.drop", "profile.resubmit", "profile.refuse",
}


@pytest.mark.slow
def test_whatever_anyone_does_the_rules_hold(make, session):
    programme = make.programme(code="sample")
    organisation = make.listed(name_latin="Mihonmono Works", name_native="見本物製作所")
    first, second = programme.parties
    people = {
        "owner": make.member(organisation, Role.REPRESENTATIVE), "signatory": make.member(organisation, Role.SIGNATORY),
        "officer": make.officer(first), "other officer": make.officer(second), "coordinator": make.coordinator(programme),
        "decider": make.decider(first), "stranger": make.speaker(make.organisation()), "administrator": make.administrator(),
    }
    session.commit()
    assert tasks.run_clock() == 0
    Machine = type("Machine", (Profiles,), {
        "make": make, "session": session, "programme": programme, "people": people, "organisation": organisation,
    })
    ignored = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=15, stateful_step_count=30, phases=(Phase.generate,), deadline=None, suppress_health_check=ignored,
                                   database=None, derandomize=True)
    )
    assert sorted(EXPECTED - REACHED) == []
