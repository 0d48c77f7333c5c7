"""The kinds of event that concern people and roles. No name and no address stands in an event: people appear by key."""

from app.core.events import define
from app.core.i18n import _l

define("person.register", _l("signed up"))
define("person.confirm_email", _l("confirmed the e-mail address"))
define("person.sign_in", _l("signed in"))
define("person.sign_out", _l("signed out"))
define("person.end_session", _l("ended a session"), "session")
define("person.change_password", _l("changed the password"))
define("person.ask_for_reset", _l("asked for a new password"))
define("person.reset_password", _l("set a new password"))
define("person.update", _l("changed own account details"), "fields")
define("person.disable", _l("closed the account"))
define("person.enable", _l("reopened the account"))
define("role.grant", _l("gave a role"), "role", "person")
define("role.end", _l("ended a role"), "role", "person")
define("invitation.send", _l("invited a person"), "role", "invitation")
define("invitation.withdraw", _l("withdrew an invitation"), "role", "invitation")
define("invitation.accept", _l("accepted an invitation"), "role", "invitation")
define("invitation.decline", _l("declined an invitation"), "role", "invitation")
define("invitation.lapse", _l("let an invitation lapse"), "role", "invitation")
