"""Factories: each stores one plainly fictional thing and gives it back. One module per domain, each with `build(session,
make) -> dict[str, Callable]`; modules are found by themselves."""

import importlib
import pkgutil
from types import SimpleNamespace

from sqlalchemy.orm import Session


def collect(session: Session) -> SimpleNamespace:
    """All factories, bound to the session; a factory may call the others through the namespace."""
    make = SimpleNamespace(session=session)
    for module in pkgutil.iter_modules(__path__):
        for name, factory in importlib.import_module(f"{__name__}.{module.name}").build(session, make).items():
            setattr(make, name, factory)
    return make
