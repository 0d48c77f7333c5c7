"""Confidential documents: before both have confirmed confidentiality nothing tells the other side that there are any."""

import io
import re

import pytest
from sqlalchemy import select

from app.accounts.enums import Role
from app.core.errors import NotAllowed
from app.core.outbox import Owed
from app.notices import recipients
from app.partnering.enums import ClosingReason, Side, StepKind
from app.partnering.enums import IntroductionState as S
from app.partnering.introductions import documents as rules
from app.partnering.models import IntroductionDocument
from app.partnering.services import introducing
from tests.documents.files import PDF

NAME = "Unmistakable plan.pdf"


@pytest.fixture
def stored(make):
    def build(state=S.IN_TALKS, side=Side.OWNER, **values):
        introduction = make.introduction(state, **values)
        by = make.owner(introduction) if side == Side.OWNER else make.asker(introduction)
        return introducing.add_document(introduction, content=PDF, filename=NAME, by=by)

    return build


def agree(make, introduction):
    make.propose(introduction, StepKind.CONFIDENTIALITY)
    introducing.confirm_step(introduction, by=make.owner(introduction))


def cast(make, introduction):
    first, second = introduction.programme.parties
    return {
        "asker": make.asker(introduction), "asker member": make.member(introduction.organisation, Role.MEMBER),
        "owner": make.owner(introduction), "owner member": make.member(introduction.profile.organisation, Role.MEMBER),
        "broker": make.broker(introduction), "owner officer": make.officer(first), "decider": make.decider(second),
        "coordinator": make.coordinator(introduction.programme), "administrator": make.administrator(),
        "stranger": make.speaker(make.organisation()), "visitor": None,
    }


def path_of(paper, step=""):
    return f"/introductions/{paper.introduction.public_id}/documents{f'/{paper.document.public_id}/{step}' if step else ''}"


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("agreed", [False, True])
def test_who_opens(client, make, stored, side, agreed):
    paper = stored(side=side)
    if agreed:
        agree(make, paper.introduction)
    own = {f"{side}", f"{side} member"}
    other = {f"{side.other}", f"{side.other} member"} if agreed else set()
    for name, person in cast(make, paper.introduction).items():
        answer = (client(person) if person else client()).send(path_of(paper, "open"))
        assert (answer.status_code == 200) == (name in own | other), name
        assert (answer.data == PDF) == (name in own | other), name
        if answer.status_code == 200:
            assert "Unmistakable" in answer.headers["Content-Disposition"]


def texts(client, make, paper, people):
    paths = [
        f"/introductions/{paper.introduction.public_id}", path_of(paper), "/introductions", "/introductions?box=sent", "/work",
        f"/profiles/{paper.introduction.profile.public_id}", f"/organisations/{paper.document.organisation.public_id}", "/account/export",
    ]
    return {(name, path): client(person).get(path).text for name, person in people.items() for path in paths}


def without_keys(text):
    return re.sub(r'name="(csrf_token|once)" value="[^"]*"|Reference of this request: <bdi>[^<]*', "", text)


def test_the_other_side_sees_no_difference(client, make, session, stored):
    bare = make.introduction(S.IN_TALKS)
    session.commit()
    people = {name: person for name, person in cast(make, bare).items() if person and not name.startswith("owner")}
    people["owner officer"] = make.officer(bare.programme.parties[0])
    path = f"/introductions/{bare.public_id}"
    before = {(name, page): without_keys(client(person).get(path + page).text) for name, person in people.items() for page in ("", "/documents")}
    for number in range(2):
        introducing.add_document(bare, content=PDF, filename=f"{number} {NAME}", by=make.owner(bare))
    session.commit()
    after = {(name, page): without_keys(client(person).get(path + page).text) for name, person in people.items() for page in ("", "/documents")}
    assert [key for key in before if before[key] != after[key]] == []
    assert session.scalars(select(Owed).where(Owed.payload["kind"].astext == "introduction.new_document")).all() == []


def test_no_page_names_it_to_others(client, make, stored):
    paper = stored()
    people = {name: person for name, person in cast(make, paper.introduction).items() if person and not name.startswith("owner")}
    for key, text in texts(client, make, paper, people).items():
        assert "Unmistakable" not in text, key
        assert paper.document.public_id not in text, key


