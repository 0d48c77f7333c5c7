"""Pages through requests: what each reader sees, and what is hidden from whom."""

import pytest

from app.accounts.enums import Role
from app.accounts.models import Membership
from app.approvals import queries
from app.approvals.enums import DecisionState as D
from app.approvals.enums import Outcome as O
from app.approvals.services import decisions as decision_services
from app.approvals.services import reviews as review_services
from app.extensions import db
from app.projects.enums import ProjectState as S

CANARY = "canary-of-the-first-side"


@pytest.fixture
def case(make):
    return make.case()


@pytest.fixture
def first(case):
    return case.programme.parties[0]


@pytest.fixture
def second(case):
    return case.programme.parties[1]


def pages(project):
    """Every page on which something of the case could be read."""
    key = project.public_id
    return ["/approvals", "/approvals?show=all", "/approvals?show=decided", f"/approvals/{key}", f"/approvals/{key}/result",
            f"/approvals/{key}/recommend", f"/approvals/{key}/decide", f"/projects/{key}", "/projects", "/work", "/reviews"]


def seen(tester, project, word=CANARY):
    db.session.commit()
    return [path for path in pages(project) if word in tester.get(path).get_data(as_text=True)]


def test_the_pages_open(client, make, case, first, second):
    make.recommended(case, 0)
    for person in (make.officer(first), make.decider(first), make.officer(second), make.coordinator(case.programme)):
        for path in ("/approvals", "/approvals?show=all", f"/approvals/{case.public_id}"):
            answer = client(person).get(path)
            assert answer.status_code == 200, (path, answer.get_data(as_text=True))
    assert client(make.decider(first)).get(f"/approvals/{case.public_id}/decide").status_code == 200


def test_neither_side_sees_the_others_recommendation_before_giving_its_own(client, make, case, first, second):
    make.recommended(case, 0, O.CHANGES_REQUESTED, reason=CANARY, points=[f"{CANARY} point"])
    officer, decider = make.officer(second), make.decider(second)
    assert seen(client(officer), case) == []
    assert seen(client(decider), case) == []
    assert seen(client(make.coordinator(case.programme)), case) == []
    assert f"/approvals/{case.public_id}" in seen(client(make.officer(first)), case)
    make.recommended(case, 1, by=officer)
    assert f"/approvals/{case.public_id}" in seen(client(decider), case)


def test_a_final_decision_is_seen_by_both_sides_but_its_recommendation_is_not(client, make, case, second):
    make.recommended(case, 0, reason=CANARY)
    make.decided(case, 0, reason="the-final-reason")
    officer = client(make.officer(second))
    assert seen(officer, case) == []
    assert f"/approvals/{case.public_id}" in seen(officer, case, "the-final-reason")


def test_the_projects_page_tells_the_joint_result_and_the_next_step(client, make, case):
    for place in (0, 1):
        make.decided(case, place, O.CHANGES_REQUESTED, points=["Name the trial user."])
    text = client(make.speaker(case.lead.organisation)).get(f"/projects/{case.public_id}").text
    assert "Changes to the project were asked for on" in text
    assert "Name the trial user." in text
    assert "Next, the lead partner revises" in text
    assert f'href="/projects/{case.public_id}/revise"' in text


def test_applicants_see_only_the_joint_result_and_only_once_it_stands(client, make, case):
    applicant = client(make.speaker(case.lead.organisation))
    result = f"/approvals/{case.public_id}/result"
    make.recommended(case, 0, reason=CANARY)
    make.decided(case, 0, O.APPROVED_WITH_CONDITIONS, reason=f"{CANARY} decision", points=["first-condition"])
    assert seen(applicant, case) == []
    assert seen(applicant, case, "first-condition") == []
    assert "There is no joint result yet" in applicant.get(result).get_data(as_text=True)
    make.decided(case, 1, O.APPROVED_WITH_CONDITIONS, points=["second-condition"])
    text = applicant.get(result).get_data(as_text=True)
    assert "first-condition" in text and "second-condition" in text
    assert seen(applicant, case) == []
    assert applicant.get(f"/approvals/{case.public_id}").status_code == 404


