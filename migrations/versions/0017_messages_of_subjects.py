"""Messages hang on an introduction, a meeting or a project, and are written for an organisation instead of a side.

Going back gives up what was written on meetings and projects; the older schema has no place for it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = {"introduction_message": "message", "introduction_attachment": "message_attachment", "introduction_reading": "message_reading"}
CONSTRAINTS = {
    "message": ("pk_{}", "fk_{}_introduction_id", "fk_{}_written_by_id", "ck_{}_audience"),
    "message_attachment": ("pk_{}", "fk_{}_message_id", "fk_{}_document_id", "uq_{}_document_id"),
    "message_reading": ("fk_{}_introduction_id", "fk_{}_person_id", "fk_{}_message_id"),
}
INDEXES = ("ix_{}_message_id",)
KINDS = ("introduction", "meeting", "project")
ONE_SUBJECT = "num_nonnulls(introduction_id, meeting_id, project_id) = 1"
OFFICERS = "coalesce(audience, '') = 'with_officers'"


def _rename(old: str, new: str) -> None:
    op.rename_table(old, new)
    of = new if new in CONSTRAINTS else old
    for name in CONSTRAINTS[of]:
        op.execute(f"ALTER TABLE {new} RENAME CONSTRAINT {name.format(old)} TO {name.format(new)}")
    if of != "message":
        for name in INDEXES:
            op.execute(f"ALTER INDEX {name.format(old)} RENAME TO {name.format(new)}")


def _mails(old: tuple[str, str], new: tuple[str, str]) -> None:
    op.execute(
        f"UPDATE outbox SET payload = payload || jsonb_build_object('kind', '{new[0]}', 'subject', '{new[1]}')"
        f" WHERE topic = 'mail' AND payload ->> 'kind' = '{old[0]}' AND done_at IS NULL"
    )


def upgrade() -> None:
    for old, new in TABLES.items():
        _rename(old, new)
    op.execute("ALTER SEQUENCE introduction_message_id_seq RENAME TO message_id_seq")
    op.execute("ALTER SEQUENCE introduction_attachment_id_seq RENAME TO message_attachment_id_seq")
    op.drop_constraint(op.f("ck_introduction_message_side_unless_officers"), "message", type_="check")
    op.drop_index("ix_introduction_message_introduction_id", table_name="message")
    op.drop_index("ix_introduction_message_read", table_name="message")
    op.drop_constraint(op.f("pk_introduction_reading"), "message_reading", type_="primary")
    op.drop_index("ix_introduction_reading_person_id", table_name="message_reading")
    op.add_column("message_reading", sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False))
    op.create_primary_key(op.f("pk_message_reading"), "message_reading", ["id"])
    for table in ("message", "message_reading"):
        op.alter_column(table, "introduction_id", nullable=True)
        for kind in KINDS[1:]:
            op.add_column(table, sa.Column(f"{kind}_id", sa.BigInteger(), nullable=True))
            op.create_foreign_key(op.f(f"fk_{table}_{kind}_id"), table, kind, [f"{kind}_id"], ["id"], ondelete="RESTRICT")
        op.create_check_constraint(op.f(f"ck_{table}_one_subject"), table, ONE_SUBJECT)
    op.create_unique_constraint(
        op.f("uq_message_reading"), "message_reading", ["person_id", "introduction_id", "meeting_id", "project_id"], postgresql_nulls_not_distinct=True
    )
    for kind in KINDS:
        op.create_index(f"ix_message_{kind}", "message", [f"{kind}_id", "id"], unique=False, postgresql_where=sa.text(f"{kind}_id IS NOT NULL"))
    op.add_column("message", sa.Column("organisation_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f("fk_message_organisation_id"), "message", "organisation", ["organisation_id"], ["id"], ondelete="RESTRICT")
    op.execute(
        "UPDATE message SET organisation_id = CASE message.side WHEN 'asker' THEN introduction.organisation_id ELSE profile.organisation_id END"
        " FROM introduction JOIN profile ON profile.id = introduction.profile_id"
        " WHERE introduction.id = message.introduction_id AND message.side IS NOT NULL"
    )
    op.drop_column("message", "side")
    op.create_check_constraint(op.f("ck_message_organisation_unless_officers"), "message", f"organisation_id IS NOT NULL OR {OFFICERS}")
    op.create_check_constraint(op.f("ck_message_question_of_introduction"), "message", "audience IS NOT NULL OR introduction_id IS NOT NULL")
    _mails(("introduction.new_message", "introduction_message"), ("message.new", "message"))


def downgrade() -> None:
    op.execute(
        "DELETE FROM outbox USING message WHERE payload ->> 'kind' = 'message.new' AND (payload ->> 'subject_id')::bigint = message.id"
        " AND message.introduction_id IS NULL"
    )
    _mails(("message.new", "message"), ("introduction.new_message", "introduction_message"))
    op.execute("DELETE FROM message_attachment USING message WHERE message.id = message_id AND message.introduction_id IS NULL")
    op.execute("DELETE FROM message_reading WHERE introduction_id IS NULL")
    op.execute("DELETE FROM message WHERE introduction_id IS NULL")
    op.drop_constraint(op.f("ck_message_question_of_introduction"), "message", type_="check")
    op.drop_constraint(op.f("ck_message_organisation_unless_officers"), "message", type_="check")
    op.add_column("message", sa.Column("side", sa.String(length=40), nullable=True))
    op.create_check_constraint(op.f("ck_introduction_message_side"), "message", "side IN ('asker', 'owner')")
    op.execute(
        "UPDATE message SET side = CASE WHEN message.organisation_id = introduction.organisation_id THEN 'asker' ELSE 'owner' END"
        " FROM introduction WHERE introduction.id = message.introduction_id AND message.organisation_id IS NOT NULL"
    )
    op.drop_column("message", "organisation_id")
    for kind in KINDS:
        op.drop_index(f"ix_message_{kind}", table_name="message")
    op.drop_constraint(op.f("uq_message_reading"), "message_reading", type_="unique")
    for table in ("message", "message_reading"):
        op.drop_constraint(op.f(f"ck_{table}_one_subject"), table, type_="check")
        for kind in KINDS[1:]:
            op.drop_column(table, f"{kind}_id")
        op.alter_column(table, "introduction_id", nullable=False)
    op.drop_constraint(op.f("pk_message_reading"), "message_reading", type_="primary")
    op.drop_column("message_reading", "id")
    op.create_index("ix_introduction_reading_person_id", "message_reading", ["person_id"], unique=False)
    op.create_primary_key(op.f("pk_introduction_reading"), "message_reading", ["introduction_id", "person_id"])
    op.create_index(
        "ix_introduction_message_read", "message", ["introduction_id", "id"], unique=False, postgresql_where=sa.text("audience IS NOT NULL")
    )
    op.create_index("ix_introduction_message_introduction_id", "message", ["introduction_id"], unique=False)
    op.create_check_constraint(op.f("ck_introduction_message_side_unless_officers"), "message", f"side IS NOT NULL OR {OFFICERS}")
    op.execute("ALTER SEQUENCE message_attachment_id_seq RENAME TO introduction_attachment_id_seq")
    op.execute("ALTER SEQUENCE message_id_seq RENAME TO introduction_message_id_seq")
    for old, new in TABLES.items():
        _rename(new, old)
