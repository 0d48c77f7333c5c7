"""Every page of the site, found from the application's own addresses: a new page is on the map by itself.

For an address that names an object, the sample's objects of that kind are tried until a demonstration account sees the
page; who that is, and where, is on the map.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from app import create_app
from app.accounts.enums import Role
from app.accounts.models import Membership, Person
from app.accounts.queries import get_person_by_email, people_with
from app.accounts.services import start_session
from app.approvals.models import Review
from app.approvals.services import reviews
from app.core import transaction
from app.core.db import now
from app.core.i18n import LANGUAGES
from app.events import services as events
from app.events.models import EventMeeting, EventParticipant, MeetingPlan, MeetingRequest, ProgrammeEvent
from app.extensions import db
from app.organisations.affiliations.models import Affiliation
from app.organisations.models import Organisation, Recovery, RegistryImport
from app.organisations.services import open_recovery, start_organisation
from app.partnering.enums import MeetingState
from app.partnering.meetings.availability import free_times
from app.partnering.models import Introduction, Meeting, Profile, ProfileSuggestion, Trial
from app.partnering.services import meeting as meetings
from app.programmes.models import Call, Programme
from app.projects.enums import ProjectState
from app.projects.models import Partner, Project
from config import Settings

VISITOR = ""
ROLES = {
    "visitor": VISITOR, "representative": "hana@mihon.example", "officer": "officer.jp@meti.example",
    "secretariat": "secretariat@jetro.example", "administrator": "administrator@sample.example",
}
OTHERS = (
    "dana@dugma.example", "decider.jp@meti.example", "moshe@mashal.example", "taro@tatoe.example", "maya@machon.example",
    "rika@rei.example", "hadar@hadash.example", "officer.il@moei.example", "decider.il@moei.example", "deputy.jp@meti.example",
    "reviewer@sample.example", "seeker@sample.example", "promoter@ieici.example",
)
NO_PAGES = {
    "static": "files", "health.alive": "for machines", "health.ready": "for machines", "accounts.export": "a file",
    "organisations.problems": "a file", "organisations.duplicates": "a part of a page", "meetings.invitation": "a file", "events.invitation": "a file",
}
"""What can be read but is no page, and why."""
MOST_TRIED = 25


def open_application(database_url: str, folder: Path) -> Flask:
    """The application in this process, on the database of the running site."""
    return create_app(Settings(
        production=False, testing=True, database_url=database_url, instance=folder, mail_server="", base_url="http://localhost",
        secret_key="a key that is only used in tests, nowhere else", allowed_hosts=("localhost", "127.0.0.1"),
    ))


class Scout:
    """Reads pages as demonstration accounts, without a browser."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.clients: dict[str, FlaskClient] = {}

    def sees(self, email: str, path: str) -> bool:
        """Whether the person is given a page of HTML at this address."""
        with self.app.app_context():
            answer = self._client(email).get(path)
        return answer.status_code == 200 and answer.mimetype == "text/html" and b"<html" in answer.data

    def _client(self, email: str) -> FlaskClient:
        if email not in self.clients:
            client = self.clients[email] = self.app.test_client()
            person = get_person_by_email(email) if email else None
            if person is not None:
                token = start_session(person, address="127.0.0.1", agent="tests")
                db.session.commit()
                with client.session_transaction() as stored:
                    stored["sign_in"] = token
        return self.clients[email]


def complete_the_sample(app: Flask) -> None:
    """Bring about what the sample lacks, so that its pages can be read: a claim, a begun registration, and a review in writing."""
    with app.app_context(), transaction.unit():
        persons = {email: get_person_by_email(email) for email in ("officer.jp@meti.example", "reviewer@sample.example", "seeker@sample.example")}
        officer, reviewer, seeker = persons.values()
        assert officer and reviewer and seeker
        project = db.session.scalars(select(Project).where(Project.state == ProjectState.UNDER_REVIEW)).first()
        assert project is not None
        review = reviews.invite_reviewer(project, by=officer, party=project.programme.parties[0], reviewer=reviewer)
        reviews.accept(review, by=reviewer)
        taken = select(Membership.organisation_id).where(Membership.organisation_id.is_not(None))
        unclaimed = db.session.scalars(select(Organisation).where(Organisation.id.not_in(taken)).order_by(Organisation.id)).first()
        assert unclaimed is not None
        open_recovery(unclaimed, by=seeker, reason="I am its managing director.")
        start_organisation({"kind": "company", "country": "IL", "name_latin": "Hathala Ltd."}, by=seeker)
        complete_meetings()
        complete_events()