def test_open_and_closed_again(client, make, stored):
    paper = stored()
    introduction = paper.introduction
    asker = client(make.asker(introduction))
    assert "Unmistakable" not in asker.get(path_of(paper)).text
    agree(make, introduction)
    assert "Unmistakable" in asker.get(path_of(paper)).text
    assert asker.send(path_of(paper, "open")).status_code == 200
    assert make.asker(introduction).name in client(make.owner(introduction)).get(path_of(paper)).text
    introducing.end_talks(introduction, reason=ClosingReason.NO_FUNDING, by=make.owner(introduction))
    assert "Unmistakable" not in asker.get(path_of(paper)).text
    assert asker.send(path_of(paper, "open")).status_code == 404
    assert client(make.owner(introduction)).send(path_of(paper, "open")).status_code == 200


@pytest.mark.parametrize("state", list(S))
def test_added_only_once_both_know_each_other(make, state):
    introduction = make.introduction(state)
    for by in (make.asker(introduction), make.owner(introduction)):
        if state in {S.ACCEPTED, S.IN_TALKS, S.UNDER_NDA}:
            assert introducing.add_document(introduction, content=PDF, filename=NAME, by=by)
        else:
            with pytest.raises(NotAllowed):
                introducing.add_document(introduction, content=PDF, filename=NAME, by=by)
    with pytest.raises(NotAllowed):
        introducing.add_document(introduction, content=PDF, filename=NAME, by=make.broker(introduction))


def test_removed_by_its_own_side_only(client, make, stored):
    paper = stored()
    agree(make, paper.introduction)
    asker, member = client(make.asker(paper.introduction)), client(make.member(paper.introduction.profile.organisation, Role.MEMBER))
    assert asker.send(path_of(paper, "remove")).status_code == 403
    assert member.send(path_of(paper, "remove")).status_code == 403
    assert client(make.owner(paper.introduction)).send(path_of(paper, "remove")).status_code == 302
    assert asker.send(path_of(paper, "open")).status_code == 404
    assert "Unmistakable" not in asker.get(path_of(paper)).text


def test_a_document_of_another_introduction_is_not_found(client, make, stored):
    paper, other = stored(), stored()
    path = f"/introductions/{other.introduction.public_id}/documents/{paper.document.public_id}/open"
    assert client(make.owner(other.introduction)).send(path).status_code == 404


def test_uploaded_by_form(client, make, session):
    introduction = make.introduction(S.UNDER_NDA)
    tester, path = client(make.owner(introduction)), f"/introductions/{introduction.public_id}/documents/new"
    assert tester.get(path).status_code == 200
    refused = tester.send(path, {"file": (io.BytesIO(b"<html>"), "a.html")})
    assert refused.status_code == 422
    assert "Choose a PDF" in refused.text
    assert tester.send(path, {"file": (io.BytesIO(PDF), NAME)}).status_code == 302
    assert [paper.document.name for paper in session.scalars(select(IntroductionDocument))] == [NAME]
    told = session.scalars(select(Owed).where(Owed.payload["kind"].astext == "introduction.new_document")).all()
    assert {one.payload["person_id"] for one in told} == {make.asker(introduction).id}
    assert "Unmistakable" not in str([one.payload for one in told])


def test_the_mail_is_dropped_where_it_is_closed_by_then(make, session, stored):
    paper = stored(S.UNDER_NDA)
    [owed] = session.scalars(select(Owed).where(Owed.payload["kind"].astext == "introduction.new_document")).all()
    assert recipients.find(owed.payload).email == make.asker(paper.introduction).email
    introducing.end_talks(paper.introduction, reason=ClosingReason.NO_FUNDING, by=make.asker(paper.introduction))
    session.flush()
    with pytest.raises(recipients.NotDue):
        recipients.find(owed.payload)


def test_the_query_of_the_mail_is_the_rule(make, session, stored):
    from app.partnering.queries.exchange import papers_for_other_side

    for state in (S.IN_TALKS, S.UNDER_NDA, S.ACCEPTED):
        paper = stored(state)
        for name, person in cast(make, paper.introduction).items():
            if person is None:
                continue
            found = session.scalar(select(IntroductionDocument.id).where(IntroductionDocument.id == paper.id, papers_for_other_side(person)))
            of_other = name.startswith("asker")
            assert (found is not None) == (of_other and rules.opens(person, paper)), (state, name)
