"""Writes: one function for each thing that a person, or the clock, does to a project."""

from app.projects.entries import BudgetEntry, TasksEntry
from app.projects.services.commitment import commit_to_version, lock_project, object_to_version, revise_project
from app.projects.services.consortium import answer_invitation, invite_partner, remove_partner, withdraw_partner
from app.projects.services.information import answer_information, ask_information, time_out_information
from app.projects.services.introduced import register_introduced
from app.projects.services.registration import copy_project, create_project, withdraw_project
from app.projects.services.sections import (
    save_budget,
    save_consortium,
    save_intellectual_property,
    save_schedule,
    save_sensitive_technology,
    save_summary,
    save_tracks,
)
from app.projects.services.time import run_clock
from app.projects.services.trials import link_trial

__all__ = [
    "BudgetEntry", "TasksEntry", "answer_information", "answer_invitation", "ask_information", "commit_to_version", "copy_project",
    "create_project", "invite_partner", "link_trial", "lock_project", "object_to_version", "register_introduced", "remove_partner", "revise_project",
    "run_clock", "save_budget", "save_consortium", "save_intellectual_property", "save_schedule", "save_sensitive_technology", "save_summary",
    "save_tracks", "time_out_information", "withdraw_partner", "withdraw_project",
]
