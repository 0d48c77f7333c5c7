"""Drafts in the browser: saved incomplete, refused when malformed with everything typed kept, never overwritten unseen."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from app.accounts.enums import Role
from app.core.db import lock
from app.core.errors import NotAllowed, Refused
from app.core.events import Event
from app.organisations.enums import OrganisationState
from app.projects import services
from app.projects.enums import PartnerRole, PartnerState, ProjectState
from app.projects.models import Project


def test_a_draft_is_registered_and_filled_section_by_section(make, client, session):
    programme = make.programme()
    organisation = make.organisation(state=OrganisationState.DECLARED)
    person = make.speaker(organisation)
    browser = client(person)
    answer = browser.send("/projects/new", {
        "title": "  Ｆirst sample ", "organisation": organisation.public_id, "frame": f"programme:{programme.code}", "language": "en",
    })
    assert answer.status_code == 302
    project = session.scalars(select(Project)).one()
    assert project.reference.startswith("S-")
    assert project.lead.organisation is organisation
    assert project.lead.currency == "JPY"
    path = f"/projects/{project.public_id}"
    version = project.version
    assert browser.send(f"{path}/summary", {"version": version, "title": "A better title", "summary": "", "language": "ja"}).status_code == 302
    session.refresh(project)
    assert (project.title, project.summary, project.language) == ("A better title", None, "ja")
    answer = browser.send(f"{path}/tracks", {
        "version": project.version, "tracks": ["AI"], "subtopics": ["AI-01"], "trl_from": "3", "trl_to": "6", "automation_level": "",
    })
    assert answer.status_code == 302
    session.expire_all()
    assert [t.code for t in project.tracks] == ["AI"]
    assert (project.trl_from, project.trl_to) == (3, 6)
    kinds = [event.kind for event in session.scalars(select(Event).where(Event.project_id == project.id).order_by(Event.seq))]
    assert kinds == ["project.create", "partner.lead", "project.edit", "project.edit"]


def test_a_malformed_entry_is_refused_with_everything_typed_kept(make, client, session):
    project = make.project()
    browser = client(make.speaker(project.lead.organisation))
    answer = browser.send(f"/projects/{project.public_id}/schedule", {
        "version": project.version, "starts_on": "soon", "duration_months": "two years", "milestones": "Month 1: <typed text>",
    })
    assert answer.status_code == 422
    for text in ("soon", "two years", "Month 1: &lt;typed text&gt;", "Enter the date as", "Enter a whole number"):
        assert text in answer.text
    session.refresh(project)
    assert project.duration_months == 24


def test_readiness_cannot_fall(make, client):
    project = make.project()
    answer = client(make.speaker(project.lead.organisation)).send(f"/projects/{project.public_id}/tracks", {
        "version": project.version, "tracks": ["AI"], "subtopics": ["AI-01"], "trl_from": "7", "trl_to": "3",
    })
    assert answer.status_code == 422
    assert "cannot be lower" in answer.text


def test_a_stale_form_is_refused_and_can_be_sent_again(make, client, session):
    project = make.project()
    browser = client(make.speaker(project.lead.organisation))
    path = f"/projects/{project.public_id}/intellectual-property"
    first = {"version": project.version, "background_ip": "First writer.", "foreground_ip": "x"}
    second = {"version": project.version, "background_ip": "Second writer.", "foreground_ip": "x"}
    assert browser.send(path, first).status_code == 302
    refused = browser.send(path, second)
    assert refused.status_code == 422
    assert "Someone else changed this" in refused.text
    assert "Second writer." in refused.text
    session.refresh(project)
    assert project.background_ip == "First writer."
    assert f'name="version" value="{project.version}"' in refused.text
    assert browser.send(path, {**second, "version": project.version}).status_code == 302


def test_a_form_sent_twice_is_saved_once(make, client, session):
    project = make.project()
    browser = client(make.speaker(project.lead.organisation))
    path = f"/projects/{project.public_id}/intellectual-property"
    form = {"version": project.version, "background_ip": "Once.", "foreground_ip": "x"}
    assert [browser.send(path, form).status_code for _ in range(2)] == [302, 302]
    assert len(session.scalars(select(Event).where(Event.kind == "project.edit")).all()) == 1


def budget(partner, at=0, **values):
    fields = {"partner": partner.public_id, "version": partner.version, "currency": partner.currency, **values}
    return {f"entries-{at}-{name}": value for name, value in fields.items()}


def test_amounts_are_read_as_people_type_them(make, client, session):
    project = make.project()
    partner = project.accepted[1]
    browser = client(make.speaker(partner.organisation))
    typed = budget(partner, cost_labour="1,234.50", cost_travel="１，０００", total_cost="2,234.50", funding_requested="")
    assert browser.send(f"/projects/{project.public_id}/budget", typed).status_code == 302
    session.expire_all()
    assert {line.category: line.amount for line in partner.budget} == {"labour": Decimal("1234.50"), "travel": Decimal(1000)}
    assert (partner.total_cost, partner.funding_requested) == (Decimal("2234.50"), None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"cost_labour": "a lot"}, "Enter an amount in digits"),
        ({"cost_labour": "-5"}, "Enter an amount in digits"),
        ({"cost_labour": "1,23"}, "Enter an amount in digits"),
        ({"cost_labour": "NaN"}, "Enter an amount in digits"),
        ({"cost_labour": "9" * 13}, "Enter a smaller amount"),
        ({"cost_labour": "1.001"}, "at most two decimals"),
        ({"currency": "JPY", "cost_labour": "1.5"}, "no more than 0 decimals"),
        ({"total_cost": "10", "funding_requested": "11"}, "cannot be more than the total cost"),
        ({"currency": "XXX"}, "Choose one of the options offered for “Currency”"),
    ],
)
def test_a_wrong_amount_is_refused_and_kept(make, client, typed, words):
    project = make.project()
    partner = project.accepted[1]
    answer = client(make.speaker(partner.organisation)).send(f"/projects/{project.public_id}/budget", budget(partner, **typed))
    assert answer.status_code == 422
    assert words in answer.text
    for value in set(typed.values()) - {"XXX"}:
        assert f'value="{value}"' in answer.text


def test_a_stale_budget_is_refused_for_that_partner_alone(make, client, session):
    project = make.project()
    first, second = project.accepted
    browser = client(make.speaker(first.organisation))
    entries = {**budget(first, 0, cost_labour="100", total_cost="100"), **budget(second, 1, cost_labour="200", total_cost="200")}
    lock(second)
    services.save_budget(project, budgets={second.public_id: services.BudgetEntry(second.version, "ILS", Decimal(5), None)}, by=make.speaker(second.organisation))
    session.flush()
    refused = browser.send(f"/projects/{project.public_id}/budget", entries)
    assert refused.status_code == 422
    assert 'value="200"' in refused.text
    session.expire_all()
    assert second.total_cost == 5
    assert f'name="entries-1-version" type="hidden" value="{second.version}"' in refused.text


def test_a_partner_saves_its_own_part_only(make, client):
    project = make.project()
    lead, partner = project.accepted
    browser = client(make.speaker(partner.organisation))
    assert browser.send(f"/projects/{project.public_id}/budget", budget(lead, cost_labour="1")).status_code == 403
    form = {"entries-0-partner": lead.public_id, "entries-0-version": lead.version, "entries-0-tasks": "Not mine."}
    assert browser.send(f"/projects/{project.public_id}/consortium", form).status_code == 403
    form = {"entries-0-partner": partner.public_id, "entries-0-version": partner.version, "entries-0-tasks": "Mine.", "independent": ""}
    assert browser.send(f"/projects/{project.public_id}/consortium", form).status_code == 302
    assert partner.tasks == "Mine."
    assert project.partners_independent


def test_a_partner_is_found_invited_and_joins(make, client, session):
    project = make.project(partners=())
    guest = make.organisation(country="IL", name_latin="Carmel Sample Ltd.")
    from app.organisations.enums import NameKind
    from app.organisations.models import OrganisationName
    from app.organisations.names import grams, match_key

    key = match_key("Carmel Sample Ltd.", ["ltd."])
    session.add(OrganisationName(organisation=guest, kind=NameKind.LATIN, text="Carmel Sample Ltd.", key=key, grams=grams(key)))
    session.flush()
    browser = client(make.speaker(project.lead.organisation))
    path = f"/projects/{project.public_id}/partners/invite"
    for asked in ("carmel", "Sample", "CARMEL SAMPLE"):
        assert "Carmel Sample Ltd." in browser.get(path, query_string={"q": asked}).text
    assert "Nothing found" in browser.get(path, query_string={"q": "elsewhere"}).text
    form = {"organisation": guest.public_id, "role": "partner", "message": "Join us."}
    assert browser.send(f"{path}?q=carmel", form).status_code == 302
    again = browser.send(f"{path}?q=carmel", form)
    assert again.status_code == 422
    assert "in the consortium already" in again.text
    session.expire_all()
    invited = project.partners[1]
    assert (invited.state, invited.currency) == (PartnerState.INVITED, "ILS")
    assert invited.due_at is not None
    person = make.speaker(guest)
    assert "Answer" in client(person).get("/projects").text
    assert client(person).get(f"/projects/{project.public_id}").status_code == 200
    assert client(person).get(f"/projects/{project.public_id}/budget").status_code == 403
    answer = f"/projects/{project.public_id}/partners/{invited.public_id}/answer"
    assert client(person).send(answer, {"answer": ""}).status_code == 422
    assert client(person).send(answer, {"answer": "accept"}).status_code == 302
    session.expire_all()
    assert invited.state == PartnerState.ACCEPTED
    assert client(person).get(f"/projects/{project.public_id}/budget").status_code == 200


def test_who_declined_does_not_see_the_project_any_more(make, client):
    project = make.project(partners=())
    guest = make.organisation(country="IL")
    partner = services.invite_partner(project, organisation=guest, role=PartnerRole.PARTNER, by=make.speaker(project.lead.organisation))
    person = make.speaker(guest)
    path = f"/projects/{project.public_id}"
    form = {"answer": "decline", "comment": "No time."}
    assert client(person).send(f"{path}/partners/{partner.public_id}/answer", form).status_code == 302
    assert client(person).get(path).status_code == 404


def test_an_organisation_of_a_third_country_cannot_join_or_lead(make):
    project = make.project()
    stranger = make.organisation(country="FR")
    with pytest.raises(Refused, match="not a party"):
        services.invite_partner(project, organisation=stranger, role=PartnerRole.PARTNER, by=make.speaker(project.lead.organisation))
    with pytest.raises(Refused, match="not a party"):
        services.create_project(organisation=stranger, programme=project.programme, title="No", by=make.speaker(stranger))


def test_only_a_representative_of_the_organisation_registers_for_it(make):
    programme = make.programme()
    organisation = make.organisation()
    with pytest.raises(NotAllowed):
        services.create_project(organisation=organisation, programme=programme, title="No", by=make.member(organisation, Role.SIGNATORY))


def test_the_whole_way_in_the_browser(make, client, session):
    project = make.project()
    lead, partner = (make.speaker(p.organisation) for p in project.accepted)
    path = f"/projects/{project.public_id}"
    assert "Nothing is missing" in client(lead).get(f"{path}/check").text
    assert client(partner).send(f"{path}/lock", {"version": project.version}).status_code == 403
    assert client(lead).send(f"{path}/lock", {"version": project.version}).status_code == 302
    again = client(lead).send(f"{path}/lock", {"version": project.version})
    assert again.status_code == 422
    session.expire_all()
    seen = project.current_version.hash
    page = client(partner).get(f"{path}/commit")
    assert seen in page.text
    assert client(partner).send(f"{path}/commit", {"version_hash": seen}).status_code == 422
    stale = client(partner).send(f"{path}/commit", {"version_hash": "0" * 64, "confirm": "y"})
    assert stale.status_code == 422
    for person in (partner, partner, lead, lead):
        assert client(person).send(f"{path}/commit", {"version_hash": seen, "confirm": "y"}).status_code == 302
    session.expire_all()
    assert project.state == ProjectState.SUBMITTED
    assert len(project.current_version.commitments) == 2
    assert client(lead).send(f"{path}/withdraw", {"version": project.version, "comment": ""}).status_code == 422
    assert client(lead).send(f"{path}/withdraw", {"version": project.version, "comment": "The market changed."}).status_code == 302
    session.expire_all()
    assert project.state == ProjectState.WITHDRAWN
    assert client(lead).send(f"{path}/copy", {"version": project.version}).status_code == 302
    fresh = session.scalars(select(Project).where(Project.copied_from_id == project.id)).one()
    assert (fresh.state, fresh.summary) == (ProjectState.DRAFT, project.summary)
    assert [p.state for p in fresh.partners] == [PartnerState.ACCEPTED, PartnerState.INVITED]
    assert [line.amount for line in fresh.partners[1].budget] == [line.amount for line in project.partners[1].budget]


def test_an_incomplete_project_names_everything_at_the_lock(make, client):
    project = make.project(empty=True)
    browser = client(make.speaker(project.lead.organisation))
    answer = browser.send(f"/projects/{project.public_id}/lock", {"version": project.version})
    assert answer.status_code == 422
    assert answer.text.count("/schedule") >= 3
    assert f"/projects/{project.public_id}/summary" in answer.text
