"""Two people at the same moment, on real connections: nothing is done twice, nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from app.accounts.models import Person
from app.core import transaction
from app.core.errors import Refused
from app.core.events import Event
from app.extensions import db
from app.projects import services
from app.projects.enums import ProjectState as S
from app.projects.models import Commitment, Project
from tests import factories
from tests.conftest import committed_application


def at_once(live, acts):
    """Run each act in a thread and a transaction of its own, all at the same moment; gives what each ended with."""
    barrier = Barrier(len(acts))

    def run(act):
        with live.app_context():
            barrier.wait()
            try:
                with transaction.unit():
                    act()
            except Refused as refusal:
                return refusal
            finally:
                db.session.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_races_over_commitments_and_locking(app):
    with committed_application(app) as live:
        with live.app_context():
            make = factories.collect(db.session)
            project = make.project(state=S.AWAITING_COMMITMENT)
            draft = make.project()
            key, draft_key, seen = project.id, draft.id, project.current_version.hash
            signatories = [make.speaker(partner.organisation).id for partner in project.accepted]
            lead = make.speaker(draft.lead.organisation).id
            db.session.commit()
            db.session.close()

        def commit(person):
            services.commit_to_version(db.session.get(Project, key), version_hash=seen, by=db.session.get(Person, person))

        def lock():
            services.lock_project(db.session.get(Project, draft_key), by=db.session.get(Person, lead))

        both_twice = [lambda person=person: commit(person) for person in signatories * 2]
        assert at_once(live, both_twice) == [None] * 4
        assert sorted(outcome is None for outcome in at_once(live, [lock, lock, lock])) == [False, False, True]
        with live.app_context():
            assert db.session.get(Project, key).state == S.SUBMITTED
            assert db.session.scalar(select(func.count()).select_from(Commitment)) == 2
            submitted = select(func.count()).select_from(Event).where(Event.kind == "project.all_committed")
            assert db.session.scalar(submitted) == 1
            assert len(db.session.get(Project, draft_key).versions) == 1
            db.session.close()
