"""What reviewers know: sector tracks, subtopics, languages, and their own words."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "expertise",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("languages", JSONB(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_expertise_person_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expertise")),
        sa.UniqueConstraint("person_id", name=op.f("uq_expertise_person_id")),
    )
    for thing in ("track", "subtopic"):
        op.create_table(
            f"expertise_{thing}",
            sa.Column("expertise_id", sa.BigInteger(), nullable=False),
            sa.Column(f"{thing}_id", sa.BigInteger(), nullable=False),
            sa.ForeignKeyConstraint(
                ["expertise_id"], ["expertise.id"], name=op.f(f"fk_expertise_{thing}_expertise_id"), ondelete="CASCADE"
            ),
            sa.ForeignKeyConstraint([f"{thing}_id"], [f"{thing}.id"], name=op.f(f"fk_expertise_{thing}_{thing}_id"), ondelete="RESTRICT"),
            sa.PrimaryKeyConstraint("expertise_id", f"{thing}_id", name=op.f(f"pk_expertise_{thing}")),
        )
        op.create_index(op.f(f"ix_expertise_{thing}_{thing}_id"), f"expertise_{thing}", [f"{thing}_id"])


def downgrade() -> None:
    op.drop_table("expertise_subtopic")
    op.drop_table("expertise_track")
    op.drop_table("expertise")
