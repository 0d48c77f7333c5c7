"""Administration of people."""

import pytest

from app.accounts import services
from app.accounts.enums import Role
from app.accounts.queries import people_with
from app.core.db import now
from app.core.errors import NotAllowed, Refused


def test_only_administrators_see_people(client, make):
    person = make.person()
    for who in (make.person(), make.member(make.organisation(), Role.SIGNATORY)):
        assert client(who).get("/administration/people").status_code == 403
        assert client(who).get(f"/administration/people/{person.public_id}").status_code == 404
        assert client(who).send(f"/administration/people/{person.public_id}/disable").status_code == 404
    assert client().get("/administration/people").status_code == 302


def test_people_are_found_by_name_and_address_and_wildcards_are_letters(client, make):
    make.person(name="Sample Heron", email="heron_100%@sample.example")
    make.person(name="Sample Stork")
    tester = client(make.administrator())
    assert "Sample Heron" in tester.get("/administration/people").text
    for words, found in (("HERON", True), ("sample heron", True), ("100%", True), ("stork", False), ("heron%1", False)):
        answer = tester.get("/administration/people", query_string={"q": words})
        assert answer.status_code == 200
        assert ("Sample Heron" in answer.text) is found, words
    assert tester.get("/administration/people?page=99999999999999").status_code == 200


def test_lists_need_a_fixed_number_of_statements(client, make, statements):
    tester = client(make.administrator())
    for _ in range(2):
        make.member(make.organisation(), Role.MEMBER, Role.REPRESENTATIVE)
    with statements() as few:
        tester.get("/administration/people")
    for _ in range(10):
        make.member(make.organisation(), Role.MEMBER, Role.REPRESENTATIVE)
    with statements() as many:
        tester.get("/administration/people")
    assert len(few) == len(many)


def test_officials_roles_only_in_an_authority(client, make, session):
    programme = make.programme()
    authority, secretariat = programme.parties[0].authority, programme.secretariat
    person, tester = make.person(), client(make.administrator())
    path = f"/administration/people/{person.public_id}"
    refused = [(Role.OFFICER, secretariat.public_id), (Role.ADMINISTRATOR, authority.public_id), (Role.MEMBER, ""), (Role.OFFICER, "x")]
    for role, organisation in refused:
        assert tester.send(path, {"role": role, "organisation": organisation}).status_code == 422, role
    assert not person.active_grants
    for role, organisation in ((Role.OFFICER, authority.public_id), (Role.COORDINATOR, secretariat.public_id), (Role.ADMINISTRATOR, "")):
        assert tester.send(path, {"role": role, "organisation": organisation}).status_code == 302, role
        assert tester.send(path, {"role": role, "organisation": organisation}).status_code == 302, "twice is once"
    session.expire_all()
    assert sorted(grant.role for grant in person.active_grants) == ["administrator", "coordinator", "officer"]
    assert people_with(Role.OFFICER, country=authority.country) == [person]
    assert people_with(Role.OFFICER, country="XX") == []


def test_an_ended_role_grants_nothing_from_the_next_request_on(client, make, session):
    administrator, second = make.administrator(), make.administrator()
    tester, other = client(administrator), client(second)
    assert other.get("/administration/people").status_code == 200
    key = second.memberships[0].id
    assert tester.send(f"/administration/memberships/{key}/end").status_code == 302
    assert other.get("/administration/people").status_code == 403
    assert tester.send(f"/administration/memberships/{administrator.memberships[0].id}/end").status_code == 422, "the last one stays"
    assert tester.get("/administration/people").status_code == 200


def test_a_closed_account_is_signed_out_everywhere_and_reopens(client, make, session):
    administrator, person = make.administrator(), make.person()
    tester, other = client(administrator), client(person)
    assert tester.send(f"/administration/people/{person.public_id}/disable").status_code == 302
    assert other.get("/account/sessions").status_code == 302
    assert tester.send(f"/administration/people/{administrator.public_id}/disable").status_code == 403
    assert tester.send(f"/administration/people/{person.public_id}/enable").status_code == 302
    assert other.get("/account/sessions").status_code == 302, "the old session stays ended"
    session.refresh(person)
    assert person.disabled_at is None


def test_who_may_end_a_role(make, session):
    organisation = make.organisation()
    signatory, second = make.member(organisation, Role.SIGNATORY), make.member(organisation, Role.SIGNATORY)
    representative, member = make.member(organisation, Role.REPRESENTATIVE), make.member(organisation, Role.MEMBER)
    foreign = make.member(make.organisation(), Role.SIGNATORY)
    for by, whose in ((member, representative), (representative, signatory), (foreign, member)):
        with pytest.raises(NotAllowed):
            services.end_membership(whose.memberships[0], by=by)
    services.end_membership(member.memberships[0], by=representative)
    services.end_membership(representative.memberships[0], by=representative)
    services.end_membership(second.memberships[0], by=signatory)
    with pytest.raises(Refused):
        services.end_membership(signatory.memberships[0], by=signatory)
    services.end_membership(signatory.memberships[0], by=make.administrator())
    assert people_with(*Role, organisation_id=organisation.id) == []


def test_people_with_leaves_out_who_cannot_act(make, session):
    organisation = make.organisation()
    make.member(organisation, Role.SIGNATORY, disabled_at=now())
    make.member(organisation, Role.SIGNATORY, confirmed_at=None)
    acting = make.member(organisation, Role.SIGNATORY, Role.REPRESENTATIVE)
    assert people_with(Role.SIGNATORY, Role.REPRESENTATIVE, organisation_id=organisation.id) == [acting]
