"""What was typed for one partner, between the forms that read it and the services that store it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.projects.enums import CostCategory


@dataclass(frozen=True)
class TasksEntry:
    """What was typed for one partner's tasks, and the version of the partner that was seen."""

    version: int | None
    tasks: str | None


@dataclass(frozen=True)
class BudgetEntry:
    """What was typed for one partner's budget, in its currency, and the version of the partner that was seen."""

    version: int | None
    currency: str
    total_cost: Decimal | None
    funding_requested: Decimal | None
    rows: Mapping[CostCategory, Decimal] = field(default_factory=dict)
