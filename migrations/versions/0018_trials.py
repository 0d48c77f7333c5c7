"""Trials of the two sides of an introduction, and the decisions on them that both confirm as steps."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

STATES = "'proposed', 'running', 'decision_due', 'adopted', 'stopped', 'declined', 'withdrawn', 'lapsed'"
REASONS = (
    "'test_not_met', 'too_costly', 'does_not_fit', 'rules', 'no_capacity', 'no_funding', 'other_solution', 'strategy_changed'"
)
KINDS = "'meeting', 'confidentiality', 'project', 'agreement'"


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")


def _kinds(allowed: str) -> None:
    op.drop_constraint(op.f("ck_introduction_step_kind"), "introduction_step", type_="check")
    op.create_check_constraint(op.f("ck_introduction_step_kind"), "introduction_step", f"kind IN ({allowed})")


def upgrade() -> None:
    op.create_table(
        "trial",
        sa.Column("introduction_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("success_test", sa.Text(), nullable=False),
        sa.Column("track_id", sa.BigInteger(), nullable=True),
        sa.Column("subtopic_id", sa.BigInteger(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("verdict_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_trial_state")),
        sa.CheckConstraint("side IN ('asker', 'owner')", name=op.f("ck_trial_side")),
        sa.CheckConstraint("(state IN ('proposed', 'running', 'decision_due')) = (due_at IS NOT NULL)", name=op.f("ck_trial_due_if_waiting")),
        sa.CheckConstraint(
            "(state IN ('running', 'decision_due', 'adopted', 'stopped')) = (agreed_at IS NOT NULL)", name=op.f("ck_trial_agreed_at_if_agreed")
        ),
        sa.CheckConstraint("(state IN ('adopted', 'stopped')) = (verdict_id IS NOT NULL)", name=op.f("ck_trial_verdict_if_ended")),
        sa.CheckConstraint("project_id IS NULL OR state = 'adopted'", name=op.f("ck_trial_project_if_adopted")),
        sa.CheckConstraint("subtopic_id IS NULL OR track_id IS NOT NULL", name=op.f("ck_trial_track_of_subtopic")),
        sa.CheckConstraint("starts_on <= ends_on AND ends_on < decide_by", name=op.f("ck_trial_days_in_order")),
        sa.CheckConstraint("extensions >= 0", name=op.f("ck_trial_extensions")),
        *(
            _foreign("trial", column, target)
            for column, target in (
                ("introduction_id", "introduction"), ("created_by_id", "person"), ("track_id", "track"), ("subtopic_id", "subtopic"),
                ("project_id", "project"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial")),
        sa.UniqueConstraint("public_id", name=op.f("uq_trial_public_id")),
    )
    for column in ("introduction_id", "track_id", "project_id"):
        op.create_index(op.f(f"ix_trial_{column}"), "trial", [column], unique=False)
    op.create_index("ix_trial_due", "trial", ["due_at"], unique=False, postgresql_where=sa.text("due_at IS NOT NULL"))
    op.create_table(
        "trial_verdict",
        sa.Column("step_id", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("outcome IN ('adopt', 'extend', 'stop')", name=op.f("ck_trial_verdict_outcome")),
        sa.CheckConstraint(f"reason IN ({REASONS})", name=op.f("ck_trial_verdict_reason")),
        sa.CheckConstraint(
            "(outcome = 'stop') = (reason IS NOT NULL AND explanation IS NOT NULL)", name=op.f("ck_trial_verdict_reason_if_stop")
        ),
        sa.CheckConstraint(
            "(outcome = 'extend') = (ends_on IS NOT NULL AND decide_by IS NOT NULL)", name=op.f("ck_trial_verdict_days_if_extend")
        ),
        sa.CheckConstraint("ends_on < decide_by", name=op.f("ck_trial_verdict_days_in_order")),
        _foreign("trial_verdict", "step_id", "introduction_step"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial_verdict")),
        sa.UniqueConstraint("step_id", name=op.f("uq_trial_verdict_step_id")),
    )
    op.create_foreign_key(op.f("fk_trial_verdict_id"), "trial", "trial_verdict", ["verdict_id"], ["id"], ondelete="RESTRICT")
    op.add_column("introduction_step", sa.Column("trial_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f("fk_introduction_step_trial_id"), "introduction_step", "trial", ["trial_id"], ["id"], ondelete="RESTRICT")
    op.create_index(op.f("ix_introduction_step_trial_id"), "introduction_step", ["trial_id"], unique=False)
    _kinds(f"{KINDS}, 'trial'")
    op.create_check_constraint(op.f("ck_introduction_step_trial_if_trial"), "introduction_step", "(kind = 'trial') = (trial_id IS NOT NULL)")
    op.drop_index("uq_introduction_step_open", table_name="introduction_step")
    op.create_index(
        "uq_introduction_step_open", "introduction_step", ["introduction_id"], unique=True,
        postgresql_where=sa.text("state = 'proposed' AND kind <> 'trial'"),
    )
    op.create_index(
        "uq_introduction_step_of_trial", "introduction_step", ["trial_id"], unique=True,
        postgresql_where=sa.text("state = 'proposed' AND trial_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.execute("UPDATE outbox SET done_at = now() WHERE topic = 'mail' AND done_at IS NULL AND payload ->> 'subject' = 'trial'")
    op.drop_index("uq_introduction_step_of_trial", table_name="introduction_step")
    op.drop_index("uq_introduction_step_open", table_name="introduction_step")
    op.drop_constraint(op.f("fk_trial_verdict_id"), "trial", type_="foreignkey")
    op.drop_table("trial_verdict")
    op.execute("DELETE FROM introduction_step WHERE kind = 'trial'")
    op.drop_constraint(op.f("ck_introduction_step_trial_if_trial"), "introduction_step", type_="check")
    op.drop_column("introduction_step", "trial_id")
    _kinds(KINDS)
    op.create_index(
        "uq_introduction_step_open", "introduction_step", ["introduction_id"], unique=True, postgresql_where=sa.text("state = 'proposed'")
    )
    op.drop_table("trial")
