"""Messages of introductions survive the way back to the older schema and forth; what it has no place for goes."""

from alembic import command
from sqlalchemy import text

from app.core import transaction
from app.core.health import alembic_config
from app.extensions import db
from app.messages.enums import Audience as A
from app.messages.services import mark_read, send_message
from app.partnering.enums import IntroductionState, MeetingState
from tests import factories
from tests.conftest import committed_application
from tests.documents.files import PDF

KEPT = """
    SELECT message.id, message.introduction_id, organisation_id, audience, message.text, message.written_by_id FROM message
    WHERE message.introduction_id IS NOT NULL ORDER BY message.id
"""
SIDES = "SELECT side, audience, text FROM introduction_message ORDER BY id"


def rows(statement):
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_back_and_forth(app):
    with committed_application(app) as live, live.app_context():
        with transaction.unit():
            make = factories.collect(db.session)
            introduction = make.introduction(IntroductionState.QUESTION)
            talks = make.introduction(IntroductionState.IN_TALKS)
            asker, owner, broker = make.asker(talks), make.owner(talks), make.broker(talks)
            message = send_message(talks, text="To us", by=asker, audience=A.OWN_SIDE, attached=[(PDF, "plan.pdf")])
            send_message(talks, text="To you", by=owner)
            send_message(talks, text="To all", by=owner, audience=A.WITH_OFFICERS)
            last = send_message(talks, text="From an office", by=broker, audience=A.WITH_OFFICERS)
            mark_read(talks, until=last.created_at, by=asker)
            meeting = make.meeting(MeetingState.REQUESTED, introduction=talks)
            send_message(meeting, text="On a meeting", by=asker, attached=[(PDF, "plan.pdf")])
            mark_read(meeting, until=last.created_at, by=owner)
            assert introduction.questioning
            assert message.id < last.id
        before, read = rows(KEPT), rows("SELECT introduction_id, person_id, message_id FROM message_reading WHERE introduction_id IS NOT NULL")
        db.session.close()
        db.engine.dispose()
        command.downgrade(alembic_config(), "0015")
        assert rows(SIDES)[1:] == [
            ("asker", "own_side", "To us"), ("owner", "both_sides", "To you"), ("owner", "with_officers", "To all"),
            (None, "with_officers", "From an office"),
        ]
        assert rows(SIDES)[0][:2] == ("owner", None)
        assert len(rows("SELECT id FROM introduction_attachment")) == 1
        assert rows("SELECT introduction_id, person_id, message_id FROM introduction_reading") == read
        kinds = "SELECT DISTINCT payload ->> 'kind', payload ->> 'subject' FROM outbox WHERE payload ->> 'kind' LIKE '%message%'"
        assert rows(kinds) == [("introduction.new_message", "introduction_message")]
        command.upgrade(alembic_config(), "head")
        assert rows(KEPT) == before
        assert rows("SELECT introduction_id, person_id, message_id FROM message_reading") == read
        assert rows(kinds) == [("message.new", "message")]
