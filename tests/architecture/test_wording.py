"""Enum members in words: an enum that has words has one for each member."""

from app.core.templating import LABELS


def test_every_member_of_an_enum_with_words_has_one(app):
    kinds = {kind for kind, _value in LABELS}
    assert kinds
    missing = [f"{kind.__name__}.{member.name}" for kind in kinds for member in kind if (kind, str(member)) not in LABELS]
    assert missing == []
