"""Parsing and wording of what people type about profiles."""

from app.partnering.forms.checking import CheckForm, FulfilForm, KeepForm, ReasonForm
from app.partnering.forms.sections import (
    FORMS,
    AnonymityForm,
    CooperationForm,
    DescriptionForm,
    NewProfileForm,
    ReachForm,
    SectionForm,
    SummaryForm,
    TechnologyForm,
)
from app.partnering.forms.translation import TranslationForm

__all__ = [
    "FORMS", "AnonymityForm", "CheckForm", "CooperationForm", "DescriptionForm", "FulfilForm", "KeepForm", "NewProfileForm", "ReachForm",
    "ReasonForm", "SectionForm", "SummaryForm", "TechnologyForm", "TranslationForm",
]
