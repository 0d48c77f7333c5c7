"""Partnering profiles, complete and moved along by the real services."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

from sqlalchemy.orm import Session

from app.accounts.enums import Role
from app.accounts.models import Person
from app.core.db import now
from app.partnering import services
from app.partnering.enums import Criterion, FoundThrough, ProfileKind, ProfileSection, ProfileState, RevisionState, Rights, Stage
from app.partnering.models import Profile
from app.programmes.models import Programme

S, R = ProfileState, RevisionState
SCORES = {str(one): 5 for one in Criterion}
LOW = {**SCORES, "clarity": 1}
SUMMARY = "A gripper that takes soft fruit off the plant without bruising it, looking for a grower who tries it in a greenhouse."
DESCRIPTION = "The gripper has three fingers of silicone, each with its own sensor of pressure. It was tried on tomatoes and on strawberries in a hall."
LONG = "It takes a fruit in less than two seconds and bruises fewer than one in a hundred."


def build(session: Session, make: SimpleNamespace) -> dict[str, Callable[..., object]]:
    """`profile(state=…, kind=…, organisation=…, anonymous=…, programme=…)`, `revised(state)`, `profile_officer(profile)`, `peers(…)`."""

    def fill(profile: Profile, by: Person) -> None:
        save = services.save_section
        track = profile.programme.tracks[0]
        rd = profile.kind == ProfileKind.RD_REQUEST
        save(profile, section=ProfileSection.SUMMARY, values={"title": profile.newest.title, "summary": SUMMARY}, by=by)
        save(profile, section=ProfileSection.DESCRIPTION, by=by, values={"description": DESCRIPTION, "advantages": LONG, "expertise": LONG})
        save(profile, section=ProfileSection.TECHNOLOGY, by=by, values={
            "tracks": [track], "subtopics": [track.subtopics[0]], "trl": 6, "stage": Stage.PROTOTYPE, "rights": [str(Rights.PATENT_APPLIED)],
        })
        save(profile, section=ProfileSection.COOPERATION, by=by, values={
            "collaboration": ["poc_pilot"], "partner_role": "A grower or a packing house that lends a greenhouse for a season.",
            "deadline": now().date() + timedelta(days=90) if rd else None,
        })

    def profile_officer(profile: Profile) -> Person:
        party = profile.programme.party_of(profile.country)
        return make.speaker(party.authority, Role.OFFICER)  # type: ignore[union-attr]

    def profile(
        state: ProfileState = S.DRAFT, kind: ProfileKind = ProfileKind.OFFER, organisation: object = None, *, anonymous: bool = False,
        programme: Programme | None = None, title: str = "Gripper for soft fruit", language: str = "en", filled: bool = True,
    ) -> Profile:
        programme = programme or make.sample_programme()
        organisation = organisation or make.organisation(country=programme.parties[0].country)
        by = make.speaker(organisation)
        made = services.create_profile(
            organisation=organisation, programme=programme, kind=kind, title=title, by=by, language=language, anonymous=anonymous
        )
        if filled:
            fill(made, by)
        move(made, state, by)
        return made

    def move(made: Profile, state: ProfileState, by: Person) -> None:
        officer = profile_officer(made)
        if state == S.DRAFT:
            return
        services.submit_profile(made, by=by)
        if state == S.CHANGES_REQUESTED:
            services.ask_for_changes(made, scores=LOW, comment="Say it more clearly.", by=officer)
        elif state == S.REJECTED:
            services.refuse(made, scores=LOW, comment="It sells a product.", by=officer)
        elif state != S.IN_REVIEW:
            services.publish(made, scores=SCORES, comment="", by=officer)
            if state == S.PAUSED:
                services.pause_profile(made, by=by)
            elif state == S.EXPIRED:
                made.expires_at = now() - timedelta(hours=1)
                services.expire_profile(made)
            elif state == S.FULFILLED:
                services.fulfil_profile(made, found_through=FoundThrough.ELSEWHERE, by=by)
            elif state == S.ARCHIVED:
                services.archive_profile(made, by=by)
            elif state == S.WITHDRAWN_BY_AUTHORITY:
                services.take_down(made, by=officer, comment="It misleads.")
        assert made.state == state

    def revised(state: RevisionState = R.WRITING, **values: object) -> Profile:
        """A published profile with a new version on its way."""
        made = profile(S.PUBLISHED, **values)  # type: ignore[arg-type]
        by, officer = make.speaker(made.organisation), profile_officer(made)
        services.save_section(made, section=ProfileSection.SUMMARY, values={"title": "Gripper for soft fruit, second kind"}, by=by)
        if state == R.DROPPED:
            services.drop_revision(made, by=by)
        elif state != R.WRITING:
            services.submit_profile(made, by=by)
            if state == R.CHANGES_REQUESTED:
                services.ask_for_changes(made, scores=LOW, comment="Say it more clearly.", by=officer)
            elif state == R.REFUSED:
                services.refuse(made, scores=LOW, comment="It sells a product.", by=officer)
            elif state == R.PUBLISHED:
                services.publish(made, scores=SCORES, comment="", by=officer)
        assert made.revisions[-1].state == state
        return made

    def peers(programme: Programme, country: str, number: int) -> list[object]:
        """Verified organisations of the country that stand under the first track and its first subtopic, as the profiles do."""
        track = programme.tracks[0]
        found = [make.organisation(country=country, tracks=(track,)) for _ in range(number)]
        for organisation in found:
            organisation.subtopics = [track.subtopics[0]]
        session.flush()
        return found

    return {"profile": profile, "revised": revised, "profile_officer": profile_officer, "peers": peers}
