"""What happened, in sentences with their subject."""

from datetime import timedelta

from app.approvals.wording import SENTENCES
from app.core.events import CATALOGUE
from app.projects import queries, services
from app.projects.history import tell


def test_every_sentence_tells_a_known_kind_and_names_the_person():
    assert set(SENTENCES) <= set(CATALOGUE)
    assert all("%(name)s" in str(sentence) for sentence in SENTENCES.values())


def test_edits_of_a_day_are_one_entry_that_names_the_sections(make, session, app):
    project = make.project()
    lead = make.speaker(project.lead.organisation)
    services.save_schedule(project, starts_on=project.starts_on, duration_months=20, milestones=project.milestones, by=lead)
    services.save_schedule(project, starts_on=project.starts_on + timedelta(days=9), duration_months=20, milestones="Later.", by=lead)
    services.save_intellectual_property(project, background_ip="Own.", foreground_ip="Shared.", by=lead)
    session.commit()
    with app.test_request_context():
        entries = tell(queries.timeline(project))
    assert f'<bdi dir="auto">{lead.name}</bdi> changed: Schedule, Intellectual property.' in [str(entry["text"]) for entry in entries]
    assert len(entries) == 1
