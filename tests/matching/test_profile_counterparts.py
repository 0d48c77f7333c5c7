"""Counterparts of a profile: for those who may edit it alone, and nothing of an anonymous one for anybody else."""

import re

import pytest
from sqlalchemy import event, select

from app.accounts.enums import Role
from app.matching import indexing, meaning, queries
from app.matching.enums import WeightSource
from app.matching.scoring import Evidence, starting_weights
from app.matching.services.weights import store_weights
from app.organisations.models import TrackLink
from app.partnering.enums import IntroductionState, ProfileKind, ProfileState
from app.partnering.models import Profile
from app.partnering.services import save_translation


@pytest.fixture
def programme(make):
    return make.sample_programme()


@pytest.fixture
def owner(make, programme):
    return make.organisation(country="JP", name_latin="Sample Grippers KK", description="Grippers.")


@pytest.fixture
def grower(make, programme, index):
    """An Israeli organisation of the same subtopic as the profiles of the factory."""
    track = programme.tracks[0]
    made = make.organisation(country="IL", name_latin="Sample Grower Ltd", tracks=(track,), description="Strawberries in greenhouses, picked by gripper.")
    made.subtopics = [track.subtopics[0]]
    index()
    return made


@pytest.fixture
def offer(make, owner, programme):
    return make.profile(ProfileState.DRAFT, organisation=owner, programme=programme)


def address(profile):
    return f"/profiles/{profile.public_id}/counterparts"


def main(tester, path):
    return tester.get(path).get_data(as_text=True).split("<main")[1]


def test_a_draft_finds_counterparts_with_reasons(client, make, owner, grower, offer):
    speaker = client(make.speaker(owner))
    assert address(offer) in main(speaker, f"/profiles/{offer.public_id}")
    page = main(speaker, address(offer))
    assert "Sample Grower Ltd" in page
    assert "Works on \u2068" in page
    assert "Words in common" in page
    assert "Sample Grippers KK</bdi></a>" not in page


@pytest.mark.parametrize("language", ["he", "ja"])
def test_the_page_stands_in_the_other_languages(client, make, owner, grower, offer, language):
    assert "Sample Grower Ltd" in main(client(make.speaker(owner)), f"{address(offer)}?lang={language}")


@pytest.mark.parametrize("state", [ProfileState.DRAFT, ProfileState.PUBLISHED])
@pytest.mark.parametrize("anonymous", [False, True])
def test_whoever_may_not_edit_the_profile_gets_none(client, make, owner, grower, programme, state, anonymous):
    profile = make.profile(state, organisation=owner, programme=programme, anonymous=anonymous)
    others = [
        make.member(owner, Role.MEMBER), make.speaker(grower), make.person(), make.officer(programme.parties[0]), make.officer(programme.parties[1]),
        make.coordinator(programme), make.administrator(),
    ]
    for person in others:
        answer = client(person).get(address(profile))
        assert answer.status_code in {403, 404}
        assert "Sample Grower Ltd" not in answer.text
        assert address(profile) not in client(person).get(f"/profiles/{profile.public_id}").text
    assert client().get(address(profile)).status_code == 302
    assert client(make.speaker(owner)).get(address(profile)).status_code == 200


def test_it_looks_where_partners_are_sought(client, make, owner, grower, offer, index):
    neighbour = make.organisation(country="JP", name_latin="Neighbour Works", description="Greenhouses for gripper trials.")
    index()
    speaker = client(make.speaker(owner))
    assert "Neighbour Works" not in main(speaker, address(offer))
    assert "Neighbour Works" in main(speaker, f"{address(offer)}?countries=any")
    offer.countries = [neighbour.country]
    assert "Neighbour Works" in main(speaker, address(offer))
    assert "Sample Grower Ltd" not in main(speaker, address(offer))


@pytest.mark.parametrize(("kind", "said"), [
    (ProfileKind.REQUEST, "Its request “\u2068Picker wanted\u2069” seeks what “\u2068Gripper for soft fruit\u2069” offers"),
    (ProfileKind.RD_REQUEST, "Its request for research partners “\u2068Picker wanted\u2069” seeks what “\u2068Gripper for soft fruit\u2069” offers"),
])
def test_an_open_request_that_meets_it_is_named(client, make, owner, grower, offer, kind, said):
    theirs = make.profile(ProfileState.PUBLISHED, kind, grower, title="Picker wanted", programme=offer.programme)
    page = main(client(make.speaker(owner)), address(offer))
    assert said in page
    assert "readiness 6 reached, 6 asked for" in page
    assert "both want: " in page
    assert f'href="/profiles/{theirs.public_id}"' in page
    assert "It looks for partners now: 1 open profile" in page


