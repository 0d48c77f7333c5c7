"""The text of a mail: a template in the recipient's language, and headers that nothing typed can break."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale

from app.accounts.sealing import seal
from app.core.events import CATALOGUE
from app.core.i18n import DEFAULT_LANGUAGE, LANGUAGES
from app.notices.recipients import Recipient

GENERIC = "emails/transition.txt"
KEY_LENGTH = 32


def link(endpoint: str, **values: Any) -> str:
    """An address for a mail; its host is that of the settings, never that of a request."""
    base = urlsplit(current_app.config["SETTINGS"].base_url)
    adapter = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)


def key_of(dedup: str) -> str:
    """A mail's lasting key: the same promise has the same, however often it is sent."""
    return hashlib.sha256(dedup.encode()).hexdigest()[:KEY_LENGTH]


def compose(
    kind: str, recipient: Recipient, data: Mapping[str, Any], *, dedup: str, owed_at: datetime, calendar: Mapping[str, str] | None = None,
) -> EmailMessage:
    """The mail of a kind: the first line of its template is the subject, the rest the body.

    `calendar`, an iCalendar text with its `method`, goes along as the same message for calendar programs.

    Its `Message-ID` and date come from the promise, so that a mail sent twice after a crash is known to be one.
    """
    language = recipient.language if recipient.language in LANGUAGES else DEFAULT_LANGUAGE
    subject, body = _render(kind, recipient, data, language)
    sender_name, sender = parseaddr(current_app.config["SETTINGS"].mail_sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_one_line(sender_name), addr_spec=sender)
    message["To"] = Address(_one_line(recipient.name), addr_spec=recipient.email)
    message["Subject"] = _one_line(subject)
    message["Date"] = format_datetime(owed_at)
    message["Message-ID"] = f"<{key_of(dedup)}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body, cte="7bit" if body.isascii() else "8bit")
    if calendar is not None:
        message.add_alternative(calendar["text"], subtype="calendar", cte="base64", params={"method": calendar["method"]})
    message["Content-Language"] = language
    return message


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _render(kind: str, recipient: Recipient, data: Mapping[str, Any], language: str) -> tuple[str, str]:
    names = [f"emails/{kind}.txt", *([GENERIC] if "subject" in recipient.facts else [])]
    with current_app.test_request_context(), force_locale(language):
        template = current_app.jinja_env.select_template(names)
        if "due" in data:
            data = {**data, "due": datetime.fromisoformat(data["due"])}
        step = CATALOGUE[kind].wording if kind in CATALOGUE else ""
        site = current_app.config["SETTINGS"].base_url
        tools = {"recipient": recipient, "data": data, "link": link, "seal": seal, "site": site, "step": str(step)}
        text = template.render({**recipient.facts, **tools})
    subject, _break, body = text.strip().partition("\n")
    return subject, body.strip() + "\n"
