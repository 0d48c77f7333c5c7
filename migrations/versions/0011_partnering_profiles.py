"""Partnering profiles: versions, translations, quality checks, revisions, views, bookmarks; events about profiles."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SUBJECTS = "organisation_id, project_id, programme_id, person_id, registry_import_id"


def one_of(table: str, constraint: str, columns: str) -> None:
    """Replace a check that exactly one of the columns is set; existing rows are checked without keeping writers out."""
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {constraint} CHECK (num_nonnulls({columns}) = 1) NOT VALID")
    op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {constraint}")


def upgrade() -> None:
    op.create_table('profile',
        sa.Column('organisation_id', sa.BigInteger(), nullable=False),
        sa.Column('programme_id', sa.BigInteger(), nullable=False),
        sa.Column('kind', sa.Enum('offer', 'request', 'rd_request', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('anonymous', sa.Boolean(), nullable=False),
        sa.Column('state', sa.Enum('draft', 'in_review', 'changes_requested', 'published', 'paused', 'expired', 'fulfilled', 'rejected', 'archived', 'withdrawn_by_authority', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
        sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('renewals', sa.Integer(), nullable=False),
        sa.Column('found_through', sa.Enum('this_platform', 'elsewhere', name='found_through', native_enum=False, create_constraint=True, length=40), nullable=True),
        sa.Column('created_by_id', sa.BigInteger(), nullable=False),
        sa.Column('published_version_id', sa.BigInteger(), nullable=True),
        sa.Column('languages', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('countries', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('partner_sizes', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('keywords', sa.String(length=300), nullable=True),
        sa.Column('external_link', sa.String(length=500), nullable=True),
        sa.Column('shows_tracks', sa.Boolean(), nullable=False),
        sa.Column('shows_country', sa.Boolean(), nullable=False),
        sa.Column('shows_subtopics', sa.Boolean(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('grams', sa.ARRAY(sa.String(length=8)), nullable=False),
        sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column('public_id', sa.String(length=12), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), server_default='1', nullable=False),
        sa.CheckConstraint("state <> 'fulfilled' OR found_through IS NOT NULL", name=op.f('ck_profile_found_if_fulfilled')),
        sa.CheckConstraint("state = 'draft' OR submitted_at IS NOT NULL", name=op.f('ck_profile_submitted_unless_draft')),
        sa.CheckConstraint("state NOT IN ('published', 'paused') OR (published_version_id IS NOT NULL AND expires_at IS NOT NULL)", name=op.f('ck_profile_published_has_facts')),
        sa.CheckConstraint('NOT anonymous OR external_link IS NULL', name=op.f('ck_profile_no_link_if_anonymous')),
        sa.CheckConstraint('renewals BETWEEN 0 AND 2', name=op.f('ck_profile_renewals_range')),
        sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_profile_created_by_id'), ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_profile_organisation_id'), ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_profile_programme_id'), ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_profile')),
        sa.UniqueConstraint('public_id', name=op.f('uq_profile_public_id'))
    )
    op.create_index('ix_profile_due', 'profile', ['due_at'], unique=False, postgresql_where=sa.text('due_at IS NOT NULL'))
    op.create_index('ix_profile_expiry', 'profile', ['expires_at'], unique=False, postgresql_where=sa.text("state IN ('published', 'paused')"))
    op.create_index('ix_profile_grams', 'profile', ['grams'], unique=False, postgresql_using='gin')
    op.create_index('ix_profile_open', 'profile', ['kind', 'published_at', 'id'], unique=False, postgresql_where=sa.text("state = 'published'"))
    op.create_index(op.f('ix_profile_organisation_id'), 'profile', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_profile_programme_id'), 'profile', ['programme_id'], unique=False)
    op.create_index(op.f('ix_profile_published_version_id'), 'profile', ['published_version_id'], unique=False)
    op.create_table('profile_bookmark',
        sa.Column('profile_id', sa.BigInteger(), nullable=False),
        sa.Column('person_id', sa.BigInteger(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_profile_bookmark_person_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['profile_id'], ['profile.id'], name=op.f('fk_profile_bookmark_profile_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('profile_id', 'person_id', name=op.f('pk_profile_bookmark'))
    )
    op.create_index(op.f('ix_profile_bookmark_person_id'), 'profile_bookmark', ['person_id'], unique=False)
    op.create_table('profile_revision',
        sa.Column('profile_id', sa.BigInteger(), nullable=False),
        sa.Column('state', sa.Enum('writing', 'in_review', 'changes_requested', 'published', 'refused', 'dropped', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
        sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), server_default='1', nullable=False),
        sa.ForeignKeyConstraint(['profile_id'], ['profile.id'], name=op.f('fk_profile_revision_profile_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_profile_revision'))
    )
    op.create_index('ix_profile_revision_due', 'profile_revision', ['due_at'], unique=False, postgresql_where=sa.text('due_at IS NOT NULL'))
    op.create_index(op.f('ix_profile_revision_profile_id'), 'profile_revision', ['profile_id'], unique=False)
    op.create_index('uq_profile_revision_open', 'profile_revision', ['profile_id'], unique=True, postgresql_where=sa.text("state IN ('writing', 'in_review', 'changes_requested')"))
    op.create_table('profile_translation',
        sa.Column('profile_id', sa.BigInteger(), nullable=False),
        sa.Column('language', sa.String(length=8), nullable=False),
        sa.Column('title', sa.String(length=200), nullable=False),
        sa.Column('summary', sa.Text(), nullable=True),
        sa.Column('description', sa.Text(), nullable=True),
        sa.Column('advantages', sa.Text(), nullable=True),
        sa.Column('expertise', sa.Text(), nullable=True),
        sa.Column('partner_role', sa.Text(), nullable=True),
        sa.Column('rights_notes', sa.Text(), nullable=True),
        sa.Column('by_machine', sa.Boolean(), nullable=False),
        sa.Column('translated_by_id', sa.BigInteger(), nullable=False),
        sa.Column('checked_by_id', sa.BigInteger(), nullable=True),
        sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('source', sa.String(length=64), nullable=False),
        sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), server_default='1', nullable=False),
        sa.CheckConstraint('(checked_by_id IS NULL) = (checked_at IS NULL)', name=op.f('ck_profile_translation_checker_if_checked')),
        sa.ForeignKeyConstraint(['checked_by_id'], ['person.id'], name=op.f('fk_profile_translation_checked_by_id'), ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['profile_id'], ['profile.id'], name=op.f('fk_profile_translation_profile_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['translated_by_id'], ['person.id'], name=op.f('fk_profile_translation_translated_by_id'), ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_profile_translation')),
        sa.UniqueConstraint('profile_id', 'language', name=op.f('uq_profile_translation_profile_id_language'))
    )
    op.create_index(op.f('ix_profile_translation_profile_id'), 'profile_translation', ['profile_id'], unique=False)
    op.create_table('profile_version',
        sa.Column('profile_id', sa.BigInteger(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('written_by_id', sa.BigInteger(), nullable=False),
        sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('given_up', sa.Boolean(), nullable=False),
        sa.Column('language', sa.String(length=8), nullable=False),
        sa.Column('title', sa.String(length=120), nullable=False),
        sa.Column('summary', sa.String(length=500), nullable=True),
        sa.Column('description', sa.Text(), nullable=True),
        sa.Column('advantages', sa.Text(), nullable=True),
        sa.Column('expertise', sa.Text(), nullable=True),
        sa.Column('partner_role', sa.Text(), nullable=True),
        sa.Column('rights_notes', sa.Text(), nullable=True),
        sa.Column('trl', sa.Integer(), nullable=True),
        sa.Column('automation_level', sa.Integer(), nullable=True),
        sa.Column('stage', sa.Enum('concept', 'under_development', 'prototype', 'demonstration', 'on_market', name='stage', native_enum=False, create_constraint=True, length=40), nullable=True),
        sa.Column('rights', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('goals', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('collaboration', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('partner_kinds', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('call_id', sa.BigInteger(), nullable=True),
        sa.Column('deadline', sa.Date(), nullable=True),
        sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), server_default='1', nullable=False),
        sa.CheckConstraint('automation_level BETWEEN 0 AND 5', name=op.f('ck_profile_version_automation_level_range')),
        sa.CheckConstraint('trl BETWEEN 1 AND 9', name=op.f('ck_profile_version_trl_range')),
        sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_profile_version_call_id'), ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['profile_id'], ['profile.id'], name=op.f('fk_profile_version_profile_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_profile_version_written_by_id'), ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_profile_version')),
        sa.UniqueConstraint('profile_id', 'number', name=op.f('uq_profile_version_profile_id_number'))
    )
    op.create_index('ix_profile_version_collaboration', 'profile_version', ['collaboration'], unique=False, postgresql_using='gin')
    op.create_index(op.f('ix_profile_version_profile_id'), 'profile_version', ['profile_id'], unique=False)
    op.create_foreign_key(op.f('fk_profile_published_version_id'), 'profile', 'profile_version', ['published_version_id'], ['id'], ondelete='RESTRICT')
    op.create_table('profile_views',
        sa.Column('profile_id', sa.BigInteger(), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['profile_id'], ['profile.id'], name=op.f('fk_profile_views_profile_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('profile_id', 'on', name=op.f('pk_profile_views'))
    )
    op.create_table('profile_review',
        sa.Column('version_id', sa.BigInteger(), nullable=False),
        sa.Column('reviewer_id', sa.BigInteger(), nullable=False),
        sa.Column('scores', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('comment', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), server_default='1', nullable=False),
        sa.ForeignKeyConstraint(['reviewer_id'], ['person.id'], name=op.f('fk_profile_review_reviewer_id'), ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['version_id'], ['profile_version.id'], name=op.f('fk_profile_review_version_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_profile_review')),
        sa.UniqueConstraint('version_id', 'reviewer_id', name=op.f('uq_profile_review_version_id_reviewer_id'))
    )
    op.create_index(op.f('ix_profile_review_version_id'), 'profile_review', ['version_id'], unique=False)
    op.create_table('profile_subtopic',
        sa.Column('version_id', sa.BigInteger(), nullable=False),
        sa.Column('subtopic_id', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['subtopic_id'], ['subtopic.id'], name=op.f('fk_profile_subtopic_subtopic_id'), ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['version_id'], ['profile_version.id'], name=op.f('fk_profile_subtopic_version_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('version_id', 'subtopic_id', name=op.f('pk_profile_subtopic'))
    )
    op.create_index(op.f('ix_profile_subtopic_subtopic_id'), 'profile_subtopic', ['subtopic_id'], unique=False)
    op.create_table('profile_track',
        sa.Column('version_id', sa.BigInteger(), nullable=False),
        sa.Column('track_id', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['track_id'], ['track.id'], name=op.f('fk_profile_track_track_id'), ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['version_id'], ['profile_version.id'], name=op.f('fk_profile_track_version_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('version_id', 'track_id', name=op.f('pk_profile_track'))
    )
    op.create_index(op.f('ix_profile_track_track_id'), 'profile_track', ['track_id'], unique=False)
    op.add_column('event', sa.Column('profile_id', sa.BigInteger(), nullable=True))
    op.create_index('ix_event_profile', 'event', ['profile_id', 'seq'], unique=False, postgresql_where='profile_id IS NOT NULL')
    op.create_foreign_key(op.f('fk_event_profile_id'), 'event', 'profile', ['profile_id'], ['id'], ondelete='RESTRICT')
    op.add_column('search_document', sa.Column('profile_id', sa.BigInteger(), nullable=True))
    op.create_unique_constraint(op.f('uq_search_document_profile_id'), 'search_document', ['profile_id'])
    op.create_foreign_key(op.f('fk_search_document_profile_id'), 'search_document', 'profile', ['profile_id'], ['id'], ondelete='CASCADE')
    one_of("event", "ck_event_one_subject", f"{SUBJECTS}, profile_id")
    one_of("search_document", "ck_search_document_one_subject", "organisation_id, call_id, project_id, profile_id")


def downgrade() -> None:
    one_of("search_document", "ck_search_document_one_subject", "organisation_id, call_id, project_id")
    one_of("event", "ck_event_one_subject", SUBJECTS)
    op.drop_constraint(op.f('fk_search_document_profile_id'), 'search_document', type_='foreignkey')
    op.drop_constraint(op.f('uq_search_document_profile_id'), 'search_document', type_='unique')
    op.drop_column('search_document', 'profile_id')
    op.drop_constraint(op.f('fk_event_profile_id'), 'event', type_='foreignkey')
    op.drop_index('ix_event_profile', table_name='event', postgresql_where='profile_id IS NOT NULL')
    op.drop_column('event', 'profile_id')
    op.drop_index(op.f('ix_profile_track_track_id'), table_name='profile_track')
    op.drop_table('profile_track')
    op.drop_index(op.f('ix_profile_subtopic_subtopic_id'), table_name='profile_subtopic')
    op.drop_table('profile_subtopic')
    op.drop_index(op.f('ix_profile_review_version_id'), table_name='profile_review')
    op.drop_table('profile_review')
    op.drop_table('profile_views')
    op.drop_constraint(op.f('fk_profile_published_version_id'), 'profile', type_='foreignkey')
    op.drop_index(op.f('ix_profile_version_profile_id'), table_name='profile_version')
    op.drop_index('ix_profile_version_collaboration', table_name='profile_version', postgresql_using='gin')
    op.drop_table('profile_version')
    op.drop_index(op.f('ix_profile_translation_profile_id'), table_name='profile_translation')
    op.drop_table('profile_translation')
    op.drop_index('uq_profile_revision_open', table_name='profile_revision', postgresql_where=sa.text("state IN ('writing', 'in_review', 'changes_requested')"))
    op.drop_index(op.f('ix_profile_revision_profile_id'), table_name='profile_revision')
    op.drop_index('ix_profile_revision_due', table_name='profile_revision', postgresql_where=sa.text('due_at IS NOT NULL'))
    op.drop_table('profile_revision')
    op.drop_index(op.f('ix_profile_bookmark_person_id'), table_name='profile_bookmark')
    op.drop_table('profile_bookmark')
    op.drop_index(op.f('ix_profile_published_version_id'), table_name='profile')
    op.drop_index(op.f('ix_profile_programme_id'), table_name='profile')
    op.drop_index(op.f('ix_profile_organisation_id'), table_name='profile')
    op.drop_index('ix_profile_open', table_name='profile', postgresql_where=sa.text("state = 'published'"))
    op.drop_index('ix_profile_grams', table_name='profile', postgresql_using='gin')
    op.drop_index('ix_profile_expiry', table_name='profile', postgresql_where=sa.text("state IN ('published', 'paused')"))
    op.drop_index('ix_profile_due', table_name='profile', postgresql_where=sa.text('due_at IS NOT NULL'))
    op.drop_table('profile')
