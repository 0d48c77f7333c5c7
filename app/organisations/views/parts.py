"""Parts that several pages about an organisation show."""

from dataclasses import dataclass, field
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.enums import Role
from app.core.access import actor
from app.core.events import CATALOGUE
from app.core.forms import VersionedForm
from app.core.forms import page as render
from app.core.i18n import LazyText, _, _l, country_name, text
from app.core.templating import label
from app.core.workflow import due_is_past
from app.organisations import policy, queries
from app.organisations.affiliations.policy import sees_past_vouches
from app.organisations.affiliations.queries import list_vouches
from app.organisations.enums import NameKind, TrackLinkState
from app.organisations.identifiers import scheme_name
from app.organisations.models import Organisation
from app.organisations.waiting import stands
from app.organisations.wording import FIELDS, TONES
from app.organisations.workflow import ORGANISATION, OWNERS
from app.programmes.suggesting import in_words, reason

SECTIONS = {
    "edit_identity": ("kind", "country", "name_native", "name_native_language", "name_latin", "name_kana", "number"),
    "edit_contact": ("street", "city", "region", "postal_code", "website", "contact_name", "contact_email", "contact_phone"),
    "edit_description": ("description", "description_language", "size_band", "industry"),
    "edit_tracks": ("tracks", "subtopics"),
}
"""The pages on which the entries are made, and which entries each holds."""

TITLES = {
    "edit_identity": _l("Kind, names and official number"),
    "edit_contact": _l("Address and contact"),
    "edit_description": _l("Description and size"),
    "edit_tracks": _l("Sector tracks and subtopics"),
}

OWN_PAGES = {
    "declare": "check", "resubmit": "check", "renew": "check", "verify": "verify", "ask_for_data": "ask_for_data",
    "merge_as_duplicate": "merge_as_duplicate", "change_legal_data": "change_legal_data",
}
"""Transitions that need more than a comment, and the page where they are made."""

CONFIRMATIONS: dict[str, LazyText] = {
    "suspend": _l("The organisation's profiles are hidden at once, and the officers of the other country are told."),
    "retire": _l("A retired organisation can only be read. This cannot be undone."),
    "reject": _l("The representatives are told the reason. They may appeal."),
}
DUE = ("declare", "resubmit", "verify", "take_up", "accept")
"""The steps that bring an organisation on its way: shown first, and with weight."""
WITHOUT_COMMENT = frozenset({"accept", "take_up"})


@dataclass(frozen=True)
class Action:
    """A button: a link to a page of its own, or a form with a comment where one fits."""

    action: str
    label: LazyText
    url: str
    is_page: bool
    kind: str
    comment: str | None
    comment_required: bool
    confirm: LazyText | None
    reasons: list[str] = field(default_factory=list)


def page_of(endpoint: str, organisation: Organisation) -> str:
    """The address of a page about the organisation."""
    return url_for(f"organisations.{endpoint}", public_id=organisation.public_id)


def back(organisation: Organisation) -> ResponseReturnValue:
    """Lead back to the organisation's page."""
    return redirect(page_of("show", organisation))


def section_urls(organisation: Organisation) -> dict[str, str]:
    """Where each entry is changed."""
    return {name: f"{page_of(section, organisation)}#{name}" for section, names in SECTIONS.items() for name in names}


def actions_of(organisation: Organisation) -> list[Action]:
    """What the actor may do now, as buttons."""
    found = []
    for each in ORGANISATION.available(organisation, actor()):
        row, own_page = each.transition, OWN_PAGES.get(each.action)
        shows_list = own_page == "check"
        found.append(
            Action(
                each.action, row.label, page_of(own_page or each.action, organisation), own_page is not None,
                "primary" if each.action in DUE else "danger" if each.action in {"reject", "suspend", "retire"} else "secondary",
                None if each.action in WITHOUT_COMMENT else _("Reason"), row.comment_required, CONFIRMATIONS.get(each.action),
                [] if shows_list and each.action != "renew" else [str(problem.message) for problem in each.problems],
            )
        )
    return sorted(found, key=lambda action: action.kind != "primary")


