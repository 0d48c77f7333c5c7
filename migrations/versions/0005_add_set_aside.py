"""Counterparts that an organisation or a project has set aside, each with its reason."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

REASONS = ("off_topic", "wrong_size", "no_capacity", "distance_or_language", "competitor", "known", "tried", "other")


def upgrade() -> None:
    op.create_table(
        "set_aside",
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("counterpart_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("num_nonnulls(organisation_id, project_id) = 1", name=op.f("ck_set_aside_one_subject")),
        sa.CheckConstraint("counterpart_id <> organisation_id", name=op.f("ck_set_aside_not_itself")),
        sa.CheckConstraint("reason <> 'other' OR note IS NOT NULL", name=op.f("ck_set_aside_note_if_other")),
        sa.CheckConstraint("(taken_back_at IS NULL) = (taken_back_by_id IS NULL)", name=op.f("ck_set_aside_person_if_taken_back")),
        sa.CheckConstraint(f"reason IN ({', '.join(repr(reason) for reason in REASONS)})", name=op.f("ck_set_aside_reason")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_set_aside_organisation_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_set_aside_project_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["counterpart_id"], ["organisation.id"], name=op.f("fk_set_aside_counterpart_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_set_aside_by_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["taken_back_by_id"], ["person.id"], name=op.f("fk_set_aside_taken_back_by_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside")),
        sa.UniqueConstraint("public_id", name=op.f("uq_set_aside_public_id")),
    )
    op.create_index(op.f("ix_set_aside_organisation_id"), "set_aside", ["organisation_id"])
    op.create_index(op.f("ix_set_aside_project_id"), "set_aside", ["project_id"])
    op.create_index(op.f("ix_set_aside_counterpart_id"), "set_aside", ["counterpart_id"])
    op.create_index(
        "uq_set_aside_open", "set_aside", ["organisation_id", "project_id", "counterpart_id"], unique=True,
        postgresql_where=sa.text("taken_back_at IS NULL"), postgresql_nulls_not_distinct=True,
    )


def downgrade() -> None:
    op.drop_table("set_aside")