def test_the_open_request_is_named_in_the_readers_language(client, make, owner, grower, offer):
    theirs = make.profile(ProfileState.PUBLISHED, ProfileKind.REQUEST, grower, title="Picker wanted", programme=offer.programme)
    save_translation(theirs, language="ja", texts={"title": "摘み取り機を探しています"}, by_machine=False, checked=True, by=make.speaker(grower))
    speaker = client(make.speaker(owner))
    assert "摘み取り機を探しています" in main(speaker, f"{address(offer)}?lang=ja")
    assert "Picker wanted" in main(speaker, f"{address(offer)}?lang=he")


@pytest.mark.parametrize("state", [ProfileState.DRAFT, ProfileState.IN_REVIEW, ProfileState.PAUSED, ProfileState.EXPIRED, ProfileState.FULFILLED])
def test_what_is_not_open_is_no_evidence(client, make, owner, grower, offer, state):
    before = main(client(make.speaker(owner)), address(offer))
    make.profile(state, ProfileKind.REQUEST, grower, title="Picker wanted", programme=offer.programme)
    assert facts(main(client(make.speaker(owner)), address(offer))) == facts(before)


def facts(page):
    return re.sub(r'name="csrf_token" value="[^"]*"|nonce="[^"]*"', "", page)


def test_an_organisation_is_found_by_what_its_own_open_profile_seeks(client, make, owner, grower, programme):
    make.profile(ProfileState.PUBLISHED, organisation=owner, programme=programme)
    make.profile(ProfileState.PUBLISHED, ProfileKind.REQUEST, grower, title="Picker wanted", programme=programme)
    make.session.add(TrackLink(organisation=owner, track=programme.tracks[0], state="confirmed", reason=""))
    make.session.flush()
    page = main(client(make.person()), f"/organisations/{owner.public_id}/counterparts")
    assert "Its request “\u2068Picker wanted\u2069” seeks what “\u2068Gripper for soft fruit\u2069” offers" in page


def test_a_project_is_met_by_an_offer(client, make, owner, grower, programme):
    project = make.project(lead=owner, partners=[], programme=programme)
    track = programme.tracks[0]
    project.tracks, project.subtopics, project.trl_from, project.trl_to = [track], [track.subtopics[0]], 5, 7
    make.profile(ProfileState.PUBLISHED, organisation=grower, title="Greenhouse to lend", programme=programme)
    page = main(client(make.speaker(owner)), f"/projects/{project.public_id}/counterparts")
    assert f"Its offer “\u2068Greenhouse to lend\u2069” meets what “\u2068{project.title}\u2069” seeks" in page
    assert "readiness 6 reached, 5 asked for" in page


def test_an_anonymous_profile_changes_nothing_for_anybody(client, make, owner, grower, offer, programme, index):
    """Neither reasons, points, order, numbers nor links: the pages stay the same, letter for letter."""
    rival = make.organisation(country="IL", tracks=(programme.tracks[0],), description="Grippers picked.")
    rival.subtopics = [programme.tracks[0].subtopics[0]]
    make.session.add(TrackLink(organisation=owner, track=programme.tracks[0], state="confirmed", reason=""))
    named = make.profile(ProfileState.PUBLISHED, organisation=owner, programme=programme, title="Second gripper")
    index()
    own, other = client(make.speaker(owner)), client(make.person())
    the_owner = client(make.speaker(grower))
    text = {"text": "Grippers that take soft fruit off the plant.", "organisation": ""}

    def pages():
        indexing.index("profile", make.session.scalars(select(Profile.id)))
        meaning.fill()
        return [
            facts(main(own, address(offer))), facts(main(own, address(named))), facts(main(other, f"/organisations/{owner.public_id}/counterparts")),
            facts(main(other, f"/organisations/{grower.public_id}/counterparts")), facts(main(the_owner, f"/organisations/{owner.public_id}/counterparts?countries=any")),
            facts(other.send("/counterparts", text).text.split("<main")[1]),
        ]

    before = pages()
    theirs = make.profile(ProfileState.PUBLISHED, ProfileKind.REQUEST, grower, title="Secret wish", programme=programme, anonymous=True)
    for _ in range(5):
        made = make.profile(ProfileState.PUBLISHED, organisation=grower, title="Secret offer", programme=programme, anonymous=True)
        make.introduction(IntroductionState.DECLINED, profile=made, organisation=make.organisation(country="JP", description=None))
    ours = make.profile(ProfileState.PUBLISHED, ProfileKind.REQUEST, owner, title="Our secret", programme=programme, anonymous=True)
    after = pages()
    assert after == before
    assert not any(word in page for page in after for word in ("Secret wish", "Secret offer", "Our secret", theirs.public_id, ours.public_id))


