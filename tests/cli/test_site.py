"""`flask site run`: what `make run` starts, on a port of choice."""

import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from config import ROOT
from tests.conftest import drop_database, free_port, new_database

SECONDS = 60
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A site without sample data; gives its address."""
    name, port = f"site_{uuid.uuid4().hex[:8]}", free_port()
    environment = {**os.environ, "DATABASE_URL": new_database(name), "MUSUBI_INSTANCE": str(tmp_path), "MAIL_SERVER": "", "MUSUBI_PRODUCTION": ""}
    environment.pop("BASE_URL", None)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "site", "run", "--port", str(port), "--workers", "1", "--no-sample"]
    with (tmp_path / "log").open("wb") as log:
        running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            within(lambda: "Musubi is running" in (tmp_path / "log").read_text())
            yield f"http://127.0.0.1:{port}"
        finally:
            running.send_signal(signal.SIGTERM)
            ended = running.wait(SECONDS)
            drop_database(name)
    assert ended == 0, "the site did not stop in order"


def within(happened):
    deadline = time.monotonic() + SECONDS
    while not (found := happened()):
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.2)
    return found


def test_mails_link_to_the_address_that_is_served(site: str, tmp_path: Path) -> None:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{site}/sign-up").read().decode()
    form = {"csrf_token": TOKEN.search(page).group(1), "name": "Sample Newcomer", "email": "new@sample.example",
            "password": "a long password for tests", "language": "en", "time_zone": "Asia/Tokyo"}
    browser.open(f"{site}/sign-up", urlencode(form).encode())
    mail = within(lambda: next(iter((tmp_path / "mail").glob("*.eml")), None) if (tmp_path / "mail").exists() else None)
    assert f"{site}/" in mail.read_text().replace("=\n", "")