def test_a_reviewer_sees_nothing_of_decisions(client, make, session):
    case = make.case(S.UNDER_REVIEW)
    party = case.programme.parties[0]
    reviewer = make.reviewer()
    review = review_services.invite_reviewer(case, by=make.officer(party), party=party, reviewer=reviewer)
    review_services.accept(review, by=reviewer)
    review_services.submit(review, by=reviewer, score=80, strengths="Sample strengths.", weaknesses="")
    review_services.close_reviews(case, by=make.coordinator(case.programme))
    make.decided(case, 0, reason=CANARY)
    tester = client(reviewer)
    assert seen(tester, case) == []
    assert tester.get(f"/reviews/{review.public_id}").status_code == 200
    assert tester.get(f"/approvals/{case.public_id}").status_code == 404


def test_a_linked_official_gets_403_with_the_reason(client, make, case, first):
    domain = case.partners[0].organisation.contact_email.partition("@")[2]
    linked = client(make.official(first, Role.OFFICER, Role.DECISION_MAKER, email=f"someone@{domain}"))
    for path in ("", "/recommend", "/decide", "/ask-information", "/propose-ineligible", "/invite-reviewer"):
        answer = linked.get(f"/approvals/{case.public_id}{path}")
        assert answer.status_code == 403, path
        assert domain in answer.get_data(as_text=True), path
    for path in ("/confirm-eligible", "/confirm-ineligible", "/recommend", "/reassign"):
        answer = linked.send(f"/approvals/{case.public_id}{path}", {"outcome": "approved", "reason": "x"})
        assert answer.status_code == 403, path
        assert domain in answer.get_data(as_text=True), path
    assert "You may not act on this case" in linked.get("/approvals?show=all").get_data(as_text=True)


def test_strangers_get_404_and_visitors_sign_in(client, make, case):
    outside = make.programme(code="other")
    for person in (make.person(), make.officer(outside.parties[0]), make.coordinator(outside), make.administrator()):
        for path in ("", "/recommend", "/decide", "/result", "/invite-reviewer"):
            assert client(person).get(f"/approvals/{case.public_id}{path}").status_code == 404, path
        assert client(person).send(f"/approvals/{case.public_id}/confirm-complete").status_code == 404
    assert client().get(f"/approvals/{case.public_id}").status_code == 302


@pytest.mark.parametrize(("role", "path"), [
    (Role.OFFICER, "decide"), (Role.DECISION_MAKER, "recommend"), (Role.DECISION_MAKER, "confirm-eligible"),
    (Role.OFFICER, "confirm-complete"), (Role.OFFICER, "close-reviews"), (Role.DECISION_MAKER, "invite-reviewer"),
])
def test_a_role_that_does_not_fit_gets_403(client, make, case, first, role, path):
    person = make.official(first, role, email="unfit@jp-authority.example")
    assert client(person).send(f"/approvals/{case.public_id}/{path}").status_code == 403


def test_recommending_and_deciding_through_forms(client, make, case, first):
    officer, decider = client(make.officer(first)), client(make.decider(first))
    key = f"/approvals/{case.public_id}"
    refused = officer.send(f"{key}/recommend", {"outcome": "approved_with_conditions", "reason": "kept text", "points": ""})
    assert refused.status_code == 422
    assert "kept text" in refused.get_data(as_text=True)
    version = make.decision(case).version
    sent = {"outcome": "approved_with_conditions", "reason": "Good.", "points": "One.\nTwo.", "version": version}
    assert officer.send(f"{key}/recommend", sent).status_code == 302
    assert officer.send(f"{key}/recommend", sent).status_code == 302
    page = decider.get(f"{key}/decide").get_data(as_text=True)
    assert "One.\nTwo." in page.replace("\r\n", "\n")
    version = make.decision(case).version
    sent = {"outcome": "approved", "reason": "Yes.", "version": version}
    assert decider.send(f"{key}/decide", sent).status_code == 302
    assert decider.send(f"{key}/decide", sent).status_code == 302
    assert make.decision(case).state == D.APPROVED
    assert decider.send(f"{key}/decide", {"outcome": "rejected", "reason": "No.", "version": version}).status_code == 422


