"""Every page renders for those who may open it, in every state, and is closed to all others."""

import pytest

from app.accounts.enums import Role
from app.projects.enums import PartnerState, ProjectState, Section

EDIT_PATHS = ("summary", "tracks", "consortium", "budget", "schedule", "intellectual-property", "sensitive-technology")


@pytest.mark.parametrize("state", list(ProjectState))
def test_project_page_by_state_and_reader(make, client, state):
    project = make.project(state=state)
    lead, partner = (make.speaker(p.organisation) for p in project.accepted)
    officer = make.official(project.programme.parties[1], Role.OFFICER)
    coordinator = make.member(project.programme.secretariat, Role.COORDINATOR)
    stranger = make.member(make.organisation())
    path = f"/projects/{project.public_id}"
    before = state in {ProjectState.DRAFT, ProjectState.AWAITING_COMMITMENT, ProjectState.NOT_SUBMITTED, ProjectState.WITHDRAWN}
    for person in (lead, partner):
        page = client(person).get(path)
        assert page.status_code == 200
        assert "Sample joint project" in page.text
    for person in (officer, coordinator):
        assert client(person).get(path).status_code == (404 if before else 200)
    public = 200 if state == ProjectState.APPROVED else 404
    assert client(stranger).get(path).status_code == public
    assert client().get(path).status_code == public


@pytest.mark.parametrize("name", EDIT_PATHS)
def test_edit_pages_of_a_draft(make, client, name):
    project = make.project()
    lead, partner = (make.speaker(p.organisation) for p in project.accepted)
    path = f"/projects/{project.public_id}/{name}"
    assert client(lead).get(path).status_code == 200
    assert client(partner).get(path).status_code == (200 if name in {"consortium", "budget"} else 403)
    assert client(make.member(make.organisation())).get(path).status_code == 404
    assert client().get(path).status_code == 302


@pytest.mark.parametrize("name", EDIT_PATHS)
def test_edit_pages_are_closed_after_locking(make, client, name):
    project = make.project(state=ProjectState.AWAITING_COMMITMENT)
    lead = make.speaker(project.lead.organisation)
    assert client(lead).get(f"/projects/{project.public_id}/{name}").status_code == 403


@pytest.mark.parametrize("name", EDIT_PATHS)
def test_a_question_opens_only_the_sections_it_names(make, client, name):
    project = make.project(state=ProjectState.INFO_REQUESTED)
    lead = make.speaker(project.lead.organisation)
    expected = 200 if name == Section.SCHEDULE else 403
    assert client(lead).get(f"/projects/{project.public_id}/{name}").status_code == expected


def test_public_page_tells_only_the_public_part(make, client):
    project = make.project(state=ProjectState.APPROVED, market="Secret market plan of the sample partners, long enough to count.")
    page = client().get(f"/projects/{project.public_id}")
    assert project.summary.split(".")[0] in page.text
    assert "Secret market plan" not in page.text
    assert client().get(f"/projects/{project.public_id}/versions/1").status_code in {302, 404}
    stranger = make.member(make.organisation())
    assert client(stranger).get(f"/projects/{project.public_id}/versions/1").status_code == 404


def test_steps_render(make, client):
    draft = make.project()
    lead = client(make.speaker(draft.lead.organisation))
    for path in ("check", "lock", "withdraw", "partners/invite", "partners/invite?q=Sample", "versions/1"):
        status = lead.get(f"/projects/{draft.public_id}/{path}").status_code
        assert status == (404 if path == "versions/1" else 200), path
    assert lead.get("/projects").status_code == 200
    assert lead.get("/projects/new").status_code == 200
    assert client().get("/projects").status_code == 200
    locked = make.project(state=ProjectState.AWAITING_COMMITMENT, lead=draft.lead.organisation)
    for path in ("commit", "object", "versions/1"):
        assert lead.get(f"/projects/{locked.public_id}/{path}").status_code == 200, path
    ended = make.project(state=ProjectState.REJECTED, lead=draft.lead.organisation)
    assert lead.get(f"/projects/{ended.public_id}/copy").status_code == 200
    asked = make.project(state=ProjectState.INFO_REQUESTED, lead=draft.lead.organisation)
    assert lead.get(f"/projects/{asked.public_id}/answer").status_code == 200
    revised = make.project(state=ProjectState.CHANGES_REQUESTED, lead=draft.lead.organisation)
    assert lead.get(f"/projects/{revised.public_id}/revise").status_code == 200


@pytest.mark.parametrize("language", ["he", "ja"])
def test_pages_in_other_languages(make, client, language):
    project = make.project()
    lead = client(make.speaker(project.lead.organisation))
    for path in ("", "/budget", "/check", "/tracks"):
        assert lead.get(f"/projects/{project.public_id}{path}?lang={language}").status_code == 200


def test_an_accepted_partner_sees_that_its_tasks_and_budget_are_awaited(make, client):
    project = make.project()
    partner = project.accepted[1]
    page = f"/projects/{project.public_id}"
    by = make.speaker(partner.organisation)
    assert "Write your tasks" not in client(by).get(page).text
    partner.tasks, partner.total_cost, partner.funding_requested = None, None, None
    text = client(by).get(page).text
    assert "Write your tasks" in text
    assert "Enter your budget" in text
    assert "Yours" in text.split("turn-who", 1)[1][:60]


def test_whoever_is_invited_reads_what_the_project_is_about_and_not_its_history(make, client):
    project = make.project()
    partner = project.accepted[1]
    partner.state = PartnerState.INVITED
    text = client(make.speaker(partner.organisation)).get(f"/projects/{project.public_id}").text
    assert "plainly fictional joint project" in text
    assert "Answer the invitation" in text
    assert "What happened" not in text
    answer = client(make.speaker(partner.organisation)).get(f"/projects/{project.public_id}/partners/{partner.public_id}/answer").text
    assert "plainly fictional joint project" in answer


def test_the_lock_stands_among_the_actions_with_what_keeps_it_closed(make, client):
    project = make.project()
    lead = client(make.speaker(project.lead.organisation))
    page = f"/projects/{project.public_id}"
    assert f'href="{page}/lock"' in lead.get(page).text
    project.milestones = None
    text = lead.get(page).text
    assert f'href="{page}/lock"' not in text
    assert "1 thing is missing" in text


def test_an_empty_choice_is_asked_for_in_the_forms_own_words(make, client):
    project = make.project()
    partner = project.accepted[1]
    partner.state = PartnerState.INVITED
    answer = client(make.speaker(partner.organisation)).send(f"/projects/{project.public_id}/partners/{partner.public_id}/answer", {})
    assert answer.status_code == 422
    assert "Choose an answer." in answer.text
    assert "options offered" not in answer.text


def test_from_an_organisation_to_an_invitation_into_a_draft(make, client):
    project = make.project()
    other = make.organisation(country=project.programme.parties[1].country)
    lead = client(make.speaker(project.lead.organisation))
    offer = f"/organisations/{other.public_id}/invite-into-a-project"
    assert f'href="{offer}"' in lead.get(f"/organisations/{other.public_id}").text
    assert f'href="{offer}"' not in lead.get(f"/organisations/{project.lead.organisation.public_id}").text
    text = lead.get(offer).text
    assert f"/projects/{project.public_id}/partners/invite?organisation={other.public_id}" in text
    assert f"/projects/new?invite={other.public_id}" in text
    assert client(make.person()).get(offer).status_code == 403
