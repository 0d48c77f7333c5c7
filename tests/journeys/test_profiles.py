"""A partnering profile from its first words to its readers: created, submitted, handed back, submitted again, published, read.

Once in the owner's name, once anonymously; the owner reads Japanese, the reader in the other country Hebrew, the officer Japanese.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.pages import expect_language, fill, follow, in_words, key_in, send, tick

pytestmark = pytest.mark.journey

OWNER, OFFICER, READER = "hana@mihon.example", "officer.jp@meti.example", "dana@dugma.example"
NAME = "Mihon Robotics"
SUMMARY = "A gripper that takes soft fruit off the plant without bruising it, for growers who try it in a greenhouse."
TEXT = "Three fingers of silicone, each with its own sensor of pressure. It was tried on tomatoes and on strawberries for a season."
CRITERIA = ("clarity", "substance", "partner", "fairness")


def write(owner: Page, title: str, named: str, description: str) -> str:
    """Begin a profile and fill in its sections; gives its key."""
    owner.goto("/profiles")
    follow(owner, "/profiles/new")
    tick(owner, "kind", "offer")
    fill(owner, title=title)
    owner.select_option("main [name=language]", "en")
    tick(owner, "named", named)
    send(owner)
    key = key_in(owner.url)
    follow(owner, f"/profiles/{key}/summary")
    fill(owner, summary=SUMMARY)
    send(owner)
    describe(owner, key, description)
    follow(owner, f"/profiles/{key}/technology")
    tick(owner, "tracks", "RO")
    tick(owner, "subtopics", "RO-04")
    owner.select_option("main [name=trl]", "6")
    owner.select_option("main [name=stage]", "prototype")
    tick(owner, "rights", "patent_applied")
    send(owner)
    follow(owner, f"/profiles/{key}/cooperation")
    tick(owner, "collaboration", "poc_pilot")
    fill(owner, partner_role="A grower or a packing house that lends a greenhouse for a season.")
    send(owner)
    return key


def describe(owner: Page, key: str, description: str) -> None:
    """Write the description."""
    follow(owner, f"/profiles/{key}/description")
    fill(owner, description=description, advantages="It bruises fewer than one fruit in a hundred.")
    send(owner)


def submit(owner: Page, key: str) -> None:
    """Hand the profile over to the check."""
    owner.goto(f"/profiles/{key}")
    follow(owner, f"/profiles/{key}/submit")
    send(owner)


def check(officer: Page, key: str, outcome: str, score: str = "5", comment: str = "") -> None:
    """Score every criterion, and say what shall happen."""
    officer.goto("/profiles/checks")
    follow(officer, f"/profiles/{key}/check")
    for criterion in CRITERIA:
        tick(officer, f"score_{criterion}", score)
    fill(officer, comment=comment)
    tick(officer, "outcome", outcome)
    send(officer)


def test_a_profile_is_changed_as_the_check_asks_and_read(sign_in: Callable[..., Page], visitor: Callable[..., Page]) -> None:
    owner, officer, reader = sign_in(OWNER, "ja"), sign_in(OFFICER, "ja"), sign_in(READER, "he")
    title, better = "Journey of a gripper", "Journey of a gripper for fruit"
    key = write(owner, title, "named", TEXT)
    submit(owner, key)
    check(officer, key, "ask_for_changes", "2", "Say for which fruit.")
    assert reader.goto(f"/profiles/{key}").status == 404
    owner.goto(f"/profiles/{key}")
    expect(owner.locator("main")).to_contain_text("Say for which fruit.")
    expect(owner.locator("main .tag").first).to_have_text(in_words("Changes requested", "ja"))
    follow(owner, f"/profiles/{key}/summary")
    fill(owner, title=better)
    send(owner)
    submit(owner, key)
    check(officer, key, "publish")

    reader.goto("/profiles?q=gripper")
    follow(reader, f"/profiles/{key}")
    expect_language(reader, "he")
    expect(reader.locator("main h1")).to_contain_text(better)
    expect(reader.locator("main")).to_contain_text(NAME)
    send(reader, f"main form[action$='/profiles/{key}/bookmark']")
    reader.goto("/profiles/bookmarks")
    expect(reader.locator(f"main a[href$='/profiles/{key}']")).to_have_count(1)
    public = visitor("en")
    public.goto(f"/profiles/{key}")
    expect(public.locator("main")).to_contain_text(NAME)
    owner.goto(f"/profiles/{key}/versions")
    expect(owner.locator("main h2")).to_have_count(2)
    expect(owner.locator("#version-2")).to_contain_text(better)


def test_an_anonymous_profile_is_read_without_its_owner(sign_in: Callable[..., Page], visitor: Callable[..., Page]) -> None:
    owner, officer, reader = sign_in(OWNER, "ja"), sign_in(OFFICER, "ja"), sign_in(READER, "he")
    key = write(owner, "Journey of an unnamed hand", "anonymous", f"{TEXT} Made by {NAME}.")
    follow(owner, f"/profiles/{key}/submit")
    expect(owner.locator("main mark")).to_contain_text([NAME])
    expect(owner.locator("main form[method=post]")).to_have_count(0)
    owner.goto(f"/profiles/{key}")
    describe(owner, key, TEXT)
    submit(owner, key)
    officer.goto(f"/profiles/{key}")
    expect(officer.locator("main")).to_contain_text("見本ロボティクス")
    check(officer, key, "publish")
    for page in (reader, visitor("en")):
        page.goto("/profiles?q=unnamed")
        follow(page, f"/profiles/{key}")
        expect(page.locator("main h1")).to_contain_text("Journey of an unnamed hand")
        content = page.content().lower()
        for secret in ("mihon", "見本", "ミホン", "千代田"):
            assert secret not in content, secret
