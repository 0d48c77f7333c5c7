"""What administrators and coordinators do to programmes. Each change is one event of the programme."""

from app.programmes.services.calls import add_call, edit_call, set_rate
from app.programmes.services.programmes import edit_programme
from app.programmes.services.taxonomy import (
    add_subtopic,
    add_track,
    edit_subtopic,
    edit_track,
    merge_subtopic,
    move_track,
    restore_subtopic,
    restore_track,
    retire_subtopic,
    retire_track,
)

__all__ = [
    "add_call", "add_subtopic", "add_track", "edit_call", "edit_programme", "edit_subtopic", "edit_track", "merge_subtopic",
    "move_track", "restore_subtopic", "restore_track", "retire_subtopic", "retire_track", "set_rate",
]
