"""Words of imports."""

from app.core.i18n import _l
from app.core.templating import words
from app.organisations.enums import ImportState
from app.organisations.importing.problems import ProblemCode as P

TONES = {
    ImportState.CHECKED: "info", ImportState.QUEUED: "info", ImportState.RUNNING: "info", ImportState.DONE: "good",
    ImportState.FAILED: "bad", ImportState.UNDONE: "neutral",
}

words(
    {
        ImportState.CHECKED: _l("Checked, not imported"),
        ImportState.QUEUED: _l("Waiting"),
        ImportState.RUNNING: _l("Running"),
        ImportState.DONE: _l("Done"),
        ImportState.FAILED: _l("Failed"),
        ImportState.UNDONE: _l("Undone"),
    },
    {
        P.MISSING: _l("This must be given. The row is left out."),
        P.TOO_LONG: _l("This is too long."),
        P.UNSAFE_CHARACTERS: _l("This holds invisible or control characters. The row is left out."),
        P.CHARACTERS_REMOVED: _l("Invisible or control characters were removed."),
        P.UNKNOWN_SCHEME: _l("This kind of official number is not known. The row is left out."),
        P.LENGTH: _l("The official number has too few or too many characters. The row is left out."),
        P.FORMAT: _l("The official number holds characters that do not belong there. The row is left out."),
        P.CHECK_DIGIT: _l("The check digit of the official number does not fit. The row is left out."),
        P.COMPONENT: _l("An official number of this kind does not begin like this. The row is left out."),
        P.CELL_COUNT: _l("The row has more or fewer cells than the heading. It is left out."),
        P.UNKNOWN_COLUMN: _l("This column is not known. It is left out."),
        P.UNKNOWN_SIZE: _l("This size is not known. It is left out."),
        P.UNKNOWN_KIND: _l("This kind of organisation is not known. The row is left out."),
        P.UNKNOWN_TRACK: _l("The programme has no track with this code. It is left out."),
        P.UNKNOWN_LANGUAGE: _l("This is not the code of a language. It is left out."),
        P.UNKNOWN_COUNTRY: _l("This is not the code of a country. The row is left out."),
        P.COUNTRY_NOT_ALLOWED: _l("You may not import organisations of this country. The row is left out."),
        P.NOT_A_WEB_ADDRESS: _l("This is not a web address. It is left out."),
        P.NOT_AN_EMAIL_ADDRESS: _l("This is not an e-mail address. It is left out."),
        P.NOT_A_NUMBER: _l("This is not a number. It is left out."),
        P.NOT_YES_OR_NO: _l("This is neither yes nor no. It is left out."),
        P.SAME_NUMBER: _l("The official number stands in an earlier row too. Both are one organisation."),
        P.KEPT_AS_REGISTERED: _l("The organisation is looked after by its representatives or an authority. It keeps its own entry."),
    },
)
