"""A whole site for the journeys: server, worker and database of their own, and a real Chromium."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import create_engine, text

from app.core.embedded import driver_url
from config import ROOT
from tests.browser import ARGUMENTS, find_chromium
from tests.conftest import drop_database, free_port, new_database

PASSWORD = "a long password for journeys"
START_SECONDS = 60
CSP = "Content Security Policy"


@dataclass
class Site:
    """A running site: its address, the folder of its mails, and its database for commands."""

    url: str
    mail: Path
    environment: dict[str, str]

    def flask(self, *arguments: str) -> str:
        """Run a command of the application on the site's database."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def mail_to(self, address: str, pattern: str, *, seconds: float = 20) -> str:
        """The first link that matches in a mail to the address, once the worker has written it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for path in sorted(self.mail.glob("*.eml"), reverse=True):
                letter = (
                    path.read_bytes().replace(b"=\r\n", b"").replace(b"=\n", b"").decode("utf-8", "replace").replace("=3D", "=")
                )
                found = re.search(pattern, letter)
                if address in letter and found:
                    return found.group(0)
            time.sleep(0.2)
        raise AssertionError(f"no mail to {address} with {pattern}; there are {[p.name for p in self.mail.glob('*')]}")


def _wait_until_ready(url: str, children: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert all(child.poll() is None for child in children), "the server or the worker ended"
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the site did not become ready")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with the sample data, server and worker as `make run` starts them."""
    name, port, instance = f"journeys_{uuid.uuid4().hex[:8]}", free_port(), tmp_path_factory.mktemp("site")
    environment = {
        **os.environ,
        "DATABASE_URL": new_database(name),
        "MUSUBI_INSTANCE": str(instance),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "MAIL_SERVER": "",
        "MUSUBI_PRODUCTION": "",
        "OMP_NUM_THREADS": "1",
    }
    running = Site(f"http://127.0.0.1:{port}", instance / "mail", environment)
    running.flask("database", "upgrade")
    running.flask("sample", "load")
    serve = [
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        "1",
        "--blocking-threads",
        "4",
        "wsgi:app",
    ]
    log = (instance / "log").open("wb")
    children = [
        subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        for command in (serve, ["flask", "--app", "wsgi", "worker", "run"])
    ]
    try:
        _wait_until_ready(running.url, children)
        yield running
    finally:
        for child in children:
            os.killpg(child.pid, signal.SIGTERM)
        for child in children:
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        log.close()
        drop_database(name)


@pytest.fixture
def run(site: Site) -> Callable[..., object]:
    """`run(statement, key=…)` runs a statement on the site's database, as when time has passed; gives the first value."""

    def execute(statement: str, **values: str) -> object:
        engine = create_engine(driver_url(site.environment["DATABASE_URL"]))
        with engine.begin() as connection:
            found = connection.execute(text(statement), values)
            value = found.scalar() if found.returns_rows else None
        engine.dispose()
        return value

    return execute


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; a test run without one deselects journeys and says so."""
    path = find_chromium()
    assert path, "no Chromium was found; run the tests with -m 'not journey', or install one: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """`visitor("ja")` opens a fresh browser profile in a language; script errors and refused resources fail the test."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_profile(language: str = "en", **options: object) -> Page:
        wanted = {"viewport": {"width": 1280, "height": 900}, **options}
        context = browser.new_context(base_url=site.url, locale=language, **wanted)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: script error: {error}"))
        page.on("console", lambda message: troubles.append(f"{page.url}: {message.text}") if CSP in message.text else None)
        page.goto(f"/?lang={language}")
        return page

    yield open_profile
    for context in contexts:
        context.close()
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def sign_in(visitor: Callable[..., Page]) -> Callable[..., Page]:
    """`sign_in(email, language, **options)` gives the page of a demonstration account that has signed in."""
    from app.cli.sample import PASSWORD as DEMONSTRATION_PASSWORD

    def enter(email: str, language: str = "en", **options: object) -> Page:
        page = visitor(language, **options)
        page.goto("/sign-in")
        page.fill("[name=email]", email)
        page.fill("[name=password]", DEMONSTRATION_PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    return enter
