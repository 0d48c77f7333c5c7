"""Every page, in each language, as each kind of user: found by itself, read by axe-core, in the right direction."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Site
from tests.journeys.site_map import ROLES, SiteMap, chart

pytestmark = pytest.mark.journey

LANGUAGES = ("en", "he", "ja")
WITH_LINK = {"accounts.accept_invitation"}
"""Pages that are shown to the holder of a link in a mail only."""


@pytest.fixture(scope="module")
def charted(site: Site, tmp_path_factory: pytest.TempPathFactory) -> SiteMap:
    """The map of the site."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(chart, site.environment["DATABASE_URL"], tmp_path_factory.mktemp("map")).result()


class Reader:
    """Reads pages in one language, each user in a browser profile of the own, and notes all that is wrong."""

    def __init__(self, browser: Browser, site: Site, language: str, enter: Callable[..., Page]) -> None:
        self.axe, self.language, self.enter = Axe(), language, enter
        self.pages: dict[str, Page] = {}
        self.faults: list[str] = []

    def page_of(self, email: str) -> Page:
        """The browser page of a user."""
        if email not in self.pages:
            self.pages[email] = self.enter(email, self.language)
        return self.pages[email]

    def look(self, email: str, path: str, *, must: bool) -> bool:
        """Read a page; `must` says that this user is known to be given it."""
        page = self.page_of(email)
        answer = page.goto(path)
        found = answer is not None and answer.status == 200 and not answer.request.redirected_from
        if not found:
            if must:
                self.faults.append(f"{path} as {email or 'visitor'}: {answer.status if answer else 'nothing'}")
            return False
        self._judge(page, f"{path} [{self.language}] as {email or 'visitor'}")
        return True

    def _judge(self, page: Page, where: str) -> None:
        root: dict[str, Any] = page.evaluate(
            "() => ({lang: document.documentElement.lang, dir: document.documentElement.dir, h1: document.querySelectorAll('h1').length})"
        )
        wanted = {"lang": self.language, "dir": "rtl" if self.language == "he" else "ltr", "h1": 1}
        if root != wanted:
            self.faults.append(f"{where}: {root}")
        for violation in self.axe.run(page).response["violations"]:
            for node in violation["nodes"]:
                self.faults.append(f"{where}: {violation['id']}: {node['target']} {node['html'][:160]}")


@pytest.fixture
def reader(browser: Browser, site: Site, visitor: Callable[..., Page], sign_in: Callable[..., Page]) -> Callable[[str], Reader]:
    """`reader("he")` reads in a language."""

    def enter(email: str, language: str) -> Page:
        return sign_in(email, language) if email else visitor(language)

    return lambda language: Reader(browser, site, language, enter)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_without_an_object(language: str, role: str, charted: SiteMap, reader: Callable[[str], Reader]) -> None:
    reading = reader(language)
    seen = [address for address in charted.plain.values() if reading.look(ROLES[role], address, must=False)]
    assert "/" in seen
    assert not reading.faults, "\n".join(reading.faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_objects(language: str, charted: SiteMap, reader: Callable[[str], Reader]) -> None:
    reading = reader(language)
    for email, path in charted.objects.values():
        reading.look(email, path, must=True)
    assert not reading.faults, "\n".join(reading.faults)


def test_every_page_is_on_the_map(charted: SiteMap) -> None:
    """No page is missed because nobody in the sample is given it."""
    assert charted.unseen <= WITH_LINK
