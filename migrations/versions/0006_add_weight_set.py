"""Weights of the kinds of evidence, each set with where it comes from, and which one is in use."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weight_set",
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("values", JSONB(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("outcomes", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("source IN ('reference', 'outcomes')", name=op.f("ck_weight_set_source")),
        sa.CheckConstraint("outcomes >= 0", name=op.f("ck_weight_set_outcomes_not_negative")),
        sa.CheckConstraint("active = (activated_at IS NOT NULL AND ended_at IS NULL)", name=op.f("ck_weight_set_times_if_active")),
        sa.CheckConstraint("ended_at IS NULL OR activated_at IS NOT NULL", name=op.f("ck_weight_set_begun_if_ended")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weight_set")),
    )
    op.create_index("uq_weight_set_active", "weight_set", ["active"], unique=True, postgresql_where=sa.text("active"))


def downgrade() -> None:
    op.drop_table("weight_set")
