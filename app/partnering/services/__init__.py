"""Writes: one function for each thing that a person, or the clock, does."""

from app.partnering.services.bookmarks import count_view, keep_bookmark
from app.partnering.services.checking import ask_for_changes, publish, refuse, score
from app.partnering.services.disclosure import hide_facets
from app.partnering.services.standing import (
    archive_profile,
    expire_profile,
    fulfil_profile,
    pause_profile,
    renew_profile,
    resume_profile,
    run_clock,
    take_down,
)
from app.partnering.services.translating import save_translation
from app.partnering.services.writing import create_profile, drop_revision, save_section, submit_profile

__all__ = [
    "archive_profile", "ask_for_changes", "count_view", "create_profile", "drop_revision", "expire_profile", "fulfil_profile", "hide_facets",
    "keep_bookmark", "pause_profile", "publish", "refuse", "renew_profile", "resume_profile", "run_clock", "save_section", "save_translation",
    "score", "submit_profile", "take_down",
]