def complete_events() -> None:
    """Beside the event that takes registrations a draft, a confirmed plan, and of its meetings one that is over."""
    event = db.session.scalars(select(ProgrammeEvent)).one()
    by = event.created_by
    values = {
        **{name: getattr(event, name) for name in ("titles", "descriptions", "place", "time_zone", "moderated", "half_hours", "tables", "meeting_limit")},
        "party": event.programme.parties[0], "days": event.days, "registration_closes_at": event.registration_closes_at,
    }
    events.create_event(event.programme, values=values, by=by)
    plan = events.order_plan(event, by=by)
    events.make_plan(plan)
    events.confirm_plan(plan, by=by)
    events.settle_plan(plan)
    meeting = db.session.scalars(select(EventMeeting).order_by(EventMeeting.id)).first()
    assert meeting is not None
    meeting.starts_at, meeting.ends_at = now() - timedelta(hours=2), now() - timedelta(hours=1)
    db.session.flush()
    left = db.session.scalars(select(EventParticipant).order_by(EventParticipant.id.desc())).first()
    assert left is not None
    events.withdraw(left, by=left.person)


def complete_meetings() -> None:
    """Beside the agreed meeting one in draft, one that was held, and one to come; the agreed one has begun."""
    agreed = db.session.scalars(select(Meeting).where(Meeting.state == MeetingState.ACCEPTED)).first()
    assert agreed is not None
    introduction, asker = agreed.introduction, agreed.created_by
    owner = people_with(Role.REPRESENTATIVE, organisation_id=introduction.profile.organisation_id)[0]
    details = {
        "subject": "Sample", "agenda": None, "questions": None, "language": "en", "interpreter": False, "half_hours": 1, "join_link": None,
    }
    meetings.write_meeting(introduction, details=details, by=asker)
    held, coming = (meetings.write_meeting(introduction, details=details, by=asker) for _ in range(2))
    for meeting in (held, coming):
        meetings.request_meeting(meeting, starts=free_times(meeting, now() + timedelta(days=2), 1), by=asker)
        meetings.accept_time(meeting, start=meeting.times[0].starts_at, by=owner)
    for meeting in (agreed, held):
        meeting.starts_at, meeting.ends_at = now() - timedelta(hours=2), now() - timedelta(hours=1)
    db.session.flush()
    meetings.record_held(held, by=asker)


@dataclass
class SiteMap:
    """Addresses without an object by endpoint; per endpoint with an object who sees which address; and who sees nothing."""

    plain: dict[str, str] = field(default_factory=dict)
    objects: dict[str, tuple[str, str]] = field(default_factory=dict)
    unseen: set[str] = field(default_factory=set)


def chart(database_url: str, folder: Path) -> SiteMap:
    """Chart the site with its sample; whoever saw most pages of a domain is tried first. To be called in a thread of its own: the browser's thread has an event loop."""
    app = open_application(database_url, folder)
    complete_the_sample(app)
    scout, found, seers = Scout(app), SiteMap(), Counter[tuple[str, str]]()
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in NO_PAGES:
            continue
        with app.app_context():
            paths = [path for path, _ in zip(addresses(app, rule), range(MOST_TRIED), strict=False)] if rule.arguments else [rule.rule]
        domain = rule.endpoint.split(".")[0]
        likely = sorted((*ROLES.values(), *OTHERS), key=lambda email, domain=domain: -seers[domain, email])
        seen = next(((email, path) for email, path in product(likely, paths) if scout.sees(email, path)), None)
        if seen is None:
            found.unseen.add(rule.endpoint)
            continue
        seers[domain, seen[0]] += 1
        if not rule.arguments:
            found.plain[rule.endpoint] = rule.rule
        else:
            found.objects[rule.endpoint] = seen
    with app.app_context():
        db.engine.dispose()
    return found


def addresses(app: Flask, rule: Rule) -> Iterator[str]:
    """The addresses of a page, one for each object that the database holds."""
    with app.test_request_context():
        build = app.url_map.bind("localhost").build
        yield from (build(rule.endpoint, values) for values in _values(rule))


