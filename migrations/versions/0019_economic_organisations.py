"""Memberships of organisations in economic organisations, with what the members allow, vouches, and suggested profiles."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('affiliation',
    sa.Column('economic_id', sa.BigInteger(), nullable=False),
    sa.Column('member_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('invited', 'requested', 'active', 'declined', 'withdrawn', 'lapsed', 'ended', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('shares_profiles', sa.Boolean(), nullable=False),
    sa.Column('shares_introductions', sa.Boolean(), nullable=False),
    sa.Column('lets_broker', sa.Boolean(), nullable=False),
    sa.Column('end_reason', sa.Text(), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(state = 'ended') = (end_reason IS NOT NULL)", name=op.f('ck_affiliation_reason_if_ended')),
    sa.CheckConstraint("(state IN ('invited', 'requested')) = (due_at IS NOT NULL)", name=op.f('ck_affiliation_due_if_waiting')),
    sa.CheckConstraint("state = 'active' OR NOT (shares_profiles OR shares_introductions OR lets_broker)", name=op.f('ck_affiliation_consents_if_active')),
    sa.CheckConstraint('economic_id <> member_id', name=op.f('ck_affiliation_two_organisations')),
    sa.ForeignKeyConstraint(['economic_id'], ['organisation.id'], name=op.f('fk_affiliation_economic_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['member_id'], ['organisation.id'], name=op.f('fk_affiliation_member_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_affiliation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_affiliation_public_id'))
    )
    op.create_index('uq_affiliation_open', 'affiliation', ['economic_id', 'member_id'], unique=True, postgresql_where=sa.text("state IN ('invited', 'requested', 'active')"))
    op.create_index('ix_affiliation_list', 'affiliation', ['economic_id', 'state', 'id'], unique=False)
    op.create_index('ix_affiliation_due', 'affiliation', ['due_at'], unique=False, postgresql_where=sa.text('due_at IS NOT NULL'))
    op.create_index(op.f('ix_affiliation_member_id'), 'affiliation', ['member_id'], unique=False)
    op.create_table('vouch',
    sa.Column('affiliation_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('in_force', 'withdrawn', 'expired', 'ended', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('known_since', sa.Integer(), nullable=False),
    sa.Column('known_as', sa.String(length=200), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('given_by_id', sa.BigInteger(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawal_reason', sa.Text(), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(state = 'withdrawn') = (withdrawal_reason IS NOT NULL)", name=op.f('ck_vouch_reason_if_withdrawn')),
    sa.CheckConstraint('known_since BETWEEN 1850 AND 2200', name=op.f('ck_vouch_year')),
    sa.ForeignKeyConstraint(['affiliation_id'], ['affiliation.id'], name=op.f('fk_vouch_affiliation_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['given_by_id'], ['person.id'], name=op.f('fk_vouch_given_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vouch'))
    )
    op.create_index('uq_vouch_in_force', 'vouch', ['affiliation_id'], unique=True, postgresql_where=sa.text("state = 'in_force'"))
    op.create_index('ix_vouch_expiry', 'vouch', ['expires_at'], unique=False, postgresql_where=sa.text("state = 'in_force'"))
    op.create_index(op.f('ix_vouch_affiliation_id'), 'vouch', ['affiliation_id'], unique=False)


    op.create_table('profile_suggestion',
    sa.Column('affiliation_id', sa.BigInteger(), nullable=False),
    sa.Column('profile_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('open', 'looked_at', 'dismissed', 'lapsed', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('suggested_by_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(state = 'open') = (due_at IS NOT NULL)", name=op.f('ck_profile_suggestion_due_if_open')),
    sa.ForeignKeyConstraint(['affiliation_id'], ['affiliation.id'], name=op.f('fk_profile_suggestion_affiliation_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['profile_id'], ['profile.id'], name=op.f('fk_profile_suggestion_profile_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['suggested_by_id'], ['person.id'], name=op.f('fk_profile_suggestion_suggested_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_profile_suggestion')),
    sa.UniqueConstraint('affiliation_id', 'profile_id', name=op.f('uq_profile_suggestion_affiliation_id_profile_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_profile_suggestion_public_id'))
    )
    op.create_index('ix_profile_suggestion_due', 'profile_suggestion', ['due_at'], unique=False, postgresql_where=sa.text('due_at IS NOT NULL'))
    op.create_index(op.f('ix_profile_suggestion_profile_id'), 'profile_suggestion', ['profile_id'], unique=False)


def downgrade() -> None:
    for table in ("profile_suggestion", "vouch", "affiliation"):
        op.drop_table(table)
