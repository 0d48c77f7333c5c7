"""What each kind of profile asks for: the guiding question of each text, and what must be filled in before it is submitted."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.i18n import LazyText, _l
from app.partnering.enums import ProfileKind, ProfileSection


@dataclass(frozen=True)
class Question:
    """A text that is asked for: what it is called, what it should say, and the least number of characters; 0 where it may stay empty."""

    label: LazyText
    hint: LazyText
    least: int = 0


LEAST_SUMMARY = 40
COMMON: Mapping[str, Question] = {
    "title": Question(_l("Title"), _l("What it is about, in one line that a reader in the other country understands."), 8),
    "summary": Question(_l("Short summary"), _l("What lists show. At most 500 characters."), LEAST_SUMMARY),
}
TEXT_QUESTIONS: Mapping[ProfileKind, Mapping[str, Question]] = {
    ProfileKind.OFFER: {
        **COMMON,
        "description": Question(
            _l("What you offer"), _l("What it does, for whom, and where it has been tried. Write for a reader who knows the field but not you."), 60
        ),
        "advantages": Question(_l("Advantages and innovations"), _l("What it does better than what is on the market, in figures where there are any."), 20),
        "expertise": Question(_l("Technical specification"), _l("Figures, interfaces and standards that a partner needs to know.")),
        "partner_role": Question(_l("The partner you seek"), _l("What kind of organisation, and what it would do."), 20),
        "rights_notes": Question(_l("Notes on intellectual property"), _l("What is protected where, without numbers.")),
    },
    ProfileKind.REQUEST: {
        **COMMON,
        "description": Question(_l("What you need"), _l("The problem to be solved, where it arises, and what has been tried."), 60),
        "advantages": Question(_l("What a solution must do better"), _l("What it is measured by, and what falls short today.")),
        "expertise": Question(_l("Technology or expertise sought"), _l("Figures, interfaces and standards that a solution must keep."), 20),
        "partner_role": Question(_l("The partner you seek"), _l("What kind of organisation, and what it would do."), 20),
        "rights_notes": Question(_l("Notes on intellectual property"), _l("What you expect for what is brought and what results.")),
    },
    ProfileKind.RD_REQUEST: {
        **COMMON,
        "description": Question(_l("The planned project"), _l("Aim, work to be done, length, and who is in it already, without names."), 60),
        "advantages": Question(_l("What is new"), _l("What nobody offers yet, and where the technological risk lies."), 20),
        "expertise": Question(_l("Expertise sought"), _l("Which knowledge or facility is missing."), 20),
        "partner_role": Question(_l("Role of the partner"), _l("Which part of the work it would take, with about what effort."), 20),
        "rights_notes": Question(_l("Notes on intellectual property"), _l("How results are to be shared.")),
    },
}
SECTION_OF: Mapping[str, ProfileSection] = {
    "title": ProfileSection.SUMMARY, "summary": ProfileSection.SUMMARY, "language": ProfileSection.SUMMARY,
    "description": ProfileSection.DESCRIPTION, "advantages": ProfileSection.DESCRIPTION, "expertise": ProfileSection.DESCRIPTION,
    "tracks": ProfileSection.TECHNOLOGY, "subtopics": ProfileSection.TECHNOLOGY, "trl": ProfileSection.TECHNOLOGY,
    "automation_level": ProfileSection.TECHNOLOGY, "stage": ProfileSection.TECHNOLOGY, "rights": ProfileSection.TECHNOLOGY,
    "rights_notes": ProfileSection.TECHNOLOGY, "goals": ProfileSection.TECHNOLOGY,
    "collaboration": ProfileSection.COOPERATION, "partner_kinds": ProfileSection.COOPERATION, "partner_role": ProfileSection.COOPERATION,
    "call_id": ProfileSection.COOPERATION, "deadline": ProfileSection.COOPERATION,
    "languages": ProfileSection.REACH, "countries": ProfileSection.REACH, "partner_sizes": ProfileSection.REACH,
    "keywords": ProfileSection.REACH, "external_link": ProfileSection.REACH, "anonymous": ProfileSection.ANONYMITY,
}
"""In which section a field stands."""
MATERIAL = frozenset({ProfileSection.SUMMARY, ProfileSection.DESCRIPTION, ProfileSection.TECHNOLOGY, ProfileSection.COOPERATION})
"""Sections that readers compare and the quality check looks at: of a published profile they change with a new version."""
NEEDS_STAGE = frozenset({ProfileKind.OFFER})
NEEDS_DEADLINE = frozenset({ProfileKind.RD_REQUEST})


def fields_of(section: ProfileSection) -> list[str]:
    """The fields of a section, in their order."""
    return [name for name, where in SECTION_OF.items() if where == section]
