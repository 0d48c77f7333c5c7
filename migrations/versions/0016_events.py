"""Events with a round of meetings: participants, requests, plans, meetings; these take the time of people like any other meeting."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SUBJECTS = "organisation_id, project_id, programme_id, person_id, registry_import_id, profile_id, introduction_id, document_id"
TABLES = (
    "event_planned_request", "event_meeting", "event_request", "event_absence", "event_plan", "event_participant", "event_day", "event_agreement",
    "programme_event",
)


def one_subject(columns: str) -> None:
    """Replace the check that exactly one of the columns is set; existing rows are checked without keeping writers out."""
    op.execute("ALTER TABLE event DROP CONSTRAINT ck_event_one_subject")
    op.execute(f"ALTER TABLE event ADD CONSTRAINT ck_event_one_subject CHECK (num_nonnulls({columns}) = 1) NOT VALID")
    op.execute("ALTER TABLE event VALIDATE CONSTRAINT ck_event_one_subject")


def upgrade() -> None:
    op.create_table('programme_event',
    sa.Column('programme_id', sa.BigInteger(), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=True),
    sa.Column('created_by_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'awaiting_both', 'published', 'registration_open', 'registration_closed', 'running', 'ended', 'archived', 'cancelled', 'postponed', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('titles', JSONB(), nullable=False),
    sa.Column('descriptions', JSONB(), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.Column('moderated', sa.Boolean(), nullable=False),
    sa.Column('half_hours', sa.Integer(), nullable=False),
    sa.Column('tables', sa.Integer(), nullable=False),
    sa.Column('meeting_limit', sa.Integer(), nullable=False),
    sa.Column('registration_closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('planned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(state IN ('draft', 'awaiting_both', 'published', 'registration_open', 'registration_closed', 'running', 'ended', 'postponed')) = (due_at IS NOT NULL)", name=op.f('ck_programme_event_due_if_waiting')),
    sa.CheckConstraint("state IN ('draft', 'awaiting_both', 'cancelled') OR published_at IS NOT NULL", name=op.f('ck_programme_event_published_at_if_published')),
    sa.CheckConstraint("state NOT IN ('cancelled', 'postponed') OR reason IS NOT NULL", name=op.f('ck_programme_event_reason_if_off')),
    sa.CheckConstraint("titles ? 'en' AND descriptions ? 'en'", name=op.f('ck_programme_event_english_texts')),
    sa.CheckConstraint('half_hours BETWEEN 1 AND 4', name=op.f('ck_programme_event_slot_length')),
    sa.CheckConstraint('meeting_limit BETWEEN 1 AND 60', name=op.f('ck_programme_event_meeting_limit')),
    sa.CheckConstraint('registration_closes_at <= first_at AND first_at < last_at', name=op.f('ck_programme_event_order_of_times')),
    sa.CheckConstraint('tables BETWEEN 1 AND 500', name=op.f('ck_programme_event_tables')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_programme_event_created_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_programme_event_party_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_programme_event_programme_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_event')),
    sa.UniqueConstraint('public_id', name=op.f('uq_programme_event_public_id'))
    )
    op.create_index('ix_programme_event_due', 'programme_event', ['due_at'], unique=False, postgresql_where=sa.text('due_at IS NOT NULL'))
    op.create_index('ix_programme_event_list', 'programme_event', ['last_at', 'first_at', 'id'], unique=False)
    op.create_index(op.f('ix_programme_event_programme_id'), 'programme_event', ['programme_id'], unique=False)
    op.create_table('event_agreement',
    sa.Column('event_id', sa.BigInteger(), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['programme_event.id'], name=op.f('fk_event_agreement_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_event_agreement_party_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_event_agreement_person_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('event_id', 'party_id', name=op.f('pk_event_agreement'))
    )
    op.create_table('event_day',
    sa.Column('event_id', sa.BigInteger(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('opens', sa.Time(), nullable=False),
    sa.Column('closes', sa.Time(), nullable=False),
    sa.CheckConstraint('opens < closes', name=op.f('ck_event_day_opens_before_closes')),
    sa.ForeignKeyConstraint(['event_id'], ['programme_event.id'], name=op.f('fk_event_day_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('event_id', 'day', name=op.f('pk_event_day'))
    )
    op.create_table('event_participant',
    sa.Column('event_id', sa.BigInteger(), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('pending', 'confirmed', 'rejected', 'withdrawn', 'cancelled', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(state = 'pending') = (due_at IS NOT NULL)", name=op.f('ck_event_participant_due_if_pending')),
    sa.CheckConstraint("state NOT IN ('rejected', 'cancelled') OR reason IS NOT NULL", name=op.f('ck_event_participant_reason_if_refused')),
    sa.ForeignKeyConstraint(['event_id'], ['programme_event.id'], name=op.f('fk_event_participant_event_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_event_participant_organisation_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_event_participant_person_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_participant')),
    sa.UniqueConstraint('public_id', name=op.f('uq_event_participant_public_id'))
    )
    op.create_index('ix_event_participant_due', 'event_participant', ['due_at'], unique=False, postgresql_where=sa.text('due_at IS NOT NULL'))
    op.create_index('ix_event_participant_list', 'event_participant', ['event_id', 'state', 'id'], unique=False)
    op.create_index(op.f('ix_event_participant_organisation_id'), 'event_participant', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_event_participant_person_id'), 'event_participant', ['person_id'], unique=False)
    op.create_index('uq_event_participant_person', 'event_participant', ['event_id', 'person_id'], unique=True, postgresql_where=sa.text("state <> 'withdrawn'"))
    op.create_table('event_plan',
    sa.Column('event_id', sa.BigInteger(), nullable=False),
    sa.Column('by_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('queued', 'proposed', 'confirming', 'confirmed', 'failed', 'discarded', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('steps_done', sa.Integer(), nullable=False),
    sa.Column('steps_expected', sa.Integer(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=True),
    sa.Column('bound', sa.Integer(), nullable=True),
    sa.Column('failure', sa.String(length=500), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(state = 'failed') = (failure IS NOT NULL)", name=op.f('ck_event_plan_failure_if_failed')),
    sa.CheckConstraint("(state = 'proposed') = (due_at IS NOT NULL)", name=op.f('ck_event_plan_due_if_proposed')),
    sa.CheckConstraint("state NOT IN ('proposed', 'confirming', 'confirmed') OR (value IS NOT NULL AND bound IS NOT NULL)", name=op.f('ck_event_plan_worth_if_made')),
    sa.CheckConstraint('value <= bound', name=op.f('ck_event_plan_within_bound')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_event_plan_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['event_id'], ['programme_event.id'], name=op.f('fk_event_plan_event_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_plan')),
    sa.UniqueConstraint('public_id', name=op.f('uq_event_plan_public_id'))
    )
    op.create_index(op.f('ix_event_plan_event_id'), 'event_plan', ['event_id'], unique=False)
    op.create_index('uq_event_plan_open', 'event_plan', ['event_id'], unique=True, postgresql_where=sa.text("state IN ('queued', 'proposed', 'confirming')"))
    op.create_table('event_absence',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['event_participant.id'], name=op.f('fk_event_absence_participant_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('participant_id', 'starts_at', name=op.f('pk_event_absence'))
    )
    op.create_table('event_request',
    sa.Column('event_id', sa.BigInteger(), nullable=False),
    sa.Column('asker_id', sa.BigInteger(), nullable=False),
    sa.Column('asked_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'wanted', 'placed', 'declined', 'withdrawn', 'lapsed', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('mutual', sa.Boolean(), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(state = 'asked') = (due_at IS NOT NULL)", name=op.f('ck_event_request_due_if_asked')),
    sa.CheckConstraint("state NOT IN ('asked', 'wanted') OR mutual = (state = 'wanted')", name=op.f('ck_event_request_mutual_if_wanted')),
    sa.CheckConstraint('asker_id <> asked_id', name=op.f('ck_event_request_between_two')),
    sa.CheckConstraint('priority BETWEEN 1 AND 3', name=op.f('ck_event_request_priority')),
    sa.ForeignKeyConstraint(['asked_id'], ['event_participant.id'], name=op.f('fk_event_request_asked_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['asker_id'], ['event_participant.id'], name=op.f('fk_event_request_asker_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['event_id'], ['programme_event.id'], name=op.f('fk_event_request_event_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_request')),
    sa.UniqueConstraint('public_id', name=op.f('uq_event_request_public_id'))
    )
    op.create_index(op.f('ix_event_request_asked_id'), 'event_request', ['asked_id'], unique=False)
    op.create_index(op.f('ix_event_request_asker_id'), 'event_request', ['asker_id'], unique=False)
    op.create_index('ix_event_request_due', 'event_request', ['due_at'], unique=False, postgresql_where=sa.text('due_at IS NOT NULL'))
    op.create_index('ix_event_request_list', 'event_request', ['event_id', 'state', 'id'], unique=False)
    op.create_index('uq_event_request_open', 'event_request', [sa.literal_column('least(asker_id, asked_id)'), sa.literal_column('greatest(asker_id, asked_id)')], unique=True, postgresql_where=sa.text("state IN ('asked', 'wanted')"))
    op.create_table('event_meeting',
    sa.Column('event_id', sa.BigInteger(), nullable=False),
    sa.Column('request_id', sa.BigInteger(), nullable=False),
    sa.Column('asker_id', sa.BigInteger(), nullable=False),
    sa.Column('asked_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('confirmed', 'cancelled', 'held', 'no_show', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('table_number', sa.Integer(), nullable=False),
    sa.Column('cancel_reason', sa.Text(), nullable=True),
    sa.Column('absent', sa.Enum('asker', 'asked', 'both', name='absent', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('uid', sa.String(length=80), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(state = 'cancelled') = (cancel_reason IS NOT NULL)", name=op.f('ck_event_meeting_reason_if_cancelled')),
    sa.CheckConstraint("(state = 'confirmed') = (due_at IS NOT NULL)", name=op.f('ck_event_meeting_due_if_confirmed')),
    sa.CheckConstraint("(state = 'no_show') = (absent IS NOT NULL)", name=op.f('ck_event_meeting_absent_if_no_show')),
    sa.CheckConstraint('asker_id <> asked_id', name=op.f('ck_event_meeting_between_two')),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_event_meeting_ends_after_start')),
    sa.CheckConstraint('table_number >= 1 AND sequence >= 0', name=op.f('ck_event_meeting_numbers')),
    sa.ForeignKeyConstraint(['asked_id'], ['event_participant.id'], name=op.f('fk_event_meeting_asked_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['asker_id'], ['event_participant.id'], name=op.f('fk_event_meeting_asker_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['event_id'], ['programme_event.id'], name=op.f('fk_event_meeting_event_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['request_id'], ['event_request.id'], name=op.f('fk_event_meeting_request_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_meeting')),
    sa.UniqueConstraint('public_id', name=op.f('uq_event_meeting_public_id')),
    sa.UniqueConstraint('uid', name=op.f('uq_event_meeting_uid'))
    )
    op.create_index(op.f('ix_event_meeting_asked_id'), 'event_meeting', ['asked_id'], unique=False)
    op.create_index(op.f('ix_event_meeting_asker_id'), 'event_meeting', ['asker_id'], unique=False)
    op.create_index('ix_event_meeting_due', 'event_meeting', ['due_at'], unique=False, postgresql_where=sa.text('due_at IS NOT NULL'))
    op.create_index('uq_event_meeting_request', 'event_meeting', ['request_id'], unique=True, postgresql_where=sa.text("state <> 'cancelled'"))
    op.create_index('uq_event_meeting_table', 'event_meeting', ['event_id', 'starts_at', 'table_number'], unique=True, postgresql_where=sa.text("state <> 'cancelled'"))
    op.create_table('event_planned_request',
    sa.Column('plan_id', sa.BigInteger(), nullable=False),
    sa.Column('request_id', sa.BigInteger(), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('table_number', sa.Integer(), nullable=True),
    sa.Column('reasons', JSONB(), nullable=False),
    sa.Column('cost', sa.Integer(), nullable=True),
    sa.Column('unfit', sa.Enum('request_ended', 'left', 'slot_over', 'away', 'busy', 'limit', 'no_table', 'have_meeting', name='unfit', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.CheckConstraint('num_nonnulls(starts_at, table_number) IN (0, 2)', name=op.f('ck_event_planned_request_place_is_whole')),
    sa.CheckConstraint('unfit IS NULL OR starts_at IS NOT NULL', name=op.f('ck_event_planned_request_unfit_was_placed')),
    sa.ForeignKeyConstraint(['plan_id'], ['event_plan.id'], name=op.f('fk_event_planned_request_plan_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['request_id'], ['event_request.id'], name=op.f('fk_event_planned_request_request_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_planned_request'))
    )
    op.create_index(op.f('ix_event_planned_request_request_id'), 'event_planned_request', ['request_id'], unique=False)
    op.create_index('uq_event_planned_request', 'event_planned_request', ['plan_id', 'request_id'], unique=True)
    op.create_index('uq_event_planned_request_table', 'event_planned_request', ['plan_id', 'starts_at', 'table_number'], unique=True, postgresql_where=sa.text('starts_at IS NOT NULL'))
    op.add_column('event', sa.Column('programme_event_id', sa.BigInteger(), nullable=True))
    op.create_index('ix_event_programme_event', 'event', ['programme_event_id', 'seq'], unique=False, postgresql_where='programme_event_id IS NOT NULL')
    op.create_foreign_key(op.f('fk_event_programme_event_id'), 'event', 'programme_event', ['programme_event_id'], ['id'], ondelete='RESTRICT')
    op.add_column('meeting_slot', sa.Column('event_meeting_id', sa.BigInteger(), nullable=True))
    op.alter_column('meeting_slot', 'meeting_id', existing_type=sa.BigInteger(), nullable=True)
    op.create_index(op.f('ix_meeting_slot_event_meeting_id'), 'meeting_slot', ['event_meeting_id'], unique=False)
    op.create_foreign_key(op.f('fk_meeting_slot_event_meeting_id'), 'meeting_slot', 'event_meeting', ['event_meeting_id'], ['id'], ondelete='CASCADE')
    op.execute("ALTER TABLE meeting_slot ADD CONSTRAINT ck_meeting_slot_one_meeting CHECK (num_nonnulls(meeting_id, event_meeting_id) = 1) NOT VALID")
    op.execute("ALTER TABLE meeting_slot VALIDATE CONSTRAINT ck_meeting_slot_one_meeting")
    one_subject(f"{SUBJECTS}, programme_event_id")


def downgrade() -> None:
    one_subject(SUBJECTS)
    op.execute("DELETE FROM meeting_slot WHERE meeting_id IS NULL")
    op.drop_constraint(op.f("ck_meeting_slot_one_meeting"), "meeting_slot", type_="check")
    op.drop_constraint(op.f("fk_meeting_slot_event_meeting_id"), "meeting_slot", type_="foreignkey")
    op.drop_index(op.f("ix_meeting_slot_event_meeting_id"), table_name="meeting_slot")
    op.alter_column("meeting_slot", "meeting_id", existing_type=sa.BigInteger(), nullable=False)
    op.drop_column("meeting_slot", "event_meeting_id")
    op.drop_constraint(op.f("fk_event_programme_event_id"), "event", type_="foreignkey")
    op.drop_index("ix_event_programme_event", table_name="event", postgresql_where="programme_event_id IS NOT NULL")
    op.drop_column("event", "programme_event_id")
    for table in TABLES:
        op.drop_table(table)
