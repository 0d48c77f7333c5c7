"""initial"""

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql

APPEND_ONLY = """
CREATE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit chain is append-only';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event
  FOR EACH ROW EXECUTE FUNCTION refuse_event_change();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
  EXECUTE FUNCTION refuse_event_change();
"""

DROP_QUEUE = """
DO $$
DECLARE thing record;
BEGIN
  FOR thing IN SELECT format('DROP TABLE %I CASCADE', relname) AS statement FROM pg_class
    WHERE relname LIKE 'procrastinate_%' AND relkind = 'r' LOOP EXECUTE thing.statement; END LOOP;
  FOR thing IN SELECT format('DROP FUNCTION %s CASCADE', oid::regprocedure) AS statement FROM pg_proc
    WHERE proname LIKE 'procrastinate_%' LOOP EXECUTE thing.statement; END LOOP;
  FOR thing IN SELECT format('DROP TYPE %I CASCADE', typname) AS statement FROM pg_type
    WHERE typname LIKE 'procrastinate_%' AND typtype IN ('e', 'c') LOOP EXECUTE thing.statement; END LOOP;
END $$;
"""

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def run_script(script: str) -> None:
    """Several statements at once, as the driver sends them without parameters."""
    op.get_bind().connection.driver_connection.execute(script)


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    op.create_table('attempt',
    sa.Column('what', sa.String(length=40), nullable=False),
    sa.Column('key_digest', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt'))
    )
    op.create_index('ix_attempt_key', 'attempt', ['what', 'key_digest', 'at'], unique=False)
    op.create_table('outbox',
    sa.Column('topic', sa.String(length=40), nullable=False),
    sa.Column('dedup', sa.String(length=200), nullable=False),
    sa.Column('payload', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('last_error', sa.String(length=500), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('dedup', name=op.f('uq_outbox_dedup'))
    )
    op.create_index('ix_outbox_waiting', 'outbox', ['topic', 'due_at'], unique=False, postgresql_where='done_at IS NULL AND failed_at IS NULL')
    op.create_table('person',
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_reading', sa.String(length=120), nullable=True),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("email LIKE '%%_@_%%'", name=op.f('ck_person_email_has_at')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('public_id', name=op.f('uq_person_public_id'))
    )
    op.create_index('uq_person_email', 'person', [sa.literal_column('lower(email)')], unique=True)
    op.create_table('one_time_token',
    sa.Column('purpose', sa.Enum('confirm_email', 'reset_password', name='purpose', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_one_time_token_person_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_one_time_token')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_one_time_token_token_digest'))
    )
    op.create_index(op.f('ix_one_time_token_person_id'), 'one_time_token', ['person_id'], unique=False)
    op.create_table('organisation',
    sa.Column('kind', sa.Enum('company', 'government_body', 'economic_organisation', 'research_institute', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('state', sa.Enum('invited', 'expired', 'draft', 'declared', 'in_verification', 'update_needed', 'verified', 'verification_expired', 'rejected', 'merged', 'suspended', 'retired', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('source', sa.Enum('registered', 'invited', 'imported', 'programme', name='source', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=True),
    sa.Column('name_native', sa.String(length=300), nullable=True),
    sa.Column('name_native_language', sa.String(length=8), nullable=True),
    sa.Column('name_latin', sa.String(length=300), nullable=True),
    sa.Column('name_kana', sa.String(length=300), nullable=True),
    sa.Column('sort_key', sa.String(length=300), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('description_language', sa.String(length=8), nullable=True),
    sa.Column('size_band', sa.Enum('1-10', '11-50', '51-200', '201-1000', '1001+', name='size_band', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('industry', sa.String(length=200), nullable=True),
    sa.Column('facts', postgresql.JSONB(astext_type=sa.Text()), server_default='{}', nullable=False),
    sa.Column('website', sa.String(length=500), nullable=True),
    sa.Column('contact_name', sa.String(length=120), nullable=True),
    sa.Column('contact_email', sa.String(length=254), nullable=True),
    sa.Column('contact_phone', sa.String(length=40), nullable=True),
    sa.Column('postal_code', sa.String(length=20), nullable=True),
    sa.Column('region', sa.String(length=120), nullable=True),
    sa.Column('city', sa.String(length=120), nullable=True),
    sa.Column('street', sa.String(length=300), nullable=True),
    sa.Column('evidence', sa.Text(), nullable=True),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verified_by_id', sa.BigInteger(), nullable=True),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('field_reasons', postgresql.JSONB(astext_type=sa.Text()), server_default='{}', nullable=False),
    sa.Column('proposed_legal_data', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('merged_into_id', sa.BigInteger(), nullable=True),
    sa.Column('import_id', sa.BigInteger(), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name=op.f('ck_organisation_successor_if_merged')),
    sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f('ck_organisation_country_alpha_2')),
    sa.CheckConstraint("state <> 'verified' OR (verified_at IS NOT NULL AND valid_until IS NOT NULL)", name=op.f('ck_organisation_verified_has_dates')),
    sa.CheckConstraint('merged_into_id <> id', name=op.f('ck_organisation_not_into_itself')),
    sa.CheckConstraint('name_native IS NOT NULL OR name_latin IS NOT NULL', name=op.f('ck_organisation_some_name')),
    sa.ForeignKeyConstraint(['import_id'], ['registry_import.id'], name=op.f('fk_organisation_import_id'), ondelete='RESTRICT', use_alter=True),
    sa.ForeignKeyConstraint(['merged_into_id'], ['organisation.id'], name=op.f('fk_organisation_merged_into_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['verified_by_id'], ['person.id'], name=op.f('fk_organisation_verified_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('code', name=op.f('uq_organisation_code')),
    sa.UniqueConstraint('public_id', name=op.f('uq_organisation_public_id'))
    )
    op.create_index(op.f('ix_organisation_country'), 'organisation', ['country'], unique=False)
    op.create_index(op.f('ix_organisation_import_id'), 'organisation', ['import_id'], unique=False)
    op.create_index('ix_organisation_list', 'organisation', ['country', 'kind', 'sort_key', 'id'], unique=False)
    op.create_index(op.f('ix_organisation_merged_into_id'), 'organisation', ['merged_into_id'], unique=False)
    op.create_index('ix_organisation_state', 'organisation', ['state', 'country', 'state_since'], unique=False)
    op.create_table('sign_in',
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('agent', sa.String(length=300), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_in_person_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_sign_in_token_digest'))
    )
    op.create_index(op.f('ix_sign_in_person_id'), 'sign_in', ['person_id'], unique=False)
    op.create_table('invitation',
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('role', sa.Enum('member', 'representative', 'signatory', 'officer', 'decision_maker', 'finance_officer', 'coordinator', 'reviewer', 'administrator', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('state', sa.Enum('sent', 'accepted', 'withdrawn', 'expired', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('invited_by_id', sa.BigInteger(), nullable=False),
    sa.Column('accepted_by_id', sa.BigInteger(), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("(state = 'accepted') = (accepted_by_id IS NOT NULL)", name=op.f('ck_invitation_accepter_if_accepted')),
    sa.ForeignKeyConstraint(['accepted_by_id'], ['person.id'], name=op.f('fk_invitation_accepted_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name=op.f('fk_invitation_invited_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_invitation_organisation_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_invitation_public_id')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_invitation_token_digest'))
    )
    op.create_index(op.f('ix_invitation_organisation_id'), 'invitation', ['organisation_id'], unique=False)
    op.create_index('uq_invitation_open', 'invitation', [sa.literal_column('lower(email)'), 'organisation_id', 'role'], unique=True, postgresql_where=sa.text("state = 'sent'"))
    op.create_table('membership',
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=True),
    sa.Column('role', sa.Enum('member', 'representative', 'signatory', 'officer', 'decision_maker', 'finance_officer', 'coordinator', 'reviewer', 'administrator', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('granted_by_id', sa.BigInteger(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("organisation_id IS NOT NULL OR role IN ('administrator', 'reviewer')", name=op.f('ck_membership_organisation_unless_unbound')),
    sa.ForeignKeyConstraint(['granted_by_id'], ['person.id'], name=op.f('fk_membership_granted_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_membership_organisation_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_membership_person_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership'))
    )
    op.create_index(op.f('ix_membership_organisation_id'), 'membership', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_membership_person_id'), 'membership', ['person_id'], unique=False)
    op.create_index('uq_membership_in_force', 'membership', ['person_id', 'organisation_id', 'role'], unique=True, postgresql_where=sa.text('ended_at IS NULL'), postgresql_nulls_not_distinct=True)
    op.create_table('official_number',
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('scheme', sa.String(length=30), nullable=False),
    sa.Column('value', sa.String(length=40), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_official_number_organisation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_official_number')),
    sa.UniqueConstraint('scheme', 'value', name=op.f('uq_official_number_scheme_value'))
    )
    op.create_index(op.f('ix_official_number_organisation_id'), 'official_number', ['organisation_id'], unique=False)
    op.create_table('organisation_name',
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Enum('native', 'latin', 'kana', 'other', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('key', sa.String(length=300), nullable=False),
    sa.Column('grams', sa.ARRAY(sa.String(length=8)), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_name_organisation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_name')),
    sa.UniqueConstraint('organisation_id', 'kind', 'text', name=op.f('uq_organisation_name_organisation_id_kind_text'))
    )
    op.create_index('ix_organisation_name_grams', 'organisation_name', ['grams'], unique=False, postgresql_using='gin')
    op.create_index(op.f('ix_organisation_name_key'), 'organisation_name', ['key'], unique=False)
    op.create_index(op.f('ix_organisation_name_organisation_id'), 'organisation_name', ['organisation_id'], unique=False)
    op.create_table('programme',
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('names', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('purpose', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('goal', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('reference_currency', sa.String(length=3), nullable=False),
    sa.Column('secretariat_id', sa.BigInteger(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('share_cap_percent', sa.Numeric(precision=5, scale=2), nullable=True),
    sa.Column('minimum_partners_per_party', sa.Integer(), nullable=False),
    sa.Column('duration_months_min', sa.Integer(), nullable=True),
    sa.Column('duration_months_max', sa.Integer(), nullable=True),
    sa.Column('minimum_reviews_per_party', sa.Integer(), nullable=False),
    sa.Column('commitment_working_days', sa.Integer(), nullable=False),
    sa.Column('eligibility_working_days', sa.Integer(), nullable=False),
    sa.Column('info_request_working_days', sa.Integer(), nullable=False),
    sa.Column('recommendation_working_days', sa.Integer(), nullable=False),
    sa.Column('decision_working_days', sa.Integer(), nullable=False),
    sa.Column('changes_wait_days', sa.Integer(), nullable=False),
    sa.Column('agreement_weeks', sa.Integer(), nullable=False),
    sa.Column('rules_source', sa.String(length=500), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("names ? 'en' AND purpose ? 'en'", name=op.f('ck_programme_english_texts')),
    sa.CheckConstraint('duration_months_min <= duration_months_max', name=op.f('ck_programme_duration_order')),
    sa.CheckConstraint('minimum_partners_per_party >= 1 AND minimum_reviews_per_party >= 0', name=op.f('ck_programme_minimums')),
    sa.CheckConstraint('share_cap_percent BETWEEN 0 AND 100', name=op.f('ck_programme_share_cap_percent')),
    sa.ForeignKeyConstraint(['secretariat_id'], ['organisation.id'], name=op.f('fk_programme_secretariat_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme')),
    sa.UniqueConstraint('code', name=op.f('uq_programme_code'))
    )
    op.create_index(op.f('ix_programme_secretariat_id'), 'programme', ['secretariat_id'], unique=False)
    op.create_table('recovery',
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('claimant_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('open', 'granted', 'refused', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.BigInteger(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(state = 'open') = (decided_by_id IS NULL)", name=op.f('ck_recovery_decider_if_decided')),
    sa.ForeignKeyConstraint(['claimant_id'], ['person.id'], name=op.f('fk_recovery_claimant_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_recovery_decided_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_recovery_organisation_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery'))
    )
    op.create_index(op.f('ix_recovery_claimant_id'), 'recovery', ['claimant_id'], unique=False)
    op.create_index(op.f('ix_recovery_organisation_id'), 'recovery', ['organisation_id'], unique=False)
    op.create_index('uq_recovery_open', 'recovery', ['organisation_id'], unique=True, postgresql_where=sa.text("state = 'open'"))
    op.create_table('search_document',
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('tokens', postgresql.TSVECTOR(), nullable=False),
    sa.Column('indexed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_search_document_organisation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('organisation_id', name=op.f('pk_search_document'))
    )
    op.create_index('ix_search_document_tokens', 'search_document', ['tokens'], unique=False, postgresql_using='gin')
    op.create_table('call',
    sa.Column('programme_id', sa.BigInteger(), nullable=False),
    sa.Column('names', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('summary', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("names ? 'en'", name=op.f('ck_call_english_name')),
    sa.CheckConstraint('opens_at < closes_at', name=op.f('ck_call_opens_before_closes')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_call_programme_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call')),
    sa.UniqueConstraint('public_id', name=op.f('uq_call_public_id'))
    )
    op.create_index('ix_call_open', 'call', ['programme_id', 'closes_at'], unique=False)
    op.create_index(op.f('ix_call_programme_id'), 'call', ['programme_id'], unique=False)
    op.create_table('exchange_rate',
    sa.Column('programme_id', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('value', sa.Numeric(precision=18, scale=8), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('value > 0', name=op.f('ck_exchange_rate_value_positive')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_exchange_rate_programme_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exchange_rate')),
    sa.UniqueConstraint('programme_id', 'currency', 'on', name=op.f('uq_exchange_rate_programme_id_currency_on'))
    )
    op.create_index(op.f('ix_exchange_rate_programme_id'), 'exchange_rate', ['programme_id'], unique=False)
    op.create_table('party',
    sa.Column('programme_id', sa.BigInteger(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('authority_id', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.Column('languages', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('weekend', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('number_schemes', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('postal_code_pattern', sa.String(length=100), nullable=True),
    sa.Column('address_order', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('name_scripts', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('legal_forms', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.CheckConstraint('position IN (1, 2)', name=op.f('ck_party_two_parties')),
    sa.ForeignKeyConstraint(['authority_id'], ['organisation.id'], name=op.f('fk_party_authority_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_party_programme_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party')),
    sa.UniqueConstraint('programme_id', 'country', name=op.f('uq_party_programme_id_country')),
    sa.UniqueConstraint('programme_id', 'position', name=op.f('uq_party_programme_id_position'))
    )
    op.create_index(op.f('ix_party_authority_id'), 'party', ['authority_id'], unique=False)
    op.create_index(op.f('ix_party_programme_id'), 'party', ['programme_id'], unique=False)
    op.create_table('programme_body',
    sa.Column('programme_id', sa.BigInteger(), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('role', sa.Enum('policy_owner', 'co_chair', 'secretariat', 'implementing_agency', 'funder', 'evaluator_provider', 'promoter', 'matchmaker', 'training_host', 'expert_provider', 'licensing_authority', 'statistics_source', 'member', 'observer', 'test_site', 'auditor', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.CheckConstraint('valid_from <= valid_until', name=op.f('ck_programme_body_valid_order')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_programme_body_organisation_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_programme_body_programme_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_body')),
    sa.UniqueConstraint('programme_id', 'organisation_id', 'role', name=op.f('uq_programme_body_programme_id_organisation_id_role'))
    )
    op.create_index(op.f('ix_programme_body_organisation_id'), 'programme_body', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_programme_body_programme_id'), 'programme_body', ['programme_id'], unique=False)
    op.create_table('registry_import',
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('format', sa.String(length=40), nullable=False),
    sa.Column('programme_id', sa.BigInteger(), nullable=True),
    sa.Column('by_id', sa.BigInteger(), nullable=True),
    sa.Column('state', sa.Enum('checked', 'queued', 'running', 'done', 'failed', 'undone', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('dry_run', sa.Boolean(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('attribution', sa.String(length=500), nullable=False),
    sa.Column('failure', sa.String(length=500), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rows_expected', sa.Integer(), nullable=False),
    sa.Column('rows_read', sa.Integer(), nullable=False),
    sa.Column('created', sa.Integer(), nullable=False),
    sa.Column('updated', sa.Integer(), nullable=False),
    sa.Column('unchanged', sa.Integer(), nullable=False),
    sa.Column('merged', sa.Integer(), nullable=False),
    sa.Column('rejected', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("state <> 'done' OR rows_read = created + updated + unchanged + merged + rejected", name=op.f('ck_registry_import_sums_hold')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_registry_import_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_registry_import_programme_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registry_import')),
    sa.UniqueConstraint('public_id', name=op.f('uq_registry_import_public_id'))
    )
    op.create_index(op.f('ix_registry_import_programme_id'), 'registry_import', ['programme_id'], unique=False)
    op.create_table('track',
    sa.Column('programme_id', sa.BigInteger(), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('names', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('summary', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('standards', sa.String(length=500), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("names ? 'en'", name=op.f('ck_track_english_name')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_track_programme_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_track')),
    sa.UniqueConstraint('programme_id', 'code', name=op.f('uq_track_programme_id_code'))
    )
    op.create_index(op.f('ix_track_programme_id'), 'track', ['programme_id'], unique=False)
    op.create_table('import_problem',
    sa.Column('import_id', sa.BigInteger(), nullable=False),
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('field', sa.String(length=60), nullable=False),
    sa.Column('value', sa.String(length=300), nullable=False),
    sa.Column('problem', sa.String(length=60), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['registry_import.id'], name=op.f('fk_import_problem_import_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_problem'))
    )
    op.create_index(op.f('ix_import_problem_import_id'), 'import_problem', ['import_id'], unique=False)
    op.create_table('imported_row',
    sa.Column('import_id', sa.BigInteger(), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Enum('created', 'updated', 'unchanged', 'merged', 'rejected', name='outcome', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('before', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['registry_import.id'], name=op.f('fk_imported_row_import_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_imported_row_organisation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_row'))
    )
    op.create_index(op.f('ix_imported_row_import_id'), 'imported_row', ['import_id'], unique=False)
    op.create_index(op.f('ix_imported_row_organisation_id'), 'imported_row', ['organisation_id'], unique=False)
    op.create_table('organisation_track',
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('track_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('suggested', 'confirmed', 'dismissed', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('decided_by_id', sa.BigInteger(), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_organisation_track_decided_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_track_organisation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['track_id'], ['track.id'], name=op.f('fk_organisation_track_track_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_track')),
    sa.UniqueConstraint('organisation_id', 'track_id', name=op.f('uq_organisation_track_organisation_id_track_id'))
    )
    op.create_index('ix_organisation_track_by_track', 'organisation_track', ['track_id', 'state', 'organisation_id'], unique=False)
    op.create_index(op.f('ix_organisation_track_organisation_id'), 'organisation_track', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_organisation_track_track_id'), 'organisation_track', ['track_id'], unique=False)
    op.create_table('project',
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('programme_id', sa.BigInteger(), nullable=False),
    sa.Column('call_id', sa.BigInteger(), nullable=True),
    sa.Column('state', sa.Enum('draft', 'awaiting_commitment', 'submitted', 'not_submitted', 'under_review', 'ineligible', 'info_requested', 'awaiting_decisions', 'approved', 'rejected', 'changes_requested', 'on_hold', 'withdrawn', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_by_id', sa.BigInteger(), nullable=False),
    sa.Column('copied_from_id', sa.BigInteger(), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('summary', sa.Text(), nullable=True),
    sa.Column('innovation', sa.Text(), nullable=True),
    sa.Column('market', sa.Text(), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('trl_from', sa.Integer(), nullable=True),
    sa.Column('trl_to', sa.Integer(), nullable=True),
    sa.Column('automation_level', sa.Integer(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('duration_months', sa.Integer(), nullable=True),
    sa.Column('milestones', sa.Text(), nullable=True),
    sa.Column('background_ip', sa.Text(), nullable=True),
    sa.Column('foreground_ip', sa.Text(), nullable=True),
    sa.Column('sensitive_technology', sa.Enum('none', 'unsure', 'controlled', name='sensitive_technology', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('sensitive_technology_details', sa.Text(), nullable=True),
    sa.Column('partners_independent', sa.Boolean(), nullable=False),
    sa.Column('current_version_id', sa.BigInteger(), nullable=True),
    sa.Column('returns_to', sa.String(length=40), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(state = 'info_requested') = (returns_to IS NOT NULL)", name=op.f('ck_project_return_if_asked')),
    sa.CheckConstraint("state IN ('draft', 'withdrawn', 'not_submitted') OR current_version_id IS NOT NULL", name=op.f('ck_project_version_if_locked')),
    sa.CheckConstraint('automation_level BETWEEN 0 AND 5', name=op.f('ck_project_automation_level_range')),
    sa.CheckConstraint('duration_months BETWEEN 1 AND 120', name=op.f('ck_project_duration_range')),
    sa.CheckConstraint('trl_from <= trl_to', name=op.f('ck_project_trl_order')),
    sa.CheckConstraint('trl_from BETWEEN 1 AND 9 AND trl_to BETWEEN 1 AND 9', name=op.f('ck_project_trl_range')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_project_call_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['copied_from_id'], ['project.id'], name=op.f('fk_project_copied_from_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_project_created_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['current_version_id'], ['project_version.id'], name=op.f('fk_project_current_version_id'), ondelete='RESTRICT', use_alter=True),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_project_programme_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_project')),
    sa.UniqueConstraint('public_id', name=op.f('uq_project_public_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_project_reference'))
    )
    op.create_index(op.f('ix_project_call_id'), 'project', ['call_id'], unique=False)
    op.create_index('ix_project_due', 'project', ['due_at'], unique=False, postgresql_where=sa.text('due_at IS NOT NULL'))
    op.create_index(op.f('ix_project_programme_id'), 'project', ['programme_id'], unique=False)
    op.create_index('ix_project_state', 'project', ['programme_id', 'state', 'state_since'], unique=False)
    op.create_table('subtopic',
    sa.Column('track_id', sa.BigInteger(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('names', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('references', sa.String(length=300), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('merged_into_id', sa.BigInteger(), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("names ? 'en'", name=op.f('ck_subtopic_english_name')),
    sa.CheckConstraint('merged_into_id <> id', name=op.f('ck_subtopic_not_into_itself')),
    sa.CheckConstraint('merged_into_id IS NULL OR retired_at IS NOT NULL', name=op.f('ck_subtopic_merged_is_retired')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['subtopic.id'], name=op.f('fk_subtopic_merged_into_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['track_id'], ['track.id'], name=op.f('fk_subtopic_track_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subtopic')),
    sa.UniqueConstraint('track_id', 'code', name=op.f('uq_subtopic_track_id_code'))
    )
    op.create_index(op.f('ix_subtopic_track_id'), 'subtopic', ['track_id'], unique=False)
    op.create_table('event',
    sa.Column('seq', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.BigInteger(), nullable=True),
    sa.Column('actor_role', sa.String(length=60), nullable=False),
    sa.Column('data', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('request_id', sa.String(length=64), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=True),
    sa.Column('project_id', sa.BigInteger(), nullable=True),
    sa.Column('programme_id', sa.BigInteger(), nullable=True),
    sa.Column('person_id', sa.BigInteger(), nullable=True),
    sa.Column('registry_import_id', sa.BigInteger(), nullable=True),
    sa.CheckConstraint('num_nonnulls(organisation_id, project_id, programme_id, person_id, registry_import_id) = 1', name=op.f('ck_event_one_subject')),
    sa.ForeignKeyConstraint(['actor_id'], ['person.id'], name=op.f('fk_event_actor_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_event_organisation_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_event_person_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_event_programme_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_event_project_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['registry_import_id'], ['registry_import.id'], name=op.f('fk_event_registry_import_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_event')),
    sa.UniqueConstraint('hash', name=op.f('uq_event_hash'))
    )
    op.create_index(op.f('ix_event_actor_id'), 'event', ['actor_id'], unique=False)
    op.create_index(op.f('ix_event_kind'), 'event', ['kind'], unique=False)
    op.create_index('ix_event_organisation', 'event', ['organisation_id', 'seq'], unique=False, postgresql_where='organisation_id IS NOT NULL')
    op.create_index('ix_event_person', 'event', ['person_id', 'seq'], unique=False, postgresql_where='person_id IS NOT NULL')
    op.create_index('ix_event_programme', 'event', ['programme_id', 'seq'], unique=False, postgresql_where='programme_id IS NOT NULL')
    op.create_index('ix_event_project', 'event', ['project_id', 'seq'], unique=False, postgresql_where='project_id IS NOT NULL')
    op.create_index('ix_event_registry_import', 'event', ['registry_import_id', 'seq'], unique=False, postgresql_where='registry_import_id IS NOT NULL')
    op.create_table('info_request',
    sa.Column('project_id', sa.BigInteger(), nullable=False),
    sa.Column('asked_by_id', sa.BigInteger(), nullable=False),
    sa.Column('sections', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('answered_by_id', sa.BigInteger(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('timed_out', sa.Boolean(), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('closed_at IS NOT NULL OR answer IS NULL', name=op.f('ck_info_request_answer_closes')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_info_request_answered_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_info_request_asked_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_info_request_project_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_info_request'))
    )
    op.create_index(op.f('ix_info_request_project_id'), 'info_request', ['project_id'], unique=False)
    op.create_index('uq_info_request_open', 'info_request', ['project_id'], unique=True, postgresql_where=sa.text('closed_at IS NULL'))
    op.create_table('organisation_subtopic',
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('subtopic_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_subtopic_organisation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['subtopic_id'], ['subtopic.id'], name=op.f('fk_organisation_subtopic_subtopic_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('organisation_id', 'subtopic_id', name=op.f('pk_organisation_subtopic'))
    )
    op.create_index(op.f('ix_organisation_subtopic_subtopic_id'), 'organisation_subtopic', ['subtopic_id'], unique=False)
    op.create_table('partner',
    sa.Column('project_id', sa.BigInteger(), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('role', sa.Enum('lead', 'partner', 'subcontractor', 'test_site', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('invited', 'accepted', 'declined', 'lapsed', 'removed', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('invited_by_id', sa.BigInteger(), nullable=True),
    sa.Column('message', sa.Text(), nullable=True),
    sa.Column('tasks', sa.Text(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('total_cost', sa.Numeric(precision=16, scale=2), nullable=True),
    sa.Column('funding_requested', sa.Numeric(precision=16, scale=2), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('funding_requested <= total_cost', name=op.f('ck_partner_funding_within_cost')),
    sa.CheckConstraint('total_cost >= 0 AND funding_requested >= 0', name=op.f('ck_partner_amounts_not_negative')),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name=op.f('fk_partner_invited_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_partner_organisation_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_partner_project_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partner')),
    sa.UniqueConstraint('public_id', name=op.f('uq_partner_public_id'))
    )
    op.create_index(op.f('ix_partner_organisation_id'), 'partner', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_partner_project_id'), 'partner', ['project_id'], unique=False)
    op.create_index('uq_partner_in_consortium', 'partner', ['project_id', 'organisation_id'], unique=True, postgresql_where=sa.text("state IN ('invited', 'accepted')"))
    op.create_index('uq_partner_lead', 'partner', ['project_id'], unique=True, postgresql_where=sa.text("role = 'lead' AND state IN ('invited', 'accepted')"))
    op.create_table('project_subtopic',
    sa.Column('project_id', sa.BigInteger(), nullable=False),
    sa.Column('subtopic_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_project_subtopic_project_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['subtopic_id'], ['subtopic.id'], name=op.f('fk_project_subtopic_subtopic_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('project_id', 'subtopic_id', name=op.f('pk_project_subtopic'))
    )
    op.create_index(op.f('ix_project_subtopic_subtopic_id'), 'project_subtopic', ['subtopic_id'], unique=False)
    op.create_table('project_track',
    sa.Column('project_id', sa.BigInteger(), nullable=False),
    sa.Column('track_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_project_track_project_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['track_id'], ['track.id'], name=op.f('fk_project_track_track_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('project_id', 'track_id', name=op.f('pk_project_track'))
    )
    op.create_index(op.f('ix_project_track_track_id'), 'project_track', ['track_id'], unique=False)
    op.create_table('project_version',
    sa.Column('project_id', sa.BigInteger(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('snapshot', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('section_hashes', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('locked_by_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['locked_by_id'], ['person.id'], name=op.f('fk_project_version_locked_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_project_version_project_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_project_version')),
    sa.UniqueConstraint('project_id', 'number', name=op.f('uq_project_version_project_id_number'))
    )
    op.create_index(op.f('ix_project_version_project_id'), 'project_version', ['project_id'], unique=False)
    op.create_table('budget_line',
    sa.Column('partner_id', sa.BigInteger(), nullable=False),
    sa.Column('category', sa.Enum('labour', 'materials', 'equipment', 'subcontracting', 'travel', 'intellectual_property', 'other_direct', 'overhead', name='category', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('amount', sa.Numeric(precision=16, scale=2), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_budget_line_amount_not_negative')),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_budget_line_partner_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_budget_line')),
    sa.UniqueConstraint('partner_id', 'category', name=op.f('uq_budget_line_partner_id_category'))
    )
    op.create_index(op.f('ix_budget_line_partner_id'), 'budget_line', ['partner_id'], unique=False)
    op.create_table('commitment',
    sa.Column('version_id', sa.BigInteger(), nullable=False),
    sa.Column('partner_id', sa.BigInteger(), nullable=False),
    sa.Column('signatory_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('committed', 'objected', 'stale', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('sections', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('carried_from_id', sa.BigInteger(), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['carried_from_id'], ['commitment.id'], name=op.f('fk_commitment_carried_from_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_commitment_partner_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['signatory_id'], ['person.id'], name=op.f('fk_commitment_signatory_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['version_id'], ['project_version.id'], name=op.f('fk_commitment_version_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment'))
    )
    op.create_index(op.f('ix_commitment_partner_id'), 'commitment', ['partner_id'], unique=False)
    op.create_index(op.f('ix_commitment_version_id'), 'commitment', ['version_id'], unique=False)
    op.create_index('uq_commitment_standing', 'commitment', ['version_id', 'partner_id'], unique=True, postgresql_where=sa.text("state <> 'stale'"))
    op.create_table('national_decision',
    sa.Column('project_id', sa.BigInteger(), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('version_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('pending', 'recommended', 'approved', 'approved_with_conditions', 'changes_requested', 'rejected', 'deferred', 'stale', 'recused', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('recommender_id', sa.BigInteger(), nullable=True),
    sa.Column('recommendation', sa.Enum('approved', 'approved_with_conditions', 'changes_requested', 'rejected', 'deferred', name='recommendation', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('recommendation_reason', sa.Text(), nullable=True),
    sa.Column('recommended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decider_id', sa.BigInteger(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_hash', sa.String(length=64), nullable=True),
    sa.Column('sections', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("state <> 'recommended' OR (recommender_id IS NOT NULL AND recommendation IS NOT NULL)", name=op.f('ck_national_decision_recommender_if_recommended')),
    sa.CheckConstraint("state NOT IN ('approved', 'approved_with_conditions', 'changes_requested', 'deferred', 'rejected') OR (decider_id IS NOT NULL AND recommender_id IS NOT NULL AND decided_at IS NOT NULL AND decided_hash IS NOT NULL)", name=op.f('ck_national_decision_decider_if_decided')),
    sa.CheckConstraint('decider_id <> recommender_id', name=op.f('ck_national_decision_four_eyes')),
    sa.ForeignKeyConstraint(['decider_id'], ['person.id'], name=op.f('fk_national_decision_decider_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_national_decision_party_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_national_decision_project_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['recommender_id'], ['person.id'], name=op.f('fk_national_decision_recommender_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['version_id'], ['project_version.id'], name=op.f('fk_national_decision_version_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_national_decision')),
    sa.UniqueConstraint('project_id', 'party_id', 'version_id', name=op.f('uq_national_decision_project_id_party_id_version_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_national_decision_public_id'))
    )
    op.create_index(op.f('ix_national_decision_party_id'), 'national_decision', ['party_id'], unique=False)
    op.create_index(op.f('ix_national_decision_project_id'), 'national_decision', ['project_id'], unique=False)
    op.create_index(op.f('ix_national_decision_version_id'), 'national_decision', ['version_id'], unique=False)
    op.create_table('review',
    sa.Column('project_id', sa.BigInteger(), nullable=False),
    sa.Column('version_id', sa.BigInteger(), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('reviewer_id', sa.BigInteger(), nullable=False),
    sa.Column('invited_by_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('invited', 'declared_conflict', 'declined', 'accepted', 'submitted', 'lapsed', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('strengths', sa.Text(), nullable=True),
    sa.Column('weaknesses', sa.Text(), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(state = 'submitted') = (submitted_at IS NOT NULL)", name=op.f('ck_review_time_if_submitted')),
    sa.CheckConstraint("state <> 'submitted' OR (score IS NOT NULL AND strengths IS NOT NULL)", name=op.f('ck_review_opinion_if_submitted')),
    sa.CheckConstraint('score BETWEEN 0 AND 100', name=op.f('ck_review_score_range')),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name=op.f('fk_review_invited_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_review_party_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_review_project_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['reviewer_id'], ['person.id'], name=op.f('fk_review_reviewer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['version_id'], ['project_version.id'], name=op.f('fk_review_version_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review')),
    sa.UniqueConstraint('public_id', name=op.f('uq_review_public_id')),
    sa.UniqueConstraint('version_id', 'reviewer_id', name=op.f('uq_review_version_id_reviewer_id'))
    )
    op.create_index(op.f('ix_review_party_id'), 'review', ['party_id'], unique=False)
    op.create_index(op.f('ix_review_project_id'), 'review', ['project_id'], unique=False)
    op.create_index(op.f('ix_review_reviewer_id'), 'review', ['reviewer_id'], unique=False)
    op.create_index(op.f('ix_review_version_id'), 'review', ['version_id'], unique=False)
    op.create_table('submission_check',
    sa.Column('project_id', sa.BigInteger(), nullable=False),
    sa.Column('version_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Enum('completeness', 'eligibility', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=True),
    sa.Column('state', sa.Enum('passed', 'proposed_ineligible', 'confirmed_ineligible', 'overruled', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('by_id', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Enum('incomplete', 'partners_not_independent', 'not_civilian', 'no_technological_risk', 'excluded_field', 'double_funding', 'not_in_country', 'outside_call', name='reason', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('second_person_id', sa.BigInteger(), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("(kind = 'completeness') = (party_id IS NULL)", name=op.f('ck_submission_check_party_if_eligibility')),
    sa.CheckConstraint("(state = 'passed') = (reason IS NULL)", name=op.f('ck_submission_check_reason_if_not_passed')),
    sa.CheckConstraint("state <> 'confirmed_ineligible' OR second_person_id IS NOT NULL", name=op.f('ck_submission_check_second_person_if_confirmed')),
    sa.CheckConstraint('second_person_id <> by_id', name=op.f('ck_submission_check_two_people')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_submission_check_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_submission_check_party_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_submission_check_project_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['second_person_id'], ['person.id'], name=op.f('fk_submission_check_second_person_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['version_id'], ['project_version.id'], name=op.f('fk_submission_check_version_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submission_check'))
    )
    op.create_index(op.f('ix_submission_check_party_id'), 'submission_check', ['party_id'], unique=False)
    op.create_index(op.f('ix_submission_check_project_id'), 'submission_check', ['project_id'], unique=False)
    op.create_index(op.f('ix_submission_check_version_id'), 'submission_check', ['version_id'], unique=False)
    op.create_index('uq_submission_check_standing', 'submission_check', ['version_id', 'kind', 'party_id'], unique=True, postgresql_where=sa.text("state <> 'overruled'"), postgresql_nulls_not_distinct=True)
    op.create_table('condition',
    sa.Column('decision_id', sa.BigInteger(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('before_start', sa.Boolean(), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.ForeignKeyConstraint(['decision_id'], ['national_decision.id'], name=op.f('fk_condition_decision_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_condition'))
    )
    op.create_index(op.f('ix_condition_decision_id'), 'condition', ['decision_id'], unique=False)
    op.create_foreign_key(
        "fk_organisation_import_id", "organisation", "registry_import", ["import_id"], ["id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "fk_project_current_version_id", "project", "project_version", ["current_version_id"], ["id"], ondelete="RESTRICT"
    )
    run_script(APPEND_ONLY)
    run_script(SchemaManager.get_schema())


def downgrade() -> None:
    run_script(DROP_QUEUE)
    op.drop_constraint("fk_organisation_import_id", "organisation", type_="foreignkey")
    op.drop_constraint("fk_project_current_version_id", "project", type_="foreignkey")
    op.drop_index(op.f('ix_condition_decision_id'), table_name='condition')
    op.drop_table('condition')
    op.drop_index('uq_submission_check_standing', table_name='submission_check', postgresql_where=sa.text("state <> 'overruled'"), postgresql_nulls_not_distinct=True)
    op.drop_index(op.f('ix_submission_check_version_id'), table_name='submission_check')
    op.drop_index(op.f('ix_submission_check_project_id'), table_name='submission_check')
    op.drop_index(op.f('ix_submission_check_party_id'), table_name='submission_check')
    op.drop_table('submission_check')
    op.drop_index(op.f('ix_review_version_id'), table_name='review')
    op.drop_index(op.f('ix_review_reviewer_id'), table_name='review')
    op.drop_index(op.f('ix_review_project_id'), table_name='review')
    op.drop_index(op.f('ix_review_party_id'), table_name='review')
    op.drop_table('review')
    op.drop_index(op.f('ix_national_decision_version_id'), table_name='national_decision')
    op.drop_index(op.f('ix_national_decision_project_id'), table_name='national_decision')
    op.drop_index(op.f('ix_national_decision_party_id'), table_name='national_decision')
    op.drop_table('national_decision')
    op.drop_index('uq_commitment_standing', table_name='commitment', postgresql_where=sa.text("state <> 'stale'"))
    op.drop_index(op.f('ix_commitment_version_id'), table_name='commitment')
    op.drop_index(op.f('ix_commitment_partner_id'), table_name='commitment')
    op.drop_table('commitment')
    op.drop_index(op.f('ix_budget_line_partner_id'), table_name='budget_line')
    op.drop_table('budget_line')
    op.drop_index(op.f('ix_project_version_project_id'), table_name='project_version')
    op.drop_table('project_version')
    op.drop_index(op.f('ix_project_track_track_id'), table_name='project_track')
    op.drop_table('project_track')
    op.drop_index(op.f('ix_project_subtopic_subtopic_id'), table_name='project_subtopic')
    op.drop_table('project_subtopic')
    op.drop_index('uq_partner_lead', table_name='partner', postgresql_where=sa.text("role = 'lead' AND state IN ('invited', 'accepted')"))
    op.drop_index('uq_partner_in_consortium', table_name='partner', postgresql_where=sa.text("state IN ('invited', 'accepted')"))
    op.drop_index(op.f('ix_partner_project_id'), table_name='partner')
    op.drop_index(op.f('ix_partner_organisation_id'), table_name='partner')
    op.drop_table('partner')
    op.drop_index(op.f('ix_organisation_subtopic_subtopic_id'), table_name='organisation_subtopic')
    op.drop_table('organisation_subtopic')
    op.drop_index('uq_info_request_open', table_name='info_request', postgresql_where=sa.text('closed_at IS NULL'))
    op.drop_index(op.f('ix_info_request_project_id'), table_name='info_request')
    op.drop_table('info_request')
    op.drop_index('ix_event_registry_import', table_name='event', postgresql_where='registry_import_id IS NOT NULL')
    op.drop_index('ix_event_project', table_name='event', postgresql_where='project_id IS NOT NULL')
    op.drop_index('ix_event_programme', table_name='event', postgresql_where='programme_id IS NOT NULL')
    op.drop_index('ix_event_person', table_name='event', postgresql_where='person_id IS NOT NULL')
    op.drop_index('ix_event_organisation', table_name='event', postgresql_where='organisation_id IS NOT NULL')
    op.drop_index(op.f('ix_event_kind'), table_name='event')
    op.drop_index(op.f('ix_event_actor_id'), table_name='event')
    op.drop_table('event')
    op.drop_index(op.f('ix_subtopic_track_id'), table_name='subtopic')
    op.drop_table('subtopic')
    op.drop_index('ix_project_state', table_name='project')
    op.drop_index(op.f('ix_project_programme_id'), table_name='project')
    op.drop_index('ix_project_due', table_name='project', postgresql_where=sa.text('due_at IS NOT NULL'))
    op.drop_index(op.f('ix_project_call_id'), table_name='project')
    op.drop_table('project')
    op.drop_index(op.f('ix_organisation_track_track_id'), table_name='organisation_track')
    op.drop_index(op.f('ix_organisation_track_organisation_id'), table_name='organisation_track')
    op.drop_index('ix_organisation_track_by_track', table_name='organisation_track')
    op.drop_table('organisation_track')
    op.drop_index(op.f('ix_imported_row_organisation_id'), table_name='imported_row')
    op.drop_index(op.f('ix_imported_row_import_id'), table_name='imported_row')
    op.drop_table('imported_row')
    op.drop_index(op.f('ix_import_problem_import_id'), table_name='import_problem')
    op.drop_table('import_problem')
    op.drop_index(op.f('ix_track_programme_id'), table_name='track')
    op.drop_table('track')
    op.drop_index(op.f('ix_registry_import_programme_id'), table_name='registry_import')
    op.drop_table('registry_import')
    op.drop_index(op.f('ix_programme_body_programme_id'), table_name='programme_body')
    op.drop_index(op.f('ix_programme_body_organisation_id'), table_name='programme_body')
    op.drop_table('programme_body')
    op.drop_index(op.f('ix_party_programme_id'), table_name='party')
    op.drop_index(op.f('ix_party_authority_id'), table_name='party')
    op.drop_table('party')
    op.drop_index(op.f('ix_exchange_rate_programme_id'), table_name='exchange_rate')
    op.drop_table('exchange_rate')
    op.drop_index(op.f('ix_call_programme_id'), table_name='call')
    op.drop_index('ix_call_open', table_name='call')
    op.drop_table('call')
    op.drop_index('ix_search_document_tokens', table_name='search_document', postgresql_using='gin')
    op.drop_table('search_document')
    op.drop_index('uq_recovery_open', table_name='recovery', postgresql_where=sa.text("state = 'open'"))
    op.drop_index(op.f('ix_recovery_organisation_id'), table_name='recovery')
    op.drop_index(op.f('ix_recovery_claimant_id'), table_name='recovery')
    op.drop_table('recovery')
    op.drop_index(op.f('ix_programme_secretariat_id'), table_name='programme')
    op.drop_table('programme')
    op.drop_index(op.f('ix_organisation_name_organisation_id'), table_name='organisation_name')
    op.drop_index(op.f('ix_organisation_name_key'), table_name='organisation_name')
    op.drop_index('ix_organisation_name_grams', table_name='organisation_name', postgresql_using='gin')
    op.drop_table('organisation_name')
    op.drop_index(op.f('ix_official_number_organisation_id'), table_name='official_number')
    op.drop_table('official_number')
    op.drop_index('uq_membership_in_force', table_name='membership', postgresql_where=sa.text('ended_at IS NULL'), postgresql_nulls_not_distinct=True)
    op.drop_index(op.f('ix_membership_person_id'), table_name='membership')
    op.drop_index(op.f('ix_membership_organisation_id'), table_name='membership')
    op.drop_table('membership')
    op.drop_index('uq_invitation_open', table_name='invitation', postgresql_where=sa.text("state = 'sent'"))
    op.drop_index(op.f('ix_invitation_organisation_id'), table_name='invitation')
    op.drop_table('invitation')
    op.drop_index(op.f('ix_sign_in_person_id'), table_name='sign_in')
    op.drop_table('sign_in')
    op.drop_index('ix_organisation_state', table_name='organisation')
    op.drop_index(op.f('ix_organisation_merged_into_id'), table_name='organisation')
    op.drop_index('ix_organisation_list', table_name='organisation')
    op.drop_index(op.f('ix_organisation_import_id'), table_name='organisation')
    op.drop_index(op.f('ix_organisation_country'), table_name='organisation')
    op.drop_table('organisation')
    op.drop_index(op.f('ix_one_time_token_person_id'), table_name='one_time_token')
    op.drop_table('one_time_token')
    op.drop_index('uq_person_email', table_name='person')
    op.drop_table('person')
    op.drop_index('ix_outbox_waiting', table_name='outbox', postgresql_where='done_at IS NULL AND failed_at IS NULL')
    op.drop_table('outbox')
    op.drop_index('ix_attempt_key', table_name='attempt')
    op.drop_table('attempt')
    run_script("DROP FUNCTION refuse_event_change() CASCADE")