PLAINLY_LISTED: dict[str, Any] = {
    "reviews": Review, "imports": RegistryImport, "introductions": Introduction, "meetings": Meeting, "trials": Trial, "people": Person,
    "memberships": Affiliation, "suggestions": ProfileSuggestion, "events": ProgrammeEvent, "event-participants": EventParticipant,
    "event-requests": MeetingRequest, "event-plans": MeetingPlan, "event-meetings": EventMeeting,
}


THREADS: dict[str, Any] = {"projects": Project, "meetings": Meeting, "introductions": Introduction}


def _values(rule: Rule) -> Iterator[dict[str, object]]:
    kind = next(part for part in rule.rule.split("/")[1:] if part != "administration")
    match kind, sorted(rule.arguments - {"public_id"}):
        case "organisations", []:
            yield from ({"public_id": each.public_id} for each in _organisations())
        case "projects" | "approvals", []:
            yield from ({"public_id": key} for key in db.session.scalars(select(Project.public_id).order_by(Project.id)))
        case "organisations", ["counterpart"]:
            yield from ({"public_id": each.public_id, "counterpart": _counterpart()} for each in _organisations())
        case "projects", [name]:
            yield from _of_projects(name)
        case "approvals", ["review"]:
            for review in db.session.scalars(select(Review)):
                yield {"public_id": review.project.public_id, "review": review.public_id}
        case listed_kind, _ if listed_kind in PLAINLY_LISTED:
            listed = PLAINLY_LISTED[kind]
            yield from ({"public_id": key} for key in db.session.scalars(select(listed.public_id).order_by(listed.id)))
        case threads, ["place"] if threads.endswith(":place>"):
            yield from _of_threads()
        case "profiles", rest:
            yield from _of_profiles(rest)
        case "programmes", rest:
            yield from _of_programmes(rule, rest)
        case _:
            raise AssertionError(f"{rule.rule}: say here which objects of the sample have such an address")


def _of_threads() -> Iterator[dict[str, object]]:
    for place, model in THREADS.items():
        yield from ({"place": place, "public_id": key} for key in db.session.scalars(select(model.public_id).order_by(model.id.desc())))


def _organisations() -> Iterator[Organisation]:
    """Those in which people of the sample take part, then one of a register, which somebody claims."""
    taken = select(Membership.organisation_id).where(Membership.ended_at.is_(None), Membership.organisation_id.is_not(None))
    yield from db.session.scalars(select(Organisation).where(Organisation.id.in_(taken)).order_by(Organisation.id.desc()))
    yield from db.session.scalars(select(Organisation).join(Recovery, Recovery.organisation_id == Organisation.id))
    yield from db.session.scalars(select(Organisation).where(Organisation.id.not_in(taken)).order_by(Organisation.id.desc()).limit(1))


def _counterpart() -> str:
    return db.session.scalars(select(Organisation.public_id).order_by(Organisation.id)).first() or ""


def _of_projects(name: str) -> Iterator[dict[str, object]]:
    if name == "partner":
        for partner in db.session.scalars(select(Partner).order_by(Partner.id.desc())):
            yield {"public_id": partner.project.public_id, "partner": partner.public_id}
        return
    value = {"number": 1, "counterpart": _counterpart()}[name]
    yield from ({"public_id": key, name: value} for key in db.session.scalars(select(Project.public_id)))


def _of_profiles(names: list[str]) -> Iterator[dict[str, object]]:
    for key in db.session.scalars(select(Profile.public_id).order_by(Profile.id)):
        yield from ({"public_id": key, "language": language} for language in LANGUAGES) if names else ({"public_id": key},)


def _of_programmes(rule: Rule, names: list[str]) -> Iterator[dict[str, object]]:
    for programme in db.session.scalars(select(Programme).order_by(Programme.id)):
        track = programme.tracks[0]
        values = {"code": programme.code, "track_code": track.code, "subtopic_code": track.subtopics[0].code}
        if "public_id" not in rule.arguments:
            yield {name: value for name, value in values.items() if name in names}
            continue
        for call in db.session.scalars(select(Call).where(Call.programme_id == programme.id)):
            yield {"code": programme.code, "public_id": call.public_id}