def test_a_counterpart_is_set_aside_for_the_whole_organisation(client, make, owner, grower, offer):
    speaker = client(make.speaker(owner))
    form = f"/organisations/{owner.public_id}/counterparts/{grower.public_id}/set-aside?profile={offer.public_id}"
    assert form in main(speaker, address(offer))
    assert f'href="{address(offer)}"' in main(speaker, form)
    answer = speaker.send(form, {"reason": "competitor"})
    assert (answer.status_code, answer.location) == (302, address(offer))
    page = main(speaker, address(offer))
    assert "Sample Grower Ltd</bdi></a>" not in page
    assert "1 organisation that your side set aside is not shown." in page
    assert "Sample Grower Ltd</bdi></a>" not in main(speaker, f"/organisations/{owner.public_id}/counterparts")


def test_a_profile_of_another_leads_back_to_the_organisation(client, make, owner, grower, programme):
    foreign = make.profile(ProfileState.PUBLISHED, organisation=make.organisation(country="JP"), programme=programme)
    speaker = client(make.speaker(owner))
    for key in (foreign.public_id, "nonsense", ""):
        form = f"/organisations/{owner.public_id}/counterparts/{grower.public_id}/set-aside?profile={key}"
        assert f'href="/organisations/{owner.public_id}/counterparts"' in main(speaker, form)


def test_an_older_set_of_weights_without_these_kinds_goes_on(client, make, owner, grower, offer):
    make.profile(ProfileState.PUBLISHED, ProfileKind.REQUEST, grower, title="Picker wanted", programme=offer.programme)
    row = store_weights(starting_weights(), source=WeightSource.OUTCOMES, outcomes=3, activate=True)
    new = (Evidence.COMPLEMENTARITY, Evidence.ANSWERING, Evidence.AVAILABILITY)
    row.values = {kind: value for kind, value in row.values.items() if kind not in new}
    make.session.flush()
    page = main(client(make.speaker(owner)), address(offer))
    assert "Sample Grower Ltd" in page
    assert "Picker wanted" not in page.split("<ul>")[1].split("</ul>")[0]
    assert client(make.administrator()).get("/administration/matching-weights").status_code == 200


def test_meaning_counts_for_a_draft_that_no_index_holds(make, owner, programme, index):
    grower = make.organisation(country="IL", description="אנו מגדלים תותים בחממות וקוטפים אותם ביד עדינה.", description_language="he")
    index()
    meaning.fill()
    draft = make.profile(ProfileState.DRAFT, organisation=owner, programme=programme, filled=False, title="温室のイチゴを傷つけずに収穫する手", language="ja")
    found = queries.counterparts(make.speaker(owner), queries.of_profile(draft), 1).page.items
    assert [(one, {reason.evidence for reason in fit.reasons} >= {Evidence.MEANING}) for one, fit in found] == [(grower, True)]


def test_a_fixed_number_of_statements(session, make, owner, grower, offer, programme, index):
    by = make.speaker(owner)

    def statements():
        seen = []
        session.expire_all()
        subject = queries.of_profile(offer)
        assert by.is_authenticated
        event.listen(session.connection(), "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
        found = queries.counterparts(by, subject, 1)
        return len(seen), len(found.page.items)

    first, one = statements()
    for _ in range(2):
        more = make.organisation(country="IL", tracks=(programme.tracks[0],))
        make.profile(ProfileState.PUBLISHED, ProfileKind.REQUEST, more, programme=programme)
    index()
    second, three = statements()
    assert (one, three) == (1, 3)
    assert first == second
