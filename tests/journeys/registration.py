"""From a newcomer to a verified organisation."""

from dataclasses import dataclass

from babel import Locale
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PASSWORD, Site
from tests.journeys.pages import act, expect_language, fill, follow, key_in, link, send, tick

TRACK = "RO"


@dataclass(frozen=True)
class Newcomer:
    """A person and the fictional organisation that is registered; the numbers only pass the check digit."""

    language: str
    name: str
    email: str
    country: str
    number: str
    names: dict[str, str]
    address: dict[str, str]
    description: str
    name_language: str


NEWCOMERS = {
    "en": Newcomer(
        "en",
        "Noa Newcomer",
        "noa@arava.example",
        "IL",
        "519990030",
        {"name_native": 'ערבה מסועים בע"מ', "name_latin": "Arava Conveyors Ltd."},
        {"street": "Example Road 7", "city": "Eilat", "postal_code": "8800001"},
        "A fictional maker of conveyors with soft grippers that sort fragile goods without damage in packing houses.",
        "he",
    ),
    "he": Newcomer(
        "he",
        "נועם ניסיון",
        "noam@galil.example",
        "IL",
        "519990048",
        {"name_native": 'גליל זרועות בע"מ', "name_latin": "Galil Arms Robotics Ltd."},
        {"street": "רחוב הניסיון 12", "city": "כרמיאל", "postal_code": "2160001"},
        "חברה בדיונית המפתחת זרועות רובוטיות קלות לעבודה בטוחה לצד אנשים בקווי ייצור קטנים ובמחסנים.",
        "he",
    ),
    "ja": Newcomer(
        "ja",
        "試験 花子",
        "hanako@shiken.example",
        "JP",
        "4999901000004",
        {"name_native": "しけん搬送株式会社", "name_latin": "Shiken Transport Robots Co., Ltd.", "name_kana": "シケンハンソウ"},
        {"postal_code": "980-0001", "region": "宮城県", "city": "仙台市", "street": "試験町9-8-7"},
        "倉庫の中で荷物を運ぶ小型ロボットと、その運行を調整するソフトウェアを開発する架空の会社です。人と同じ通路を安全に走ります。",
        "ja",
    ),
}


def sign_up(page: Page, site: Site, *, name: str, email: str) -> None:
    """Open an account, and confirm its address by the link in the mail."""
    page.goto("/sign-up")
    fill(page, name=name, email=email, password=PASSWORD)
    send(page)
    assert page.url.endswith("/mail-sent")
    page.goto(site.mail_to(email, rf"{site.url}/confirm-email\?token=[\w.-]+"))
    fill(page, password=PASSWORD)
    send(page)
    assert page.url.endswith("/work")


def start(page: Page, newcomer: Newcomer) -> str:
    """The first page of a registration; gives the key of the organisation."""
    page.goto("/work")
    follow(page, "/organisations/new")
    tick(page, "kind", "company")
    page.select_option("main [name=country]", newcomer.country)
    fill(page, **newcomer.names, number=newcomer.number)
    page.select_option("main [name=name_native_language]", newcomer.name_language)
    page.select_option("main [name=number_scheme]", f"{newcomer.country.lower()}.{'cn' if newcomer.country == 'JP' else 'hp'}")
    send(page)
    assert page.url.endswith("/edit")
    return key_in(page.url)


def complete(page: Page, newcomer: Newcomer) -> None:
    """Fill in the other parts of the task list."""
    follow(page, "/edit/contact")
    fill(page, **newcomer.address, contact_name=newcomer.name, contact_email=newcomer.email)
    send(page)
    follow(page, "/edit/description")
    fill(page, description=newcomer.description)
    page.select_option("main [name=description_language]", newcomer.language)
    page.select_option("main [name=size_band]", "11-50")
    send(page)
    follow(page, "/edit/tracks")
    choose_track(page)
    send(page)


def choose_track(page: Page) -> None:
    """Robotics, and its first subtopic; the choices stand in the programme's order."""
    tick(page, "tracks")
    tick(page, "subtopics")


def declare(page: Page) -> None:
    """Look at the check page, which misses nothing, and declare."""
    follow(page, "/check")
    expect(page.locator("main .notice.tone-warn")).to_have_count(0)
    act(page, "declare")
    assert page.url.endswith("/declared")


def register(page: Page, site: Site, newcomer: Newcomer) -> str:
    """The whole way of a newcomer to the declaration; gives the key of the organisation."""
    expect_language(page, newcomer.language)
    sign_up(page, site, name=newcomer.name, email=newcomer.email)
    expect_language(page, newcomer.language)
    key = start(page, newcomer)
    complete(page, newcomer)
    declare(page)
    expect_language(page, newcomer.language)
    return key


def verify(officer: Page, key: str) -> None:
    """The officer of the own country finds it in the queue, takes it up and verifies it."""
    officer.goto("/verification")
    follow(officer, f"/organisations/{key}")
    act(officer, "take-up")
    if not officer.url.endswith("/verify"):
        follow(officer, "/verify")
    fill(officer, evidence="Extract of the company register and identity of the signatory, both seen today.")
    send(officer, "main form:has([name=evidence])")
    officer.goto(f"/organisations/{key}")
    expect(officer.locator(".heading .tag")).to_have_class("tag tone-good")


def find_counterpart(page: Page, key: str, other_country: str, language: str) -> str:
    """The counterparts page shows an organisation of the other country with a reason; gives its key."""
    page.goto(f"/organisations/{key}")
    follow(page, "/counterparts")
    card = page.locator("main .card").first
    expect(card).to_contain_text(Locale(language).territories[other_country])
    expect(card.locator("ul li").first).not_to_be_empty()
    page_of_it = card.locator("a[href*='/organisations/']").first
    with page.expect_navigation():
        page_of_it.click()
    assert link(page, "/counterparts").count() >= 1
    return key_in(page.url)
