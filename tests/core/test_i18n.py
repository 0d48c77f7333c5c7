"""Names in sentences of another direction, and days and deadlines that every reader takes for the same instant."""

from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale

from app.core.i18n import hebrew_prefix, isolated_name, joined
from app.core.templating import day, in_zone, iso

DEADLINE = datetime(2026, 12, 15, 21, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(("word", "expected"), [("ישראל", "ו"), ("robot", "ו־"), ("ロボティクス", "ו־"), ("3", "ו־"), ("", "ו־")])
def test_a_maqaf_stands_only_before_what_is_not_hebrew(word, expected):
    assert hebrew_prefix("ו", word) == expected


def test_a_list_in_hebrew_ends_by_the_first_letter_of_its_last_word(app):
    with app.test_request_context(), force_locale("he"):
        assert joined(["יפן", "ישראל"]) == "\u2068יפן\u2069 ו\u2068ישראל\u2069"
        assert joined(["a", "b", "robot"]) == "\u2068a\u2069, \u2068b\u2069 ו־\u2068robot\u2069"
        assert joined(["robot"]) == isolated_name("robot")


def test_a_name_is_isolated_and_nothing_stays_nothing():
    assert isolated_name("Mihon Robotics Co., Ltd.") == "\u2068Mihon Robotics Co., Ltd.\u2069"
    assert isolated_name("") == ""


@pytest.mark.parametrize(("language", "expected"), [
    ("en", "16 December 2026, 06:59 (JST)"), ("ja", "2026年12月16日 06:59 (JST)"), ("he", "16 בדצמבר 2026, 06:59 (JST)"),
])
def test_an_instant_names_its_zone_and_leaves_out_seconds(app, language, expected):
    with app.test_request_context(), force_locale(language):
        assert in_zone(DEADLINE, "Asia/Tokyo") == expected


def test_days_are_written_in_the_british_order(app):
    with app.test_request_context(), force_locale("en"):
        assert day(date(2026, 12, 5)) == "5 December 2026"


def test_a_deadline_for_machines_is_the_instant_and_a_day_is_a_day():
    assert iso(DEADLINE) == "2026-12-15T21:59:59+00:00"
    assert iso(date(2026, 12, 5)) == "2026-12-05"
