"""Handing a mail over: to the mail server of the settings, or, with none, to a file under `instance/mail`."""

import os
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path

import structlog
from flask import current_app

from config import Settings

log = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 20


def send(message: EmailMessage, *, name: str) -> None:
    """Send a mail, or write it to `<name>.eml` and log the file.

    :raises OSError: the mail server does not answer or refuses (`smtplib.SMTPException` is one); the mail stays owed.
    """
    settings: Settings = current_app.config["SETTINGS"]
    if settings.mail_server:
        _over_smtp(message, settings)
        log.info("mail.sent", message_id=message["Message-ID"])
    else:
        file = _to_file(message, settings.instance / "mail", name)
        log.info("mail.written", file=str(file), message_id=message["Message-ID"])


def _over_smtp(message: EmailMessage, settings: Settings) -> None:
    with smtplib.SMTP(settings.mail_server, settings.mail_port, timeout=TIMEOUT_SECONDS) as server:
        if settings.mail_starttls:
            server.starttls(context=ssl.create_default_context())
        if settings.mail_user:
            server.login(settings.mail_user, settings.mail_password)
        server.send_message(message)


def _to_file(message: EmailMessage, folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.eml"
    part = file.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(message.as_bytes())
    part.replace(file)
    return file
