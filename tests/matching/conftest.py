"""What the tests of matching share."""

import pytest
from sqlalchemy import select

from app.matching import indexing
from app.organisations.models import Organisation


@pytest.fixture
def index(session):
    """Index every organisation there is."""

    def index():
        session.flush()
        indexing.index_organisations(session.scalars(select(Organisation.id)))

    return index
