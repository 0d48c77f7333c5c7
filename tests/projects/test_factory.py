"""Every state can be reached by the real services."""

import pytest

from app.projects.enums import ProjectState


@pytest.mark.parametrize("state", list(ProjectState))
def test_every_state_is_made(make, state):
    assert make.project(state=state).state == state