def test_a_stale_form_is_shown_again_with_what_was_typed(client, make, case, first):
    version = make.decision(case).version
    make.recommended(case, 0)
    late = client(make.officer(first)).send(
        f"/approvals/{case.public_id}/recommend", {"outcome": "rejected", "reason": "typed words", "version": version}
    )
    assert late.status_code == 422
    assert "typed words" in late.get_data(as_text=True)


def test_checks_through_forms_lead_to_the_review(client, make):
    case = make.case(S.SUBMITTED)
    key = f"/approvals/{case.public_id}"
    first, second = case.programme.parties
    for person, path in ((make.coordinator(case.programme), "confirm-complete"), (make.officer(first), "confirm-eligible"), (make.officer(second), "confirm-eligible")):
        assert case.state == S.SUBMITTED
        tester = client(person)
        assert tester.get(key).status_code == 200
        assert tester.send(f"{key}/{path}").status_code == 302
        assert tester.send(f"{key}/{path}").status_code == 302
    assert case.state == S.UNDER_REVIEW
    assert client(make.coordinator(case.programme)).send(f"{key}/close-reviews").status_code == 302
    assert case.state == S.AWAITING_DECISIONS
    assert [row.state for row in queries.current_decisions(case)] == [D.PENDING, D.PENDING]


def test_not_eligible_through_forms(client, make):
    case = make.case(S.SUBMITTED)
    key, first = f"/approvals/{case.public_id}", case.programme.parties[0]
    proposer, colleague = client(make.officer(first)), client(make.officer(first))
    sent = {"reason": "double_funding", "comment": "It is funded elsewhere."}
    assert proposer.send(f"{key}/propose-ineligible", sent).status_code == 302
    assert "A second officer" in proposer.get(key).get_data(as_text=True)
    assert proposer.send(f"{key}/confirm-ineligible").status_code == 422
    assert colleague.send(f"{key}/confirm-ineligible").status_code == 302
    assert case.state == S.INELIGIBLE
    text = client(make.speaker(case.lead.organisation)).get(f"{key}/result").get_data(as_text=True)
    assert "funded elsewhere" in text


def test_asking_for_information_opens_sections(client, make):
    case = make.case(S.SUBMITTED)
    officer = client(make.officer(case.programme.parties[0]))
    key = f"/approvals/{case.public_id}/ask-information"
    assert officer.send(key, {"question": "Why?"}).status_code == 422
    assert officer.send(key, {"question": "Why?", "sections": ["schedule"], "version": case.version}).status_code == 302
    assert case.state == S.INFO_REQUESTED
    assert case.info_requests[-1].sections == ["schedule"]


@pytest.mark.parametrize("language", ["en", "he", "ja"])
def test_pages_in_each_language(client, make, case, first, language):
    make.recommended(case, 0)
    tester = client(make.officer(first))
    for path in ("/approvals?show=all&", f"/approvals/{case.public_id}?"):
        answer = tester.get(f"{path}lang={language}")
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.get_data(as_text=True)


def test_an_unknown_parameter_is_refused(client, make, case, first):
    assert client(make.officer(first)).get("/approvals?group=1").status_code == 400


def test_what_is_mine_to_do(client, make, case, first, second):
    def mine(person):
        return case.title in client(person).get("/approvals?show=mine").get_data(as_text=True)

    officer, decider, other = make.officer(first), make.decider(first), make.officer(second)
    assert mine(officer) and mine(other) and not mine(decider)
    make.recommended(case, 0, by=officer)
    assert not mine(officer) and mine(decider) and mine(other)
    make.decided(case, 0, by=decider)
    assert not mine(decider)


