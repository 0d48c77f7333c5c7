"""Forms about counterparts."""

from typing import Any

from app.core.forms import Form, RadioField, Required, paragraphs
from app.core.i18n import _l
from app.core.once import Once
from app.core.templating import label
from app.matching.enums import AsideReason


class AsideForm(Once, Form):
    """Why a counterpart is set aside."""

    reason = RadioField(_l("Why is this nothing for you?"), validators=[Required(_l("Choose a reason."))])
    note = paragraphs(_l("Note"), maximum=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [(str(reason), label(reason)) for reason in AsideReason]
