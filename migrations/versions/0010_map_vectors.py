"""Vectors of the index are made anew, from those kept of each text: they are now also mapped between languages."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE search_chunk SET vector = NULL, mean_version = NULL")


def downgrade() -> None:
    op.execute("UPDATE search_chunk SET vector = NULL, mean_version = NULL")
