"""A project as people read it: the rows of each section, from a snapshot. The same for a draft and for a frozen version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.core.i18n import _, _n, country_name, language, language_name, text
from app.core.templating import day, label, money
from app.programmes.vocabulary import automation, readiness
from app.projects.enums import CostCategory, PartnerRole, Section, SensitiveTechnology

Snapshot = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One fact: what it is, its text, and the language of a text that a person wrote."""

    key: str
    value: str
    lang: str | None = None


def sections(snapshot: Snapshot) -> dict[Section, list[Row]]:
    """The rows of every section."""
    language = snapshot[Section.SUMMARY]["language"]
    return {section: read(snapshot, language) for section, read in READERS.items()}


def introduction(snapshot: Snapshot) -> dict[Section, list[Row]]:
    """What the project is about, for those who have yet to decide whether to join."""
    language = snapshot[Section.SUMMARY]["language"]
    return {section: READERS[section](snapshot, language) for section in (Section.SUMMARY, Section.TRACKS)}


def _written(key: str, value: str | None, language: str) -> Row:
    return Row(key, value or "", language if value else None)


def _summary(snapshot: Snapshot, language: str) -> list[Row]:
    part = snapshot[Section.SUMMARY]
    return [
        _written(_("Title"), part["title"], language),
        _written(_("Summary"), part["summary"], language),
        _written(_("What is new"), part["innovation"], language),
        _written(_("Market"), part["market"], language),
        Row(_("Written in"), language_name(language)),
    ]


def _tracks(snapshot: Snapshot, _language: str) -> list[Row]:
    part = snapshot[Section.TRACKS]
    rows = [
        Row(_("Tracks"), "\n".join(text(track["names"]) for track in part["tracks"])),
        Row(_("Subtopics"), "\n".join(f"{topic['code']} {text(topic['names'])}" for topic in part["subtopics"])),
        Row(_("Readiness at the start"), readiness(part["trl_from"])),
        Row(_("Readiness at the end"), readiness(part["trl_to"])),
    ]
    if part["automation_level"] is not None:
        rows.append(Row(_("Driving automation level"), automation(part["automation_level"])))
    return rows


def organisation_name(partner: Mapping[str, Any]) -> str:
    """The name of a partner of a snapshot: the native one for readers of its language, else in Latin letters if there is one."""
    native_first = partner["name_native"] and partner["name_native_language"] == language()
    return str(partner["name_native"] if native_first else partner["name_latin"] or partner["name_native"])


def _consortium(snapshot: Snapshot, language: str) -> list[Row]:
    part = snapshot[Section.CONSORTIUM]
    rows = []
    for partner in part["partners"]:
        name = organisation_name(partner)
        details = _("%(role)s, %(country)s", role=label(PartnerRole(partner["role"])), country=country_name(partner["country"]))
        rows.append(Row(name, details))
        rows.append(_written(_("Tasks of %(name)s", name=name), partner["tasks"], language))
    rows.append(Row(_("Partners independent of each other"), _("Declared") if part["partners_independent"] else _("Not declared")))
    return rows


def _budget(snapshot: Snapshot, _language: str) -> list[Row]:
    names = {partner["partner"]: organisation_name(partner) for partner in snapshot[Section.CONSORTIUM]["partners"]}
    rows = []
    for partner in snapshot[Section.BUDGET]["partners"]:
        lines = [
            _("%(name)s: %(amount)s", name=label(category), amount=_money(partner["rows"][category], partner["currency"]))
            for category in CostCategory
            if category in partner["rows"]
        ]
        if partner["total_cost"] is not None:
            lines.append(_("Total cost: %(amount)s", amount=_money(partner["total_cost"], partner["currency"])))
        if partner["funding_requested"] is not None:
            lines.append(_("Funding asked for: %(amount)s", amount=_money(partner["funding_requested"], partner["currency"])))
        rows.append(Row(names[partner["partner"]], "\n".join(lines)))
    return rows


def _money(amount: str, currency: str) -> str:
    return money(Decimal(amount), currency)


def _schedule(snapshot: Snapshot, language: str) -> list[Row]:
    part = snapshot[Section.SCHEDULE]
    months = part["duration_months"]
    return [
        Row(_("Start"), day(date.fromisoformat(part["starts_on"])) if part["starts_on"] else ""),
        Row(_("Duration"), _n("%(num)d month", "%(num)d months", months) if months else ""),
        _written(_("Milestones"), part["milestones"], language),
    ]


def _intellectual_property(snapshot: Snapshot, language: str) -> list[Row]:
    part = snapshot[Section.INTELLECTUAL_PROPERTY]
    return [
        _written(_("What each partner brings"), part["background_ip"], language),
        _written(_("Who owns and uses the results"), part["foreground_ip"], language),
    ]


def _sensitive_technology(snapshot: Snapshot, language: str) -> list[Row]:
    part = snapshot[Section.SENSITIVE_TECHNOLOGY]
    declared = part["sensitive_technology"]
    rows = [Row(_("Declaration"), label(SensitiveTechnology(declared)) if declared else "")]
    if part["details"]:
        rows.append(_written(_("Details"), part["details"], language))
    return rows


READERS: dict[Section, Callable[[Snapshot, str], list[Row]]] = {
    Section.SUMMARY: _summary,
    Section.TRACKS: _tracks,
    Section.CONSORTIUM: _consortium,
    Section.BUDGET: _budget,
    Section.SCHEDULE: _schedule,
    Section.INTELLECTUAL_PROPERTY: _intellectual_property,
    Section.SENSITIVE_TECHNOLOGY: _sensitive_technology,
}
