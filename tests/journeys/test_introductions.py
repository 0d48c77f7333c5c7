"""An anonymous offer and somebody who is interested: asked, questioned, accepted, named, bound to confidentiality, documents, a meeting,
a joint project; and one that is declined, and one that lapses. The asker reads Hebrew, the owner Japanese.
"""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.meeting import meet
from tests.journeys.pages import act, expect_language, fill, follow, in_words, key_in, send, tick
from tests.journeys.test_profiles import TEXT, check, submit, write

pytestmark = pytest.mark.journey

OWNER, OWNERS_OFFICER, ASKER, BROKER = "hana@mihon.example", "officer.jp@meti.example", "dana@dugma.example", "officer.il@moei.example"
OWNER_NAMES, ASKER_NAMES = ("mihon", "見本", "ミホン", "千代田"), ("dugma", "דוגמה")
ANSWERS = {
    "why": "We pack strawberries for three regions and want to pick them without hands in the cold season.",
    "brings": "Two greenhouses of one hectare, a crew that has tried other grippers, and the wages of one engineer.",
    "seeks": "A gripper to try for one season, with somebody who sets it up.",
    "timing": "From March.",
}
LONGEST_WAIT = 100
DRAWING = {"name": "gripper.txt", "mimeType": "text/plain", "buffer": b"Three fingers of silicone, 80 grams each.\n"}
LATE = "UPDATE introduction SET due_at = now() - interval '1 minute' WHERE public_id = :key"
DAYS = {"starts_on": 0, "ends_on": 20, "decide_by": 30}


@pytest.fixture
def scene(sign_in: Callable[..., Page]) -> dict[str, Page]:
    """Who takes part, each with a browser of their own."""
    return {
        "owner": sign_in(OWNER, "ja"), "officer": sign_in(OWNERS_OFFICER, "ja"), "asker": sign_in(ASKER, "he"), "broker": sign_in(BROKER, "he"),
    }


def offer(scene: dict[str, Page], title: str) -> str:
    """Publish an anonymous offer; gives its key."""
    key = write(scene["owner"], title, "anonymous", TEXT)
    submit(scene["owner"], key)
    check(scene["officer"], key, "publish")
    return key


def ask(scene: dict[str, Page], title: str) -> str:
    """Express interest in a new anonymous offer, and let the broker forward it; gives the key of the introduction."""
    profile, asker, broker = offer(scene, title), scene["asker"], scene["broker"]
    asker.goto(f"/profiles/{profile}")
    follow(asker, f"/profiles/{profile}/interest")
    expect_language(asker, "he")
    fill(asker, **ANSWERS)
    send(asker)
    key = key_in(asker.url)
    act(asker, "send")
    broker.goto("/introductions/screening")
    follow(broker, f"/introductions/{key}/screen")
    tick(broker, "outcome", "forward")
    send(broker)
    return key


def says_nothing_of(page: Page, key: str, names: tuple[str, ...]) -> None:
    """Neither the page of the introduction nor its rows in lists name the other side."""
    for path in ("/introductions", "/introductions?box=sent", "/work", f"/introductions/{key}"):
        page.goto(path)
        found = page.locator("main") if path.endswith(key) else page.locator("main tr", has=page.locator(f"a[href$='/introductions/{key}']"))
        shown = " ".join(part.lower() for part in found.evaluate_all("all => all.map(one => one.innerHTML)"))
        assert [name for name in names if name in shown] == [], path


def expect_state(page: Page, key: str, words: str, language: str) -> None:
    """The page says the state in these words."""
    page.goto(f"/introductions/{key}")
    expect(page.locator("main .heading .tag")).to_have_text(in_words(words, language))


