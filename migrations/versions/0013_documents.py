"""Stored files, who opened them, events about them; confidential documents of introductions."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SUBJECTS = "organisation_id, project_id, programme_id, person_id, registry_import_id, profile_id, introduction_id"


def one_subject(columns: str) -> None:
    """Replace the check that exactly one of the columns is set; existing rows are checked without keeping writers out."""
    op.execute("ALTER TABLE event DROP CONSTRAINT ck_event_one_subject")
    op.execute(f"ALTER TABLE event ADD CONSTRAINT ck_event_one_subject CHECK (num_nonnulls({columns}) = 1) NOT VALID")
    op.execute("ALTER TABLE event VALIDATE CONSTRAINT ck_event_one_subject")


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("media_type", sa.Enum("pdf", "png", "jpeg", "text", "docx", "xlsx", "odt", name="media_type", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by_id", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_document_not_empty")),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name=op.f("ck_document_remover_if_removed")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_document_organisation_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["person.id"], name=op.f("fk_document_uploaded_by_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["removed_by_id"], ["person.id"], name=op.f("fk_document_removed_by_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("file", name=op.f("uq_document_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_document_public_id")),
    )
    op.create_index(op.f("ix_document_organisation_id"), "document", ["organisation_id"], unique=False)
    op.create_table(
        "document_opening",
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_opening_document_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_document_opening_person_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("document_id", "person_id", name=op.f("pk_document_opening")),
    )
    op.create_index(op.f("ix_document_opening_person_id"), "document_opening", ["person_id"], unique=False)
    op.create_table(
        "introduction_document",
        sa.Column("introduction_id", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("side", sa.Enum("asker", "owner", name="side", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["introduction_id"], ["introduction.id"], name=op.f("fk_introduction_document_introduction_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_introduction_document_document_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction_document")),
        sa.UniqueConstraint("document_id", name=op.f("uq_introduction_document_document_id")),
    )
    op.create_index(op.f("ix_introduction_document_introduction_id"), "introduction_document", ["introduction_id"], unique=False)
    op.add_column("event", sa.Column("document_id", sa.BigInteger(), nullable=True))
    op.create_index("ix_event_document", "event", ["document_id", "seq"], unique=False, postgresql_where="document_id IS NOT NULL")
    op.create_foreign_key(op.f("fk_event_document_id"), "event", "document", ["document_id"], ["id"], ondelete="RESTRICT")
    one_subject(f"{SUBJECTS}, document_id")


def downgrade() -> None:
    one_subject(SUBJECTS)
    op.drop_constraint(op.f("fk_event_document_id"), "event", type_="foreignkey")
    op.drop_index("ix_event_document", table_name="event", postgresql_where="document_id IS NOT NULL")
    op.drop_column("event", "document_id")
    op.drop_table("introduction_document")
    op.drop_table("document_opening")
    op.drop_table("document")
