"""Counterparts that are set aside: gone from the own side's lists at once, and seen by nobody else."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.enums import Role
from app.accounts.models import Membership
from app.core.db import now
from app.core.events import Event
from app.matching import queries
from app.matching.enums import AsideReason
from app.matching.models import SetAside
from app.matching.scoring import Evidence, Profile, rank
from app.matching.scoring.aside import MOST_LOST
from app.matching.words import words_of
from app.projects.enums import PartnerRole, ProjectState
from app.projects.services import answer_invitation, invite_partner


@pytest.fixture
def programme(make):
    return make.programme()


@pytest.fixture
def pair(make, programme, index):
    """A Japanese maker, and an Israeli one with common ground."""
    ours = make.organisation(country="JP", name_latin="Sample Grippers KK", tracks=(programme.tracks[1],), description="Grippers for harvest.")
    theirs = make.organisation(country="IL", name_latin="Sample Harvest Ltd", tracks=(programme.tracks[1],), description="Harvest machines.")
    index()
    return ours, theirs


def counterparts_of(thing):
    kind = "organisations" if thing.__tablename__ == "organisation" else "projects"
    return f"/{kind}/{thing.public_id}/counterparts"


def set_aside(tester, subject, other, reason="known", **data):
    return tester.send(f"{counterparts_of(subject)}/{other.public_id}/set-aside", {"reason": reason, **data})


def main(tester, path):
    return tester.get(path).get_data(as_text=True).split("<main")[1]


def test_a_counterpart_that_is_set_aside_is_gone_and_can_come_back(client, make, session, pair):
    ours, theirs = pair
    speaker = client(make.speaker(ours))
    form = f"{counterparts_of(ours)}/{theirs.public_id}/set-aside"
    assert form in main(speaker, counterparts_of(ours))
    assert "A competitor" in main(speaker, form)
    answer = set_aside(speaker, ours, theirs, "competitor", note="They sell to the same farms.")
    assert (answer.status_code, answer.location) == (302, counterparts_of(ours))
    shown = main(speaker, counterparts_of(ours))
    assert "Sample Harvest Ltd</bdi></a>" not in shown
    assert "1 organisation that your side set aside is not shown." in shown
    listed = main(speaker, f"{counterparts_of(ours)}/set-aside")
    assert "Sample Harvest Ltd" in listed
    assert "A competitor" in listed
    assert "They sell to the same farms." in listed
    row = session.scalars(select(SetAside)).one()
    back = f"{counterparts_of(ours)}/set-aside/{row.public_id}/take-back"
    assert back in listed
    for _ in range(2):
        assert speaker.send(back).status_code == 302
    assert "Sample Harvest Ltd" in main(speaker, counterparts_of(ours))
    assert "Nothing is set aside" in main(speaker, f"{counterparts_of(ours)}/set-aside")
    session.commit()
    kinds = session.execute(select(Event.kind, Event.data).where(Event.kind.startswith("counterpart.")).order_by(Event.seq)).all()
    assert [kind for kind, _ in kinds] == ["counterpart.set_aside", "counterpart.take_back"]
    assert kinds[0].data == {"subject": f"organisation:{ours.public_id}", "counterpart": theirs.public_id, "reason": "competitor"}


@pytest.mark.parametrize("language", ["he", "ja"])
def test_the_pages_stand_in_the_other_languages(client, make, pair, language):
    ours, theirs = pair
    speaker = client(make.speaker(ours))
    set_aside(speaker, ours, theirs)
    for path in ("", f"/{theirs.public_id}/set-aside", "/set-aside"):
        assert speaker.get(f"{counterparts_of(ours)}{path}?lang={language}").status_code == 200


def test_it_is_known_to_the_own_side_alone(client, make, pair, programme):
    ours, theirs = pair
    set_aside(client(make.speaker(ours)), ours, theirs, note="A secret note.")
    colleague = client(make.member(ours, Role.MEMBER))
    assert "Sample Harvest Ltd</bdi></a>" not in main(colleague, counterparts_of(ours))
    own_list = main(colleague, f"{counterparts_of(ours)}/set-aside")
    assert "A secret note." in own_list
    assert "take-back" not in own_list
    others = [
        make.speaker(theirs), make.speaker(make.organisation(country="JP")), make.person(), make.official(programme.parties[0]),
        make.coordinator(programme), make.administrator(),
    ]
    for person in others:
        tester = client(person)
        shown = main(tester, counterparts_of(ours))
        assert "Sample Harvest Ltd" in shown
        assert "set aside" not in shown
        assert tester.get(f"{counterparts_of(ours)}/set-aside").status_code == 403
        for page in (f"/organisations/{ours.public_id}", f"/organisations/{theirs.public_id}", counterparts_of(theirs)):
            answer = tester.get(page).get_data(as_text=True)
            assert "your side set aside" not in answer
            assert "A secret note." not in answer
    assert client().get(f"{counterparts_of(ours)}/set-aside").status_code == 302


def test_only_who_speaks_for_the_side_sets_aside_and_takes_back(client, make, session, pair):
    ours, theirs = pair
    for person in (make.member(ours, Role.MEMBER), make.speaker(theirs), make.person(), make.administrator()):
        assert set_aside(client(person), ours, theirs).status_code == 403
    assert session.scalars(select(SetAside)).all() == []
    set_aside(client(make.speaker(ours)), ours, theirs)
    row = session.scalars(select(SetAside)).one()
    for person in (make.member(ours, Role.MEMBER), make.speaker(theirs), make.administrator()):
        assert client(person).send(f"{counterparts_of(ours)}/set-aside/{row.public_id}/take-back").status_code in {403, 404}
    assert row.taken_back_at is None
    other = make.organisation(country="JP")
    path = f"{counterparts_of(other)}/set-aside/{row.public_id}/take-back"
    assert client(make.speaker(other)).send(path).status_code == 404


def test_nobody_sets_the_own_organisation_aside(client, make, pair):
    ours, theirs = pair
    both = make.speaker(ours)
    both.memberships.append(Membership(organisation=theirs, role=Role.MEMBER))
    tester = client(both)
    shown = main(tester, counterparts_of(ours))
    assert "Sample Harvest Ltd" in shown
    assert f"{theirs.public_id}/set-aside" not in shown
    assert set_aside(tester, ours, theirs).status_code == 403


def test_what_was_typed_is_kept_where_it_is_refused(client, make, pair):
    ours, theirs = pair
    speaker = client(make.speaker(ours))
    without_note = set_aside(speaker, ours, theirs, "other")
    assert without_note.status_code == 422
    assert "Say what the other reason is." in without_note.text
    without_reason = set_aside(speaker, ours, theirs, "", note="They are far.")
    assert without_reason.status_code == 422
    assert "They are far." in without_reason.text
    assert set_aside(speaker, ours, theirs, "other", note="They are far.").status_code == 302
    again = set_aside(speaker, ours, theirs, "known")
    assert again.status_code == 422
    assert "This organisation is set aside already." in again.text
    assert speaker.get(f"{counterparts_of(ours)}/{ours.public_id}/set-aside").status_code == 404


@pytest.fixture
def draft(make, pair, programme):
    project = make.project(state=ProjectState.DRAFT, lead=pair[0], partners=[], programme=programme)
    project.tracks, project.subtopics = [programme.tracks[1]], [programme.tracks[1].subtopics[0]]
    pair[1].subtopics = [programme.tracks[1].subtopics[0]]
    return project


def test_a_project_sets_aside_for_itself_alone(client, make, pair, draft):
    ours, theirs = pair
    lead = client(make.speaker(ours))
    sets = f"/projects/{draft.public_id}/partner-sets"
    assert "Sample Harvest Ltd" in main(lead, sets)
    assert f"/projects/{draft.public_id}/counterparts/{theirs.public_id}/set-aside" in main(lead, sets)
    assert set_aside(lead, draft, theirs, "no_capacity").status_code == 302
    for path in (counterparts_of(draft), sets):
        shown = main(lead, path)
        assert "Sample Harvest Ltd" not in shown
        assert "1 organisation that your side set aside is not shown." in shown
    assert "Sample Harvest Ltd" in main(lead, counterparts_of(ours))
    assert "We have no capacity to work with them now" in main(lead, f"{counterparts_of(draft)}/set-aside")
    for person in (make.speaker(theirs), make.person(), make.administrator()):
        assert client(person).get(f"{counterparts_of(draft)}/set-aside").status_code in {403, 404}


def test_one_that_joins_after_all_does_not_learn_of_it(client, make, pair, draft):
    ours, theirs = pair
    lead, guest = make.speaker(ours), make.speaker(theirs)
    set_aside(client(lead), draft, theirs, "tried", note="A secret note.")
    partner = invite_partner(draft, organisation=theirs, role=PartnerRole.PARTNER, by=lead)
    answer_invitation(partner, accept=True, by=guest)
    assert "A secret note." not in main(client(guest), f"{counterparts_of(draft)}/set-aside")
    assert "set aside is not shown" not in main(client(guest), counterparts_of(draft))
    assert "A secret note." in main(client(lead), f"{counterparts_of(draft)}/set-aside")


def test_the_list_of_those_set_aside_has_pages(client, make, session, pair):
    ours, _ = pair
    person = make.speaker(ours)
    for _ in range(21):
        session.add(SetAside(organisation=ours, counterpart=make.organisation(country="IL"), reason=AsideReason.KNOWN, by=person))
    session.flush()
    assert main(client(person), f"{counterparts_of(ours)}/set-aside?page=2").count("take-back") == 1


@pytest.mark.parametrize(
    "broken",
    [
        lambda row, pair, person: setattr(row, "organisation", None),
        lambda row, pair, person: setattr(row, "counterpart", pair[0]),
        lambda row, pair, person: setattr(row, "reason", AsideReason.OTHER),
        lambda row, pair, person: setattr(row, "taken_back_at", now()),
    ],
)
def test_what_cannot_be_is_not_stored(make, session, pair, broken):
    person = make.speaker(pair[0])
    row = SetAside(organisation=pair[0], counterpart=pair[1], reason=AsideReason.KNOWN, by=person)
    broken(row, pair, person)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(row)
        session.flush()


def test_one_stands_at_a_time(make, session, pair):
    person = make.speaker(pair[0])
    session.add(SetAside(organisation=pair[0], counterpart=pair[1], reason=AsideReason.KNOWN, by=person))
    session.flush()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(SetAside(organisation=pair[0], counterpart=pair[1], reason=AsideReason.TRIED, by=person))
        session.flush()


def test_off_topic_corrects_the_rest_of_the_list(client, make, programme, index):
    track = programme.tracks[1]
    ours = make.organisation(country="JP", tracks=(track,), description="Grippers. Vision. Orchards.")
    made = {
        name: make.organisation(country="IL", name_latin=name, tracks=(track,), description=said)
        for name, said in (("Vision One Ltd", "Vision."), ("Vision Two Ltd", "Vision."), ("Orchards Ltd", "Orchards."))
    }
    index()
    speaker = client(make.speaker(ours))
    assert "Less, because" not in main(speaker, counterparts_of(ours))
    set_aside(speaker, ours, made["Vision One Ltd"], "off_topic")
    shown = main(speaker, counterparts_of(ours))
    assert "Less, because you set aside \u2068Vision One Ltd\u2069 as off topic" in shown
    assert shown.index("Orchards Ltd") < shown.index("Vision Two Ltd")
    outside = main(client(make.person()), counterparts_of(ours))
    assert "Less, because" not in outside


def test_other_reasons_correct_nothing(client, make, programme, index):
    ours = make.organisation(country="JP", tracks=(programme.tracks[1],), description="Vision.")
    one, _ = (make.organisation(country="IL", tracks=(programme.tracks[1],), description="Vision.") for _ in range(2))
    index()
    speaker = client(make.speaker(ours))
    set_aside(speaker, ours, one, "distance_or_language")
    assert "Less, because" not in main(speaker, counterparts_of(ours))


some_words = st.text(alphabet="ab 工場ロボ", max_size=12).map(lambda text: words_of([text]))
sides = st.builds(
    Profile, tracks=st.frozensets(st.integers(1, 4)), subtopics=st.frozensets(st.integers(1, 6)), words=some_words, labels=some_words,
    size=st.none() | st.integers(0, 4), verified=st.booleans(),
)


@given(subject=sides, candidates=st.dictionaries(st.integers(1, 50), sides, max_size=6), off_topic=st.dictionaries(st.integers(60, 70), sides, max_size=3))
def test_the_loss_is_bounded_by_what_subtopics_and_words_gave(subject, candidates, off_topic):
    before = {fit.key: fit for fit in rank(subject, candidates)}
    after = {fit.key: fit for fit in rank(subject, candidates, off_topic=off_topic)}
    assert before.keys() == after.keys()
    for key, fit in after.items():
        lost = before[key].score - fit.score
        given = fit.share_of(Evidence.SHARED_SUBTOPICS) + fit.share_of(Evidence.COMMON_WORDS)
        assert -1e-9 <= lost <= MOST_LOST * given + 1e-9
        assert fit.score > 0
        assert fit.reasons == before[key].reasons
        if fit.less:
            assert set(fit.less.because) <= off_topic.keys()
        else:
            assert lost == 0


def test_the_query_leaves_them_out_before_the_cut(make, session, pair, monkeypatch):
    """With room for one candidate, the next best is found instead of nothing."""
    ours, theirs = pair
    monkeypatch.setattr(sys.modules["app.matching.queries.counterparts"], "SCORED", 1)
    other = make.organisation(country="IL", tracks=tuple(link.track for link in ours.track_links))
    session.add(SetAside(organisation=ours, counterpart=theirs, reason=AsideReason.KNOWN, by=make.speaker(ours)))
    session.flush()
    person = make.speaker(ours)
    subject = queries.without(queries.of_organisation(ours), queries.open_aside(person, ours))
    assert [one for one, _ in queries.counterparts(person, subject, 1).page.items] == [other]
