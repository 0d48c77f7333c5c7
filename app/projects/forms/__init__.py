"""Parsing and wording of what people type about a project."""

from app.projects.forms.money import MoneyField
from app.projects.forms.partners import AnswerForm, BudgetForm, ConsortiumForm, InviteForm
from app.projects.forms.progress import AnswerInformationForm, CommitForm, CopyForm, IntroducedForm, ObjectForm, ReasonForm
from app.projects.forms.sections import (
    IntellectualPropertyForm,
    NewProjectForm,
    ScheduleForm,
    SensitiveTechnologyForm,
    SummaryForm,
    TracksForm,
)

__all__ = [
    "AnswerForm", "AnswerInformationForm", "BudgetForm", "CommitForm", "ConsortiumForm", "CopyForm", "IntellectualPropertyForm", "IntroducedForm",
    "InviteForm", "MoneyField", "NewProjectForm", "ObjectForm", "ReasonForm", "ScheduleForm", "SensitiveTechnologyForm", "SummaryForm", "TracksForm",
]
