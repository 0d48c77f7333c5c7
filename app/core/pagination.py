"""Pages of a list: narrowed, ordered and counted in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from app.extensions import db

PAGE_SIZE = 20
LAST_PAGE = 10_000


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, its number from 1, and how many rows there are in all."""

    items: Sequence[Any]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def has_previous(self) -> bool:
        """There is a page before."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """There is a page after."""
        return self.number < self.pages

    @property
    def first(self) -> int:
        """The number of the first row shown, from 1; 0 in an empty list."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.first + len(self.items) - 1 if self.items else 0


def page_number(asked: str | None) -> int:
    """The page asked for; nonsense and numbers out of range give the nearest that makes sense."""
    if not asked or not asked.isascii() or not asked.isdigit() or len(asked) > 9:
        return 1
    return min(max(int(asked), 1), LAST_PAGE)


def paginate(statement: Select[Any], number: int, *, size: int = PAGE_SIZE, unique: bool = False) -> Page:
    """Read one page of a statement over ORM rows, in two statements (count, rows); `statement` must have a complete order."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    number = min(number, max(1, -(-total // size)))
    result = db.session.scalars(statement.limit(size).offset((number - 1) * size))
    return Page((result.unique() if unique else result).all(), number, size, total)
