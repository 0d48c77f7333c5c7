"""Meetings of the two sides of an introduction: who takes part, the times that are offered, and the half-hours that are taken."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('meeting',
    sa.Column('introduction_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'requested', 'counter_proposed', 'accepted', 'rescheduling', 'declined', 'lapsed', 'withdrawn', 'cancelled', 'held', 'no_show', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('side', sa.Enum('asker', 'owner', name='side', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('proposer', sa.Enum('asker', 'owner', name='proposer', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('created_by_id', sa.BigInteger(), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('agenda', sa.Text(), nullable=True),
    sa.Column('questions', sa.Text(), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('interpreter', sa.Boolean(), nullable=False),
    sa.Column('half_hours', sa.Integer(), nullable=False),
    sa.Column('join_link', sa.String(length=500), nullable=True),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancel_reason', sa.Text(), nullable=True),
    sa.Column('absent', sa.Enum('asker', 'owner', name='absent', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('uid', sa.String(length=80), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(state = 'cancelled') = (cancel_reason IS NOT NULL)", name=op.f('ck_meeting_reason_if_cancelled')),
    sa.CheckConstraint("(state = 'no_show') = (absent IS NOT NULL)", name=op.f('ck_meeting_absent_if_no_show')),
    sa.CheckConstraint("(state IN ('accepted', 'rescheduling', 'cancelled', 'held', 'no_show')) = (starts_at IS NOT NULL AND ends_at IS NOT NULL AND accepted_at IS NOT NULL)", name=op.f('ck_meeting_time_if_agreed')),
    sa.CheckConstraint("(state IN ('draft', 'requested', 'counter_proposed', 'accepted', 'rescheduling')) = (due_at IS NOT NULL)", name=op.f('ck_meeting_due_if_waiting')),
    sa.CheckConstraint("state IN ('draft', 'withdrawn') OR requested_at IS NOT NULL", name=op.f('ck_meeting_requested_at_if_requested')),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_meeting_ends_after_start')),
    sa.CheckConstraint('half_hours BETWEEN 1 AND 8', name=op.f('ck_meeting_length')),
    sa.CheckConstraint('num_nonnulls(starts_at, ends_at, accepted_at) IN (0, 3)', name=op.f('ck_meeting_time_is_whole')),
    sa.CheckConstraint('sequence >= 0', name=op.f('ck_meeting_sequence')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_meeting_created_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_meeting_introduction_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
    sa.UniqueConstraint('public_id', name=op.f('uq_meeting_public_id')),
    sa.UniqueConstraint('uid', name=op.f('uq_meeting_uid'))
    )
    op.create_index('ix_meeting_due', 'meeting', ['due_at'], unique=False, postgresql_where=sa.text('due_at IS NOT NULL'))
    op.create_index(op.f('ix_meeting_introduction_id'), 'meeting', ['introduction_id'], unique=False)
    op.create_table('meeting_participant',
    sa.Column('meeting_id', sa.BigInteger(), nullable=False),
    sa.Column('side', sa.Enum('asker', 'owner', name='side', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('reading', sa.String(length=120), nullable=True),
    sa.Column('title', sa.String(length=120), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_participant_meeting_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_meeting_participant_person_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_participant')),
    sa.UniqueConstraint('meeting_id', 'email', name=op.f('uq_meeting_participant_meeting_id_email')),
    sa.UniqueConstraint('meeting_id', 'person_id', name=op.f('uq_meeting_participant_meeting_id_person_id'))
    )
    op.create_index(op.f('ix_meeting_participant_person_id'), 'meeting_participant', ['person_id'], unique=False)
    op.create_table('meeting_time',
    sa.Column('meeting_id', sa.BigInteger(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('mod(extract(epoch FROM starts_at), 1800) = 0', name=op.f('ck_meeting_time_on_half_hour')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_time_meeting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('meeting_id', 'starts_at', name=op.f('pk_meeting_time'))
    )
    op.create_table('meeting_slot',
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('meeting_id', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('mod(extract(epoch FROM starts_at), 1800) = 0', name=op.f('ck_meeting_slot_on_half_hour')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_slot_meeting_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_meeting_slot_person_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('person_id', 'starts_at', name=op.f('pk_meeting_slot'))
    )
    op.create_index(op.f('ix_meeting_slot_meeting_id'), 'meeting_slot', ['meeting_id'], unique=False)
    op.create_table('meeting_note',
    sa.Column('meeting_id', sa.BigInteger(), nullable=False),
    sa.Column('side', sa.Enum('asker', 'owner', name='side', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('written_by_id', sa.BigInteger(), nullable=False),
    sa.Column('outcome', sa.Enum('go_on', 'undecided', 'no_fit', name='outcome', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_note_meeting_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_meeting_note_written_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_note')),
    sa.UniqueConstraint('meeting_id', 'side', name=op.f('uq_meeting_note_meeting_id_side'))
    )


def downgrade() -> None:
    for table in ("meeting_note", "meeting_slot", "meeting_time", "meeting_participant", "meeting"):
        op.drop_table(table)
