"""The kinds of event that concern imports."""

from app.core.events import define
from app.core.i18n import _l

define("registry_import.start", _l("started an import"), "format", "digest")
define(
    "registry_import.done", _l("imported a register"), "rows", "created", "updated", "unchanged", "merged", "rejected",
)
define("registry_import.suggest_tracks", _l("judged the suggested tracks of an import"), "added", "refined", "withdrawn")
define("registry_import.undo", _l("undid an import"), "deleted", "restored")
