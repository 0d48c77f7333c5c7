"""The pages of search and counterparts, as a browser gets them."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from app.accounts.enums import Role
from app.matching import meaning, queries
from app.matching.scoring import Evidence
from app.organisations.enums import OrganisationState
from app.projects.enums import ProjectState


@pytest.fixture
def programme(make):
    return make.programme()


@pytest.fixture
def pair(make, programme, index):
    """A Japanese maker, and an Israeli one with common ground."""
    robotics = programme.tracks[1]
    ours = make.organisation(country="JP", name_latin="Sample Grippers KK", tracks=(robotics,), description="Adaptive grippers for harvest robots.")
    theirs = make.organisation(
        country="IL", name_latin="Sample Harvest Ltd", tracks=(robotics,), description='<script>alert("x")</script> Harvest robots with adaptive vision.',
    )
    ours.subtopics = theirs.subtopics = [robotics.subtopics[0]]
    index()
    return ours, theirs


def test_a_visitor_searches(client, pair):
    page = client().get("/organisations?q=harvest&country=IL&track=sample.RO&verified=yes").get_data(as_text=True)
    assert "Sample Harvest Ltd" in page
    assert "Sample Grippers KK" not in page
    assert "<mark>Harvest</mark>" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert 'href="/organisations?q=harvest&amp;track=sample.RO&amp;verified=yes"' in page


def test_an_unknown_parameter_is_refused(client):
    assert client().get("/organisations?sort=name").status_code == 400


@pytest.mark.parametrize("query", ["q=%00%FF", "q=' %26 | ! ( ) :* <->", "q=" + "x" * 3000, "page=99999999999", "page=-1", "country=%27", "track=%00", "kind=x&size=y"])
def test_nonsense_is_answered(client, programme, query):
    assert client().get(f"/organisations?{query}").status_code == 200


@pytest.mark.parametrize("language", ["en", "he", "ja"])
def test_nothing_found_says_what_to_do(client, programme, language):
    page = client().get(f"/organisations?q=zzzz&lang={language}")
    assert page.status_code == 200
    assert "/organisations/new" in page.get_data(as_text=True)


def test_names_carry_their_language(client, pair):
    page = client().get("/organisations?q=grippers&lang=ja").get_data(as_text=True)
    assert 'lang="ja"' in page
    assert 'lang="en">Sample Grippers KK' in page


def test_pages_keep_the_search(client, make, index):
    for n in range(21):
        make.organisation(name_latin=f"Paged Works {n}")
    index()
    page = client().get("/organisations?q=paged&country=JP").get_data(as_text=True)
    assert "/organisations?q=paged&amp;country=JP&amp;page=2" in page
    assert client().get("/organisations?q=paged&country=JP&page=2").get_data(as_text=True).count("<article") == 1


def test_counterparts_ask_for_signing_in(client, pair):
    assert client().get(f"/organisations/{pair[0].public_id}/counterparts").status_code == 302


def test_counterparts_name_their_reasons(client, make, pair):
    ours, _ = pair
    page = client(make.person()).get(f"/organisations/{ours.public_id}/counterparts").get_data(as_text=True)
    assert "Sample Harvest Ltd" in page
    assert "Both work on \u2068Robotics topic 1\u2069" in page
    assert "Both are in the sector track \u2068Robotics\u2069" in page
    assert "Words in common" in page
    assert "Verified by its authority" in page
    assert "<script>alert" not in page


def test_counterparts_are_of_the_other_country_unless_asked(client, make, pair, programme, index):
    make.organisation(country="JP", name_latin="Neighbour Works", tracks=(programme.tracks[1],))
    index()
    ours, _ = pair
    visitor = client(make.person())
    assert "Neighbour Works" not in visitor.get(f"/organisations/{ours.public_id}/counterparts").get_data(as_text=True)
    anywhere = visitor.get(f"/organisations/{ours.public_id}/counterparts?countries=any").get_data(as_text=True)
    assert "Neighbour Works" in anywhere
    assert "Sample Grippers KK</bdi></a>" not in anywhere.split("<main")[1].split("tabs")[1]


def test_the_unseen_is_no_counterpart(make, pair, programme, index):
    ours, theirs = pair
    for state in (OrganisationState.DRAFT, OrganisationState.SUSPENDED, OrganisationState.RETIRED):
        make.organisation(country="IL", state=state, tracks=(programme.tracks[1],))
    index()
    for by in (make.person(), make.administrator(), make.official(programme.parties[1])):
        found = queries.counterparts(by, queries.of_organisation(ours), 1)
        assert [organisation for organisation, _ in found.page.items] == [theirs]


def test_a_hidden_organisation_has_no_counterparts_page(client, make, programme):
    hidden = make.organisation(state=OrganisationState.DRAFT)
    member = make.member(hidden)
    assert client(make.person()).get(f"/organisations/{hidden.public_id}/counterparts").status_code == 404
    assert client(member).get(f"/organisations/{hidden.public_id}/counterparts").status_code == 200


def test_counterparts_across_languages_meet_in_the_taxonomy(make, programme, index):
    ours = make.organisation(country="IL", tracks=(programme.tracks[1],), description=None)
    make.organisation(country="JP", name_native="架空ロボティクス研究所", name_latin=None, description=None)
    index()
    ((_, fit),) = queries.counterparts(make.person(), queries.of_organisation(ours), 1).page.items
    assert [reason.words for reason in fit.reasons if reason.evidence == Evidence.COMMON_WORDS] == [("ロボティクス",)]


def test_counterparts_take_a_fixed_number_of_statements(session, make, pair, programme, index):
    def statements():
        seen = []
        session.expire_all()
        subject = queries.of_organisation(pair[0])
        assert subject.profile
        assert not by.is_administrator
        event.listen(session.connection(), "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
        found = queries.counterparts(by, subject, 1)
        for organisation, _ in found.page.items:
            assert organisation.confirmed_tracks is not None
        return len(seen), len(found.page.items)

    by = make.person()
    first, one = statements()
    for _ in range(2):
        make.organisation(country="IL", tracks=(programme.tracks[1],))
    index()
    second, three = statements()
    assert (one, three) == (1, 3)
    assert first == second


def test_a_lead_finds_partners_for_the_project(client, make, pair, programme, index):
    ours, theirs = pair
    project = make.project(state=ProjectState.DRAFT, lead=ours, partners=[], programme=programme)
    project.tracks, project.subtopics = [programme.tracks[1]], [programme.tracks[1].subtopics[0]]
    lead = make.member(ours)
    page = client(lead).get(f"/projects/{project.public_id}/counterparts").get_data(as_text=True)
    assert "Works on a subtopic of the project" in page
    assert f"/projects/{project.public_id}/invitations" in page or f"organisation={theirs.public_id}" in page
    assert client(make.person()).get(f"/projects/{project.public_id}/counterparts").status_code == 404


def test_approved_projects_are_evidence_and_drafts_are_not(client, session, make, pair, programme, index):
    ours, theirs = pair
    done = make.project(state=ProjectState.APPROVED, lead=ours, partners=[theirs], programme=programme)
    done.title = "Adaptive grippers for apples"
    draft = make.project(state=ProjectState.DRAFT, lead=ours, partners=[theirs], programme=programme)
    draft.title = "Secret harvest robots"
    index()
    page = client(make.person()).get(f"/organisations/{ours.public_id}/counterparts").get_data(as_text=True)
    assert "Earlier joint projects of both: \u2068Adaptive grippers for apples\u2069" in page
    assert "Secret harvest" not in page
    ((_, fit),) = queries.counterparts(make.person(), queries.of_organisation(ours), 1).page.items
    assert Evidence.COOPERATION_ON_TOPIC in {reason.evidence for reason in fit.reasons}
    assert fit.score <= 1


def test_partners_of_partners_are_near(make, pair, programme, index):
    ours, theirs = pair
    third = make.organisation(country="JP", name_latin="Third Works KK", tracks=(programme.tracks[1],))
    fourth = make.organisation(country="IL", name_latin="Fourth Works Ltd", tracks=(programme.tracks[1],))
    make.organisation(country="IL", name_latin="Far Works Ltd", tracks=(programme.tracks[1],))
    for lead, partner in ((ours, theirs), (third, theirs), (third, fourth)):
        make.project(state=ProjectState.APPROVED, lead=lead, partners=[partner], programme=programme)
    index()
    found = queries.counterparts(make.person(), queries.of_organisation(ours), 1)
    kinds = {one.name_latin: {reason.evidence for reason in fit.reasons} for one, fit in found.page.items}
    assert Evidence.REACH in kinds["Sample Harvest Ltd"]
    assert Evidence.REACH not in kinds["Far Works Ltd"]


@pytest.fixture
def told_apart(make, programme, index):
    """Two that do the same and have nothing in common but that: no track, no subtopic, no word, no script."""
    ours = make.organisation(country="JP", name_latin="Sample Orchard KK", description="果樹園で働く収穫ロボットの手を作っています。", description_language="ja")
    theirs = make.organisation(
        country="IL", name_latin="Sample Basket Ltd", description="אנו בונים מכונות שקוטפות פירות מהעצים בעדינות.", description_language="he",
    )
    make.organisation(country="IL", name_latin="Sample Ledger Ltd", description="ייעוץ מס והנהלת חשבונות לעסקים קטנים.", description_language="he")
    index()
    meaning.fill()
    return ours, theirs


def test_meaning_finds_counterparts_across_languages(client, make, told_apart):
    ours, _theirs = told_apart
    page = client(make.member(ours)).get(f"/organisations/{ours.public_id}/counterparts").get_data(as_text=True)
    assert "Sample Basket Ltd" in page
    assert "It says much the same in its own words" in page
    assert "שקוטפות פירות" in page
    assert "Sample Ledger Ltd" not in page


def test_without_vectors_counterparts_rest_on_words_and_say_so(app, client, make, told_apart, pair, monkeypatch):
    ours, theirs = pair
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], embeddings=False))
    page = client(make.member(ours)).get(f"/organisations/{ours.public_id}/counterparts").get_data(as_text=True)
    assert "Meaning cannot be compared at present" in page
    assert theirs.name_latin in page


def test_the_same_search_gives_each_reader_what_that_reader_may_see(client, make, programme, index):
    make.organisation(country="JP", name_latin="Sample Open Works", description="Harvest robots.")
    draft = make.organisation(country="JP", name_latin="Sample Draft Works", description="Harvest robots.", state=OrganisationState.DRAFT)
    make.organisation(country="JP", name_latin="Sample Other Works", description="Harvest robots.", state=OrganisationState.DRAFT)
    index()
    officer = make.official(next(party for party in programme.parties if party.country == "JP"), Role.OFFICER)
    shown = {
        reader: client(person).get("/organisations?q=harvest").get_data(as_text=True)
        for reader, person in (("visitor", None), ("member", make.member(draft)), ("officer", officer))
    }
    found = {reader: {name for name in ("Open", "Draft", "Other") if f"Sample {name} Works" in page} for reader, page in shown.items()}
    assert found == {"visitor": {"Open"}, "member": {"Open", "Draft"}, "officer": {"Open", "Draft", "Other"}}
    for reader, names in found.items():
        assert f'role="status">{len(names)} organisation{"s" if len(names) > 1 else ""}</p>' in shown[reader]


def test_new_partners_only(client, make, pair, programme, index):
    ours, theirs = pair
    make.organisation(country="IL", name_latin="Fourth Works Ltd", tracks=(programme.tracks[1],))
    make.project(state=ProjectState.DRAFT, lead=ours, partners=[theirs], programme=programme)
    index()
    tester = client(make.speaker(ours))
    path = f"/organisations/{ours.public_id}/counterparts"

    def found(more=""):
        page = tester.get(f"{path}?{more}").text
        return {name for name in ("Sample Harvest Ltd", "Fourth Works Ltd") if f"{name}</bdi>" in page}, page

    assert found("partners=new")[0] == {"Sample Harvest Ltd", "Fourth Works Ltd"}
    done = make.project(state=ProjectState.APPROVED, lead=ours, partners=[theirs], programme=programme)
    names, page = found("countries=any")
    assert "Sample Harvest Ltd" in names
    assert f'href="{path}?countries=any&amp;partners=new"' in page
    names, page = found("countries=any&partners=new")
    assert names == {"Fourth Works Ltd"}
    assert f'href="{path}?countries=any"' in page
    assert f'href="{path}?partners=new"' in page
    text = {"text": "Harvest robots.", "organisation": ours.public_id}
    assert "Sample Harvest Ltd</bdi>" in tester.send("/counterparts", text).text
    assert "Sample Harvest Ltd</bdi>" not in tester.send("/counterparts", {**text, "new_only": "y"}).text
    assert done.state == ProjectState.APPROVED
