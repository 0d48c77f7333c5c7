"""An event from its opening to a schedule: two ask each other, the organiser plans and confirms; one reads Japanese, the other Hebrew."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.pages import act, expect_language, fill, follow, key_in, send, tick

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

DAY = "2027-06-14"


def test_opened_registered_asked_planned_confirmed(sign_in: Callable[..., Page]) -> None:
    organiser = sign_in("officer.jp@meti.example")
    organiser.goto("/events/new")
    organiser.select_option("main [name=owner]", "japan-israel:JP")
    organiser.select_option("main [name=time_zone]", "Asia/Tokyo")
    for name, value in {
        "titles-en": "Journey day", "descriptions-en": "Two fields meet.", "place": "Mihon Hall", "tables": "2", "meeting_limit": "3",
        "registration_closes_at": "2027-06-01T12:00", "days-0-day": DAY, "days-0-opens": "10:00", "days-0-closes": "12:00",
    }.items():
        organiser.fill(f"main [name='{name}']", value)
    send(organiser)
    event = key_in(organiser.url)
    act(organiser, "publish")
    act(organiser, "open-registration")

    asker, asked = sign_in("hana@mihon.example", "ja"), sign_in("moshe@mashal.example", "he")
    for page in (asker, asked):
        page.goto(f"/events/{event}")
        follow(page, f"/events/{event}/register")
        send(page, "main form.form")
    asker.goto(f"/events/{event}/participants")
    expect_language(asker, "ja")
    others = asker.locator("main tbody tr").filter(has_not=asker.locator("td .tag + .tag"))
    others.first.locator("a").click()
    asker.wait_for_url(re.compile("/event-participants/"))
    asker.locator("main a[href$='/ask']").click()
    fill(asker, subject="Journey to a table")
    tick(asker, "priority", "3")
    send(asker, "main form.form")
    request = key_in(asker.url)

    asked.goto("/work")
    follow(asked, f"/event-requests/{request}")
    expect_language(asked, "he")
    act(asked, "want")

    organiser.goto(f"/events/{event}/plans")
    send(organiser, "main form.form")
    expect(organiser.locator("form[action$='/confirm']")).to_be_attached(timeout=30_000)
    act(organiser, "confirm")
    expect(organiser.locator("#progress[data-progress=ended]")).to_be_attached(timeout=30_000)

    for page in (asker, asked):
        page.goto(f"/events/{event}/mine")
        row = page.locator("main tbody tr").first
        expect(row).to_contain_text("10:00–10:30")
        expect(row).to_contain_text("UTC+9")
        expect(row.locator("td").first).to_have_text("1")
    expect(asked.locator("main tbody tr").first).to_contain_text("04:00–04:30")