def turn_of(organisation: Organisation) -> dict[str, Any] | None:
    """Whose turn it is, since when and until when; nothing where nobody has to act."""
    owner = OWNERS.get(organisation.state)
    if owner is None or stands(organisation):
        return None
    if owner == Role.OFFICER:
        if not queries.has_representative(organisation.id):
            return None
        who = _("Officers of the authority: %(country)s", country=country_name(organisation.country))
        mine = policy.verify_for_country(actor(), organisation)
    else:
        who = _("Representative of the organisation")
        mine = policy.represent(actor(), organisation)
    late = due_is_past(organisation.due_at)
    return {"who": who, "since": organisation.state_since, "due": organisation.due_at, "mine": mine, "late": late}


def names_of(organisation: Organisation) -> list[dict[str, Any]]:
    """Every name with what it is and the language that it is in."""
    native = organisation.name_native_language
    rows = [
        (NameKind.NATIVE, organisation.name_native, native),
        (NameKind.KANA, organisation.name_kana, f"{native}-Kana" if native else None),
        (NameKind.LATIN, organisation.name_latin, f"{native}-Latn" if native and organisation.name_native else "en"),
    ]
    rows += [(NameKind.OTHER, name.text, None) for name in organisation.names if name.kind == NameKind.OTHER]
    return [{"key": label(kind), "value": name, "lang": lang or "und"} for kind, name, lang in rows if name]


def numbers_of(organisation: Organisation) -> list[dict[str, Any]]:
    """The official numbers of the register, and the one that waits to be declared."""
    pending = queries.pending_number(organisation)
    numbers = [(number.scheme, number.value) for number in organisation.numbers]
    if pending:
        numbers.append((pending["scheme"], pending["value"]))
    return [{"key": scheme_name(scheme), "value": value, "lang": "und"} for scheme, value in numbers]


def timeline_of(organisation: Organisation) -> list[dict[str, Any]]:
    """What happened, for those who may know who did it."""
    if not policy.see_history(actor(), organisation):
        return []
    return [
        {
            "time": entry.at, "actor": person.name if person else None, "text": CATALOGUE[entry.kind].wording,
            "detail": entry.data.get("comment") or None,
        }
        for entry, person in queries.list_events(organisation)
        if entry.kind in CATALOGUE
    ]


def reasons_of(organisation: Organisation) -> list[dict[str, Any]]:
    """What an officer found wrong, entry by entry."""
    return [{"key": FIELDS[name], "value": reason, "lang": "und"} for name, reason in organisation.field_reasons.items() if name in FIELDS]


def suggested_tracks(organisation: Organisation) -> list[dict[str, Any]]:
    """The tracks that wait for a person's word, each with how sure it is (where a model judged it) and why."""
    return [
        {
            "track_id": link.track_id, "name": text(link.track.names), "reason": reason(link.reason, link.near_subtopics),
            "confidence": None if link.confidence is None else in_words(link.confidence),
        }
        for link in organisation.track_links if link.state == TrackLinkState.SUGGESTED
    ]


def show_page(organisation: Organisation, form: VersionedForm | None = None, sent: str = "") -> ResponseReturnValue:
    """The page of an organisation; after a refused action with what was typed (422)."""
    by = actor()
    return render(
        "organisations/show.html", form, organisation=organisation, sent=sent, actions=actions_of(organisation),
        turn=turn_of(organisation), names=names_of(organisation), numbers=numbers_of(organisation),
        timeline=timeline_of(organisation), reasons=reasons_of(organisation), tone=TONES.get(organisation.state, "neutral"),
        sees_contacts=policy.see_contacts(by, organisation), sees_members=policy.see_members(by, organisation),
        may_edit=policy.edit(by, organisation), may_decide_tracks=policy.decide_tracks(by, organisation),
        may_claim=policy.claim(by, organisation), sees_history=policy.see_history(by, organisation),
        claim=queries.open_recovery_of(organisation) if policy.see_history(by, organisation) else None,
        vouches=list_vouches(organisation, past=sees_past_vouches(by, organisation)),
        suggested=suggested_tracks(organisation), may_decide_claim=policy.verify_for_country(by, organisation),
    )

