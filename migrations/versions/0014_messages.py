"""Messages of introductions: for whom they are, what goes with them, and up to where a person has read."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

AUDIENCE = "audience IN ('own_side', 'both_sides', 'with_officers')"


def upgrade() -> None:
    op.add_column("introduction_message", sa.Column("audience", sa.String(length=40), nullable=True))
    op.create_check_constraint(op.f("ck_introduction_message_audience"), "introduction_message", AUDIENCE)
    op.alter_column("introduction_message", "side", nullable=True)
    op.create_check_constraint(
        op.f("ck_introduction_message_side_unless_officers"), "introduction_message", "side IS NOT NULL OR coalesce(audience, '') = 'with_officers'"
    )
    op.execute(
        "UPDATE introduction_message SET audience = 'both_sides'"
        " WHERE id IN (SELECT (data ->> 'message')::bigint FROM event WHERE kind = 'introduction.message')"
    )
    op.create_index(
        "ix_introduction_message_read", "introduction_message", ["introduction_id", "id"], unique=False,
        postgresql_where=sa.text("audience IS NOT NULL"),
    )
    op.create_table(
        "introduction_attachment",
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["introduction_message.id"], name=op.f("fk_introduction_attachment_message_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_introduction_attachment_document_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction_attachment")),
        sa.UniqueConstraint("document_id", name=op.f("uq_introduction_attachment_document_id")),
    )
    op.create_index(op.f("ix_introduction_attachment_message_id"), "introduction_attachment", ["message_id"], unique=False)
    op.create_table(
        "introduction_reading",
        sa.Column("introduction_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["introduction_id"], ["introduction.id"], name=op.f("fk_introduction_reading_introduction_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_introduction_reading_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["message_id"], ["introduction_message.id"], name=op.f("fk_introduction_reading_message_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("introduction_id", "person_id", name=op.f("pk_introduction_reading")),
    )
    op.create_index(op.f("ix_introduction_reading_person_id"), "introduction_reading", ["person_id"], unique=False)
    op.create_index(op.f("ix_introduction_reading_message_id"), "introduction_reading", ["message_id"], unique=False)


def downgrade() -> None:
    op.drop_table("introduction_reading")
    op.drop_table("introduction_attachment")
    op.drop_index("ix_introduction_message_read", table_name="introduction_message")
    op.execute("DELETE FROM introduction_message WHERE audience = 'own_side' OR side IS NULL")  # the older schema would show them to others
    op.drop_constraint(op.f("ck_introduction_message_side_unless_officers"), "introduction_message", type_="check")
    op.alter_column("introduction_message", "side", nullable=False)
    op.drop_column("introduction_message", "audience")
