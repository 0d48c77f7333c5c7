"""Inviting an organisation that nobody represents: said before and after, and its authority is told."""

from sqlalchemy import select

from app.accounts.enums import Role
from app.core.outbox import Owed
from app.notices import delivery
from app.organisations.enums import OrganisationSource, OrganisationState
from app.projects import services
from app.projects.enums import PartnerRole, PartnerState
from app.projects.enums import ProjectState as S

WARNING = "nobody represents it here yet"


def told(session):
    rows = session.scalars(select(Owed).where(Owed.payload["kind"].astext == "organisation.unrepresented"))
    return [row.payload["person_id"] for row in rows]


def unclaimed(make, **values):
    return make.organisation(country="IL", state=OrganisationState.DECLARED, source=OrganisationSource.IMPORTED, **values)


def test_the_page_warns_and_the_authority_of_that_country_is_told(make, client, session):
    project, organisation = make.project(), unclaimed(make)
    officer = make.official(project.programme.parties[1])
    make.official(project.programme.parties[0])
    browser = client(make.speaker(project.lead.organisation))
    path = f"/projects/{project.public_id}/partners/invite"
    shown = browser.get(f"{path}?organisation={organisation.public_id}").text
    assert WARNING in shown
    assert "cannot answer an invitation" in shown
    answer = browser.send(path, {"organisation": organisation.public_id, "role": "partner"}, follow_redirects=True)
    assert "The authority of its country has been told" in answer.text
    assert told(session) == [officer.id]


def test_an_organisation_that_somebody_represents_is_invited_as_before(make, client, session):
    project, organisation = make.project(), make.organisation(country="IL")
    make.member(organisation, Role.SIGNATORY)
    make.official(project.programme.parties[1])
    browser = client(make.speaker(project.lead.organisation))
    path = f"/projects/{project.public_id}/partners/invite"
    assert WARNING not in browser.get(f"{path}?organisation={organisation.public_id}").text
    answer = browser.send(path, {"organisation": organisation.public_id, "role": "partner"}, follow_redirects=True)
    assert "finds it in its work list" in answer.text
    assert told(session) == []


def test_the_mail_reaches_the_officer_and_names_both(app, make, session):
    project, organisation = make.project(), unclaimed(make, name_latin="Unclaimed Works")
    officer = make.official(project.programme.parties[1])
    services.invite_partner(project, organisation=organisation, role=PartnerRole.PARTNER, by=make.speaker(project.lead.organisation))
    session.commit()
    for file in (app.config["SETTINGS"].instance / "mail").glob("*.eml"):
        file.unlink()
    delivery.send_owed()
    mails = [file.read_text() for file in (app.config["SETTINGS"].instance / "mail").glob("*.eml")]
    found = [mail for mail in mails if officer.email in mail]
    assert len(found) == 1
    assert "Unclaimed Works was invited" in found[0]
    assert project.lead.organisation.name in found[0]
    assert f"/organisations/{organisation.public_id}" in found[0]


def test_a_copy_tells_it_as_well(make, session):
    project = make.project(state=S.WITHDRAWN)
    officer = make.official(project.programme.parties[1])
    for membership in make.speaker(project.partners[1].organisation).memberships:
        membership.ended_at = membership.created_at
    session.flush()
    fresh = services.copy_project(project, by=make.speaker(project.lead.organisation))
    assert [partner.state for partner in fresh.partners] == [PartnerState.ACCEPTED, PartnerState.INVITED]
    assert told(session) == [officer.id]
