"""Mail: written in the recipient's language, sent by a real server or to a file, and only to who may still see."""

import socket
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from unittest.mock import patch

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from sqlalchemy import select
from structlog.testing import capture_logs

from app.accounts import services
from app.accounts.enums import Role
from app.core import outbox
from app.core.db import now
from app.core.outbox import Owed
from app.notices import delivery
from app.organisations.enums import OrganisationState


class Box(Message):
    """A mail server's store."""

    def __init__(self):
        super().__init__()
        self.received = []

    def handle_message(self, message):
        self.received.append(message_from_bytes(message.as_bytes(), policy=policy.default))


@pytest.fixture
def server(app):
    box = Box()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings = replace(app.config["SETTINGS"], mail_server="127.0.0.1", mail_port=port)
    with patch.dict(app.config, SETTINGS=settings):
        yield box
    controller.stop()


def owe(person, kind="accounts.password_changed", dedup="one", **payload):
    outbox.owe("mail", dedup, {"kind": kind, "person_id": person.id, "data": {}, **payload})


def test_a_real_server_gets_the_mail_with_a_lasting_message_id(server, make, session):
    person = make.person(name="Sample Reader", email="reader@sample.example")
    owe(person)
    assert delivery.send_owed() == 1
    assert delivery.send_owed() == 0
    (mail,) = server.received
    assert mail["To"].addresses[0].addr_spec == "reader@sample.example"
    assert mail["Subject"] == "Your password was changed"
    assert "http://localhost/forgot-password" in mail.get_content()
    session.scalars(select(Owed).where(Owed.dedup == "one")).one().done_at = None
    session.flush()
    assert delivery.send_owed() == 1
    assert [m["Message-ID"] for m in server.received] == [mail["Message-ID"]] * 2


def test_without_a_server_the_mail_is_a_file_that_the_log_names(app, make, session):
    owe(make.person(name="Sample Reader"))
    with capture_logs() as logs:
        delivery.send_owed()
    (file,) = [entry["file"] for entry in logs if entry["event"] == "mail.written"]
    assert file.startswith(str(app.config["SETTINGS"].instance / "mail"))
    mail = message_from_bytes(Path(file).read_bytes(), policy=policy.default)
    assert mail["Subject"] == "Your password was changed"
    assert mail.get_content().startswith("Dear Sample Reader,")


def test_a_server_that_is_away_leaves_the_mail_owed(app, make, session):
    settings = replace(app.config["SETTINGS"], mail_server="127.0.0.1", mail_port=1)
    owe(make.person())
    with patch.dict(app.config, SETTINGS=settings):
        assert delivery.send_owed() == 0
    row = session.scalars(select(Owed)).one()
    assert row.done_at is None
    assert row.attempts == 1
    assert row.due_at > now()


@pytest.mark.parametrize("name", ["Sample\r\nBcc: other@sample.example", "a@b, <c@d.example>", '"; x', "山田 太郎", "דוגמה"])
def test_no_name_adds_a_header(server, make, session, name):
    owe(make.person(name=name, email="reader@sample.example"))
    assert delivery.send_owed() == 1
    (mail,) = server.received
    assert mail["Bcc"] is None
    assert [a.addr_spec for a in mail["To"].addresses] == ["reader@sample.example"]
    assert set(mail.keys()) >= {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language"}


def test_who_may_not_see_the_organisation_any_more_gets_nothing(server, make, session):
    draft = make.organisation(state=OrganisationState.DRAFT)
    member, former = make.member(draft), make.member(draft)
    for person in (member, former):
        owe(person, "organisation.declare", f"mail:{person.id}", subject="organisation", subject_id=draft.id)
    former.memberships[0].ended_at = now()
    session.flush()
    with capture_logs() as logs:
        assert delivery.send_owed() == 2
    (mail,) = server.received
    assert mail["To"].addresses[0].addr_spec == member.email
    assert draft.name in mail["Subject"]
    assert [entry["reason"] for entry in logs if entry["event"] == "mail.dropped"] == ["the person may not see it any more"]


def test_closed_and_unconfirmed_accounts_get_nothing(server, make, session):
    for dedup, values in (("a", {"disabled_at": now()}), ("b", {"confirmed_at": None})):
        owe(make.person(**values), dedup=dedup)
    assert delivery.send_owed() == 2
    assert server.received == []


def test_the_token_leaves_the_database_with_the_mail_and_only_sealed(server, make, session):
    organisation = make.organisation()
    inviter = make.member(organisation, Role.SIGNATORY)
    services.invite(organisation, email="new@sample.example", role=Role.MEMBER, by=inviter)
    row = session.scalars(select(Owed).where(Owed.topic == "mail")).one()
    token = row.payload["token"]
    assert delivery.send_owed() == 1
    session.refresh(row)
    assert token not in str(row.payload)
    (mail,) = server.received
    assert organisation.name in mail.get_content()
    assert f"http://localhost/invitation?token={token}." in mail.get_content()


def test_a_withdrawn_invitation_is_not_sent(server, make, session):
    organisation = make.organisation()
    inviter = make.member(organisation, Role.SIGNATORY)
    invitation = services.invite(organisation, email="new@sample.example", role=Role.MEMBER, by=inviter)
    services.withdraw_invitation(invitation, by=inviter)
    assert delivery.send_owed() == 1
    assert server.received == []
