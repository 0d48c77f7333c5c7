"""Exchange rates and calls for proposals."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.core import events
from app.core.db import Texts, lock, now
from app.core.errors import Problem, Refused
from app.core.i18n import _l
from app.extensions import db
from app.programmes import policy
from app.programmes.models import Call, ExchangeRate, Programme
from app.programmes.services.changes import change, plain, require, with_texts

events.define("programme.set_rate", _l("entered an exchange rate"), "currency", "on", "value", "source", "before")
events.define("programme.add_call", _l("added a call for proposals"), "call", "names", "opens_at", "closes_at", "time_zone")
events.define("programme.edit_call", _l("changed a call for proposals"), "call", "changes")


def set_rate(programme: Programme, *, by: Any, currency: str, on: date, value: Decimal, source: str) -> ExchangeRate:
    """Enter the rate of a currency on a day, or correct it; what a submitted project was counted with stays with it.

    :raises Refused: it is the reference currency itself, or a day to come.
    """
    require(policy.manage(by, programme))
    lock(programme)
    if currency == programme.reference_currency:
        raise Refused.because("currency", _l("This is the reference currency; it needs no rate."))
    if on > now().date():
        raise Refused.because("on", _l("The day lies in the future. Enter the day on which the rate was published."))
    same_day = (ExchangeRate.programme_id == programme.id, ExchangeRate.currency == currency, ExchangeRate.on == on)
    rate = db.session.scalars(select(ExchangeRate).where(*same_day)).first()
    before = plain(rate.value) if rate else None
    if rate is None:
        rate = ExchangeRate(programme_id=programme.id, currency=currency, on=on)
        db.session.add(rate)
    rate.value, rate.source = value, source
    db.session.flush()
    data = {"currency": currency, "on": plain(on), "value": plain(value), "source": source, "before": before}
    events.record("programme.set_rate", programme, by=by, data=data)
    return rate


def add_call(
    programme: Programme, *, by: Any, names: Texts, summary: Texts, opens_at: datetime, closes_at: datetime, time_zone: str
) -> Call:
    """Add a call between two instants.

    :raises Refused: it would close before it opens, or has closed already.
    """
    require(policy.manage(by, programme))
    _check_order(opens_at, closes_at)
    if closes_at <= now():
        raise Refused.because("closes_at", _l("The call would be closed already. Enter a later closing."))
    call = Call(
        programme=programme, names=with_texts(None, names), summary=with_texts(None, summary), opens_at=opens_at,
        closes_at=closes_at, time_zone=time_zone,
    )
    db.session.add(call)
    db.session.flush()
    data = {
        "call": call.public_id, "names": call.names, "opens_at": plain(opens_at), "closes_at": plain(closes_at),
        "time_zone": time_zone,
    }
    events.record("programme.add_call", programme, by=by, data=data)
    return call


def edit_call(
    call: Call, *, by: Any, version: int | None, names: Mapping[str, str | None], summary: Mapping[str, str | None],
    opens_at: datetime, closes_at: datetime, time_zone: str,
) -> None:
    """Change a call. Once it has opened, its opening and its zone stay and its closing moves later only.

    :raises Refused: it would be shortened, or close before it opens.
    """
    require(policy.manage(by, call))
    lock(call, version)
    _check_order(opens_at, closes_at)
    if call.opens_at <= now():
        problems = []
        if opens_at != call.opens_at:
            problems.append(Problem("opens_at", _l("The call has opened; its opening stays as it is.")))
        if closes_at < call.closes_at:
            problems.append(Problem("closes_at", _l("The call has opened; its closing can only move later.")))
        if time_zone != call.time_zone:
            problems.append(Problem("time_zone", _l("The call has opened; its time zone stays as it is.")))
        if problems:
            raise Refused(problems)
    values = {
        "names": with_texts(call.names, names), "summary": with_texts(call.summary, summary), "opens_at": opens_at,
        "closes_at": closes_at, "time_zone": time_zone,
    }
    changes = change(call, values)
    if changes:
        events.record("programme.edit_call", call.programme, by=by, data={"call": call.public_id, "changes": changes})


def _check_order(opens_at: datetime, closes_at: datetime) -> None:
    if opens_at >= closes_at:
        raise Refused.because("closes_at", _l("The call must close after it opens."))
