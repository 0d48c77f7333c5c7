"""Working hours and days off of organisations."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('working_week',
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_working_week_organisation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_working_week')),
    sa.UniqueConstraint('organisation_id', name=op.f('uq_working_week_organisation_id'))
    )
    op.create_table('working_day',
    sa.Column('week_id', sa.BigInteger(), nullable=False),
    sa.Column('weekday', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('opens', sa.Integer(), nullable=False),
    sa.Column('closes', sa.Integer(), nullable=False),
    sa.CheckConstraint('0 <= opens AND opens < closes AND closes <= 1440', name=op.f('ck_working_day_hours')),
    sa.CheckConstraint('weekday BETWEEN 0 AND 6', name=op.f('ck_working_day_weekday')),
    sa.ForeignKeyConstraint(['week_id'], ['working_week.id'], name=op.f('fk_working_day_week_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('week_id', 'weekday', name=op.f('pk_working_day'))
    )
    op.create_table('day_off',
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('last', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=True),
    sa.Column('added_by_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('last BETWEEN first AND first + 366', name=op.f('ck_day_off_range')),
    sa.ForeignKeyConstraint(['added_by_id'], ['person.id'], name=op.f('fk_day_off_added_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_day_off_organisation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_day_off')),
    sa.UniqueConstraint('public_id', name=op.f('uq_day_off_public_id'))
    )
    op.create_index('ix_day_off_coming', 'day_off', ['organisation_id', 'last', 'id'], unique=False)


def downgrade() -> None:
    for table in ("day_off", "working_day", "working_week"):
        op.drop_table(table)
