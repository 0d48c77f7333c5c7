"""What threads hang on, in words."""

from app.core.i18n import _l
from app.messages.enums import SubjectKind

KINDS = {SubjectKind.INTRODUCTION: _l("Introduction"), SubjectKind.MEETING: _l("Meeting"), SubjectKind.PROJECT: _l("Project")}