def test_from_an_anonymous_offer_to_a_joint_project(scene: dict[str, Page], run: Callable[..., object]) -> None:
    key = ask(scene, "Journey of a hidden hand")
    owner, asker = scene["owner"], scene["asker"]
    says_nothing_of(asker, key, OWNER_NAMES)
    owner.goto("/work")
    follow(owner, f"/introductions/{key}")
    expect(owner.locator("main")).not_to_contain_text(ANSWERS["why"])
    act(owner, "open")
    expect(owner.locator("main")).to_contain_text(ANSWERS["why"])
    says_nothing_of(owner, key, ASKER_NAMES)
    follow(owner, f"/introductions/{key}/ask")
    fill(owner, text="How cold is it there in January?")
    send(owner)
    asker.goto("/work")
    follow(asker, f"/introductions/{key}")
    expect(asker.locator("main")).to_contain_text("How cold is it there in January?")
    follow(asker, f"/introductions/{key}/answer")
    fill(asker, text="Two degrees at night.")
    send(asker)
    owner.goto(f"/introductions/{key}")
    act(owner, "accept")
    expect(owner.locator("main")).to_contain_text("Dugma Vision")
    expect_state(asker, key, "Accepted", "he")
    expect(asker.locator("main")).to_contain_text("Mihon Robotics")

    follow(asker, f"/introductions/{key}/propose-meeting")
    fill(asker, on=time.strftime("%Y-%m-%d", time.gmtime()))
    send(asker)
    owner.goto(f"/introductions/{key}")
    act(owner, "confirm")
    expect_state(owner, key, "In talks", "ja")

    follow(owner, f"/introductions/{key}/documents")
    follow(owner, f"/introductions/{key}/documents/new")
    owner.set_input_files("main [name=file]", DRAWING)
    send(owner)
    asker.goto(f"/introductions/{key}/documents")
    expect(asker.locator("main")).not_to_contain_text(DRAWING["name"])
    owner.goto(f"/introductions/{key}")
    follow(owner, f"/introductions/{key}/propose-confidentiality")
    tick(owner, "text_version", "standard_1")
    tick(owner, "confirm")
    send(owner)
    asker.goto(f"/introductions/{key}")
    follow(asker, f"/introductions/{key}/confirm-confidentiality")
    tick(asker, "confirm")
    send(asker)
    expect_state(owner, key, "In talks, confidential", "ja")
    follow(asker, f"/introductions/{key}/documents")
    with asker.expect_download() as download:
        asker.locator("main table form[action$='/open']").get_by_role("button").click()
    assert download.value.path().read_bytes() == DRAWING["buffer"]

    meet(asker, owner, key, run, "ja")
    owner.goto(f"/introductions/{key}")
    trial = try_together(asker, owner, key)
    follow(owner, f"/introductions/{key}/propose-project")
    fill(owner, title="Journey of hands in the cold")
    send(owner)
    asker.goto(f"/introductions/{key}")
    follow(asker, f"/introductions/{key}/project")
    send(asker)
    project = key_in(asker.url)
    expect(asker.locator("main h1")).to_have_text("Journey of hands in the cold")
    for page in (asker, owner):
        page.goto(f"/projects/{project}")
        expect(page.locator("main")).to_contain_text("Dugma Vision")
        expect(page.locator("main")).to_contain_text("Mihon Robotics")
    expect_state(asker, key, "Joint project", "he")
    asker.goto(f"/trials/{trial}")
    follow(asker, f"/trials/{trial}/project")
    tick(asker, "project", project)
    send(asker)
    expect(asker.locator(f"main a[href$='/projects/{project}']")).to_have_count(1)


def try_together(asker: Page, owner: Page, key: str) -> str:
    """A trial that the asker proposes, about which both write, and that both adopt; gives its key."""
    asker.goto(f"/introductions/{key}")
    follow(asker, f"/introductions/{key}/propose-trial")
    days = {name: time.strftime("%Y-%m-%d", time.gmtime(time.time() + ahead * 86400)) for name, ahead in DAYS.items()}
    fill(asker, subject="One greenhouse in the cold", scope="Two rows, three weeks.", success_test="80 of 100 berries without damage.", **days)
    send(asker)
    trial = key_in(asker.url)
    owner.goto("/work")
    follow(owner, f"/trials/{trial}")
    act(owner, "agree")
    owner.goto(f"/introductions/{key}")
    follow(owner, f"/introductions/{key}/message")
    tick(owner, "audience", "both_sides")
    fill(owner, text="The hand is on its way.")
    send(owner)
    asker.goto("/work")
    follow(asker, "/messages")
    follow(asker, f"/introductions/{key}/messages")
    expect(asker.locator("main")).to_contain_text("The hand is on its way.")
    act(asker, "read")
    owner.goto(f"/trials/{trial}")
    follow(owner, f"/trials/{trial}/decide")
    tick(owner, "met", "met")
    tick(owner, "outcome", "adopt")
    fill(owner, results="85 of 100.")
    send(owner)
    asker.goto("/work")
    follow(asker, f"/trials/{trial}")
    act(asker, "confirm")
    expect(asker.locator(f"main a[href$='/trials/{trial}/project']")).to_have_count(1)
    owner.goto(f"/introductions/{key}")
    return trial


def test_one_is_declined_in_general_words(scene: dict[str, Page]) -> None:
    key = ask(scene, "Journey of a hand that nobody takes")
    owner, asker = scene["owner"], scene["asker"]
    owner.goto(f"/introductions/{key}")
    act(owner, "open")
    follow(owner, f"/introductions/{key}/decline")
    tick(owner, "reason", "competitor")
    fill(owner, note="They buy from our rival.")
    send(owner)
    expect(owner.locator("main")).to_contain_text("They buy from our rival.")
    expect_state(asker, key, "Declined", "he")
    expect(asker.locator("main")).to_contain_text(in_words("The owner sees no fit with what it is looking for.", "he"))
    expect(asker.locator("main")).not_to_contain_text("They buy from our rival.")
    expect(asker.locator("main")).not_to_contain_text(in_words("It would bring us together with a competitor", "he"))
    says_nothing_of(asker, key, OWNER_NAMES)


def test_one_lapses(scene: dict[str, Page], run: Callable[..., object]) -> None:
    key = ask(scene, "Journey of a hand that waits")
    run(LATE, key=key)
    asker, deadline = scene["asker"], time.monotonic() + LONGEST_WAIT
    lapsed = in_words("Lapsed", "he")
    asker.goto(f"/introductions/{key}")
    while asker.locator("main .heading .tag").inner_text() != lapsed and time.monotonic() < deadline:
        time.sleep(2)
        asker.reload()
    expect_state(asker, key, "Lapsed", "he")
    expect_state(scene["owner"], key, "Lapsed", "ja")
    says_nothing_of(asker, key, OWNER_NAMES)
    assert scene["owner"].locator("main form[action$='/accept']").count() == 0