def test_the_queue_needs_a_fixed_number_of_statements(client, make, case, first, statements):
    person = make.officer(first)
    tester = client(person)
    make.recommended(case, 0)
    tester.get("/approvals?show=all")
    few = statements(lambda: tester.get("/approvals?show=all"))
    for _ in range(3):
        other = make.case()
        make.recommended(other, 0)
        make.recommended(other, 1, O.APPROVED_WITH_CONDITIONS)
    tester.get("/approvals?show=all")
    many = statements(lambda: tester.get("/approvals?show=all"))
    assert (few, many) == (13, 13)


def test_membership_of_both_authorities_shows_neither_recommendation(client, make, case, first, second, session):
    person = make.officer(first)
    person.memberships.append(Membership(organisation=second.authority, role=Role.OFFICER))
    session.flush()
    make.recommended(case, 0, reason=CANARY)
    assert seen(client(person), case) == []


def test_the_linked_and_the_withdrawn_are_shown_no_decision(make, case, first):
    row = make.recommended(case, 0, by=make.officer(first))
    linked = make.officer(first, email=f"x@{case.partners[0].organisation.contact_email.partition('@')[2]}")
    decider = make.decider(first)
    assert len(queries.visible_decisions(decider, case)) == 2
    assert queries.visible_decisions(linked, case) == []
    decision_services.recuse(row, by=decider, reason="I once worked there.")
    db.session.commit()
    assert queries.visible_decisions(decider, case) == []


def test_a_reviewer_reads_the_project_while_it_is_under_review(client, make):
    case = make.case(S.UNDER_REVIEW)
    party = case.programme.parties[0]
    reviewer = make.reviewer()
    assert client(reviewer).get(f"/projects/{case.public_id}").status_code == 404
    review_services.invite_reviewer(case, by=make.officer(party), party=party, reviewer=reviewer)
    assert client(reviewer).get(f"/projects/{case.public_id}").status_code == 200
    assert case.title in client(reviewer).get("/reviews").get_data(as_text=True)
    review = queries.reviews_of(case)[0]
    review_services.decline(review, by=reviewer)
    assert client(reviewer).get(f"/projects/{case.public_id}").status_code == 404


def test_a_review_through_forms(client, make):
    case = make.case(S.UNDER_REVIEW)
    party = case.programme.parties[0]
    reviewer, officer = make.reviewer(), make.officer(party)
    invite = f"/approvals/{case.public_id}/invite-reviewer"
    assert reviewer.name in client(officer).get(invite).get_data(as_text=True)
    assert client(officer).send(invite, {"party": party.country, "reviewer": reviewer.public_id}).status_code == 302
    key = f"/reviews/{queries.reviews_of(case)[0].public_id}"
    tester = client(reviewer)
    assert tester.get(key).status_code == 200
    assert tester.send(f"{key}/accept").status_code == 302
    draft = {"score": "", "strengths": "so far", "weaknesses": "", "version": queries.reviews_of(case)[0].version}
    assert tester.send(key, draft).status_code == 302
    assert "so far" in tester.get(key).get_data(as_text=True)
    refused = tester.send(key, {**draft, "strengths": "kept text", "version": queries.reviews_of(case)[0].version, "send": "1"})
    assert refused.status_code == 422
    assert "kept text" in refused.get_data(as_text=True)
    sent = {"score": "77", "strengths": "Strong.", "weaknesses": "", "version": queries.reviews_of(case)[0].version, "send": "1"}
    assert tester.send(key, sent).status_code == 302
    assert "77" in client(officer).get(f"/approvals/{case.public_id}").get_data(as_text=True)
    assert client(make.reviewer()).get(key).status_code == 404
