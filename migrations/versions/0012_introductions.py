"""Introductions: requests, messages, steps that both sides confirm; events about them; the programme's rules for them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SUBJECTS = "organisation_id, project_id, programme_id, person_id, registry_import_id, profile_id"


def one_subject(columns: str) -> None:
    """Replace the check that exactly one of the columns is set; existing rows are checked without keeping writers out."""
    op.execute("ALTER TABLE event DROP CONSTRAINT ck_event_one_subject")
    op.execute(f"ALTER TABLE event ADD CONSTRAINT ck_event_one_subject CHECK (num_nonnulls({columns}) = 1) NOT VALID")
    op.execute("ALTER TABLE event VALIDATE CONSTRAINT ck_event_one_subject")


def upgrade() -> None:
    for name, default in (("introduction_screening_days", "5"), ("introduction_quota", "10")):
        op.add_column("programme", sa.Column(name, sa.Integer(), nullable=False, server_default=default))
        op.alter_column("programme", name, server_default=None)
    op.create_check_constraint(op.f("ck_programme_introductions"), "programme", "introduction_screening_days >= 0 AND introduction_quota >= 1")
    op.create_table('introduction',
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('profile_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'screening', 'sent', 'seen', 'question', 'accepted', 'declined', 'lapsed', 'withdrawn', 'refused_by_broker', 'in_talks', 'under_nda', 'converted', 'agreed', 'closed_no_deal', 'dormant', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_by_id', sa.BigInteger(), nullable=False),
    sa.Column('withheld', sa.Boolean(), nullable=False),
    sa.Column('screened', sa.Boolean(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('why', sa.Text(), nullable=True),
    sa.Column('brings', sa.Text(), nullable=True),
    sa.Column('seeks', sa.Text(), nullable=True),
    sa.Column('timing', sa.Text(), nullable=True),
    sa.Column('questions', sa.Text(), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('declining_reason', sa.Enum('other_need', 'technology', 'maturity', 'terms', 'competitor', 'trust', 'export_control', 'no_capacity', 'not_now', 'partner_found', 'no_longer_sought', name='declining_reason', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('declining_note', sa.Text(), nullable=True),
    sa.Column('closing_reason', sa.Enum('no_agreement_on_terms', 'technology_does_not_fit', 'no_funding', 'no_capacity', 'other_partner', 'strategy_changed', 'no_licence', 'no_response', name='closing_reason', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('agreement_type', sa.Enum('commercial', 'investment', 'outsourcing', 'research_cooperation', 'supplier', 'licence', 'joint_venture', name='agreement_type', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('returns_to', sa.Enum('draft', 'screening', 'sent', 'seen', 'question', 'accepted', 'declined', 'lapsed', 'withdrawn', 'refused_by_broker', 'in_talks', 'under_nda', 'converted', 'agreed', 'closed_no_deal', 'dormant', name='returns_to', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('project_id', sa.BigInteger(), nullable=True),
    sa.Column('found_partner', sa.Boolean(), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(state = 'agreed') = (agreement_type IS NOT NULL)", name=op.f('ck_introduction_type_if_agreed')),
    sa.CheckConstraint("(state = 'closed_no_deal') = (closing_reason IS NOT NULL)", name=op.f('ck_introduction_reason_if_closed')),
    sa.CheckConstraint("(state = 'converted') = (project_id IS NOT NULL)", name=op.f('ck_introduction_project_if_converted')),
    sa.CheckConstraint("(state = 'declined') = (declining_reason IS NOT NULL)", name=op.f('ck_introduction_reason_if_declined')),
    sa.CheckConstraint("(state = 'dormant') = (returns_to IS NOT NULL)", name=op.f('ck_introduction_returns_if_dormant')),
    sa.CheckConstraint("(state IN ('accepted', 'in_talks', 'under_nda', 'converted', 'agreed', 'closed_no_deal', 'dormant')) = (accepted_at IS NOT NULL)", name=op.f('ck_introduction_accepted_at_if_accepted')),
    sa.CheckConstraint("state <> 'declined' OR answered_at IS NOT NULL", name=op.f('ck_introduction_declined_is_answered')),
    sa.CheckConstraint("state NOT IN ('screening', 'refused_by_broker') OR (screened AND submitted_at IS NOT NULL)", name=op.f('ck_introduction_screened_has_facts')),
    sa.CheckConstraint("state NOT IN ('sent', 'seen', 'question', 'declined', 'lapsed', 'accepted', 'in_talks', 'under_nda', 'converted', 'agreed', 'closed_no_deal', 'dormant') OR sent_at IS NOT NULL", name=op.f('ck_introduction_sent_at_if_sent')),
    sa.CheckConstraint('NOT found_partner OR accepted_at IS NOT NULL', name=op.f('ck_introduction_found_is_accepted')),
    sa.CheckConstraint('accepted_at IS NULL OR answered_at IS NOT NULL', name=op.f('ck_introduction_accepted_is_answered')),
    sa.CheckConstraint('sent_at IS NULL OR submitted_at IS NOT NULL', name=op.f('ck_introduction_submitted_before_sent')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_introduction_created_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_introduction_organisation_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['profile_id'], ['profile.id'], name=op.f('fk_introduction_profile_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_introduction_project_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_introduction')),
    sa.UniqueConstraint('public_id', name=op.f('uq_introduction_public_id'))
    )
    op.create_index('ix_introduction_due', 'introduction', ['due_at'], unique=False, postgresql_where=sa.text('due_at IS NOT NULL'))
    op.create_index(op.f('ix_introduction_organisation_id'), 'introduction', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_introduction_profile_id'), 'introduction', ['profile_id'], unique=False)
    op.create_index(op.f('ix_introduction_project_id'), 'introduction', ['project_id'], unique=False)
    op.create_index('ix_introduction_screening', 'introduction', ['due_at', 'id'], unique=False, postgresql_where=sa.text("state = 'screening'"))
    op.create_index('uq_introduction_found', 'introduction', ['profile_id'], unique=True, postgresql_where=sa.text('found_partner'))
    op.create_index('uq_introduction_open', 'introduction', ['organisation_id', 'profile_id'], unique=True, postgresql_where=sa.text("state IN ('draft', 'screening', 'sent', 'seen', 'question', 'accepted', 'in_talks', 'under_nda', 'dormant')"))
    op.create_table('introduction_message',
    sa.Column('introduction_id', sa.BigInteger(), nullable=False),
    sa.Column('side', sa.Enum('asker', 'owner', name='side', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('written_by_id', sa.BigInteger(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_introduction_message_introduction_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_introduction_message_written_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_introduction_message'))
    )
    op.create_index(op.f('ix_introduction_message_introduction_id'), 'introduction_message', ['introduction_id'], unique=False)
    op.create_table('introduction_step',
    sa.Column('introduction_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Enum('meeting', 'confidentiality', 'project', 'agreement', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'confirmed', 'set_aside', 'lapsed', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('side', sa.Enum('asker', 'owner', name='side', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('proposed_by_id', sa.BigInteger(), nullable=False),
    sa.Column('confirmed_by_id', sa.BigInteger(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('on', sa.Date(), nullable=True),
    sa.Column('text_version', sa.Enum('standard_1', 'own', name='text_version', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=True),
    sa.Column('reference', sa.String(length=300), nullable=True),
    sa.Column('agreement_type', sa.Enum('commercial', 'investment', 'outsourcing', 'research_cooperation', 'supplier', 'licence', 'joint_venture', name='agreement_type', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(kind = 'agreement') = (agreement_type IS NOT NULL)", name=op.f('ck_introduction_step_type_if_agreement')),
    sa.CheckConstraint("(kind = 'confidentiality') = (text_version IS NOT NULL AND digest IS NOT NULL)", name=op.f('ck_introduction_step_text_if_confidentiality')),
    sa.CheckConstraint("(kind = 'project') = (title IS NOT NULL)", name=op.f('ck_introduction_step_title_if_project')),
    sa.CheckConstraint("(state = 'confirmed') = (confirmed_by_id IS NOT NULL AND confirmed_at IS NOT NULL)", name=op.f('ck_introduction_step_confirmer_if_confirmed')),
    sa.CheckConstraint("(state = 'proposed') = (due_at IS NOT NULL)", name=op.f('ck_introduction_step_due_if_proposed')),
    sa.CheckConstraint("text_version IS NULL OR text_version <> 'own' OR reference IS NOT NULL", name=op.f('ck_introduction_step_reference_if_own')),
    sa.CheckConstraint('(kind = \'meeting\') = ("on" IS NOT NULL)', name=op.f('ck_introduction_step_day_if_meeting')),
    sa.CheckConstraint('confirmed_by_id <> proposed_by_id', name=op.f('ck_introduction_step_confirmed_by_another')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['person.id'], name=op.f('fk_introduction_step_confirmed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_introduction_step_introduction_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['person.id'], name=op.f('fk_introduction_step_proposed_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_introduction_step'))
    )
    op.create_index('ix_introduction_step_due', 'introduction_step', ['due_at'], unique=False, postgresql_where=sa.text('due_at IS NOT NULL'))
    op.create_index(op.f('ix_introduction_step_introduction_id'), 'introduction_step', ['introduction_id'], unique=False)
    op.create_index('uq_introduction_step_open', 'introduction_step', ['introduction_id'], unique=True, postgresql_where=sa.text("state = 'proposed'"))
    op.add_column("event", sa.Column("introduction_id", sa.BigInteger(), nullable=True))
    op.create_index("ix_event_introduction", "event", ["introduction_id", "seq"], unique=False, postgresql_where="introduction_id IS NOT NULL")
    op.create_foreign_key(op.f("fk_event_introduction_id"), "event", "introduction", ["introduction_id"], ["id"], ondelete="RESTRICT")
    one_subject(f"{SUBJECTS}, introduction_id")


def downgrade() -> None:
    one_subject(SUBJECTS)
    op.drop_constraint(op.f("fk_event_introduction_id"), "event", type_="foreignkey")
    op.drop_index("ix_event_introduction", table_name="event", postgresql_where="introduction_id IS NOT NULL")
    op.drop_column("event", "introduction_id")
    for table in ("introduction_step", "introduction_message", "introduction"):
        op.drop_table(table)
    op.drop_constraint(op.f("ck_programme_introductions"), "programme", type_="check")
    op.drop_column("programme", "introduction_quota")
    op.drop_column("programme", "introduction_screening_days")
