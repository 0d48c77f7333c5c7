"""search index of all kinds of document, with vectors"""

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_organisation_sort_key', 'organisation', ['sort_key', 'id'], unique=False)
    op.create_index('ix_organisation_facets', 'organisation', ['state', 'country', 'kind', 'size_band', 'description_language', 'valid_until', 'id'], unique=False)
    op.drop_constraint(op.f('pk_search_document'), 'search_document', type_='primary')
    op.alter_column('search_document', 'organisation_id', existing_type=sa.BigInteger(), nullable=True)
    op.add_column('search_document', sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False))
    op.create_primary_key(op.f('pk_search_document'), 'search_document', ['id'])
    op.add_column('search_document', sa.Column('call_id', sa.BigInteger(), nullable=True))
    op.add_column('search_document', sa.Column('project_id', sa.BigInteger(), nullable=True))
    op.add_column('search_document', sa.Column('audience', sa.String(length=40), server_default='everyone', nullable=False))
    op.add_column('search_document', sa.Column('title', sa.Text(), nullable=True))
    op.add_column('search_document', sa.Column('language', sa.String(length=8), nullable=True))
    op.add_column('search_document', sa.Column('track_ids', sa.ARRAY(sa.BigInteger()), server_default='{}', nullable=False))
    op.add_column('search_document', sa.Column('subtopic_ids', sa.ARRAY(sa.BigInteger()), server_default='{}', nullable=False))
    op.add_column('search_document', sa.Column('trl_from', sa.Integer(), nullable=True))
    op.add_column('search_document', sa.Column('trl_to', sa.Integer(), nullable=True))
    op.add_column('search_document', sa.Column('automation_level', sa.Integer(), nullable=True))
    op.create_foreign_key(op.f('fk_search_document_call_id'), 'search_document', 'call', ['call_id'], ['id'], ondelete='CASCADE')
    op.create_foreign_key(op.f('fk_search_document_project_id'), 'search_document', 'project', ['project_id'], ['id'], ondelete='CASCADE')
    op.create_unique_constraint(op.f('uq_search_document_organisation_id'), 'search_document', ['organisation_id'])
    op.create_unique_constraint(op.f('uq_search_document_call_id'), 'search_document', ['call_id'])
    op.create_unique_constraint(op.f('uq_search_document_project_id_audience'), 'search_document', ['project_id', 'audience'])
    op.create_check_constraint('audience', 'search_document', "audience IN ('everyone', 'officials', 'consortium')")
    op.create_check_constraint('one_subject', 'search_document', 'num_nonnulls(organisation_id, call_id, project_id) = 1')
    op.create_check_constraint('audience_of_projects', 'search_document', "audience = 'everyone' OR project_id IS NOT NULL")
    op.create_table('search_chunk',
    sa.Column('document_id', sa.BigInteger(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('passage', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=16), nullable=False),
    sa.Column('vector', HALFVEC(384), nullable=True),
    sa.Column('mean_version', sa.Integer(), nullable=True),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.CheckConstraint('(vector IS NULL) = (mean_version IS NULL)', name=op.f('ck_search_chunk_mean_if_vector')),
    sa.ForeignKeyConstraint(['document_id'], ['search_document.id'], name=op.f('fk_search_chunk_document_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_chunk')),
    sa.UniqueConstraint('document_id', 'number', name=op.f('uq_search_chunk_document_id_number'))
    )
    op.create_index('ix_search_chunk_vector', 'search_chunk', ['vector'], unique=False, postgresql_using='hnsw', postgresql_ops={'vector': 'halfvec_cosine_ops'})
    op.create_index('ix_search_chunk_waiting', 'search_chunk', ['id'], unique=False, postgresql_where=sa.text('vector IS NULL'))
    op.create_table('text_vector',
    sa.Column('model', sa.String(length=200), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=16), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('vector', HALFVEC(384), nullable=False),
    sa.PrimaryKeyConstraint('model', 'digest', name=op.f('pk_text_vector'))
    )
    op.create_table('language_mean',
    sa.Column('model', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('vector', HALFVEC(384), nullable=False),
    sa.Column('texts', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('model', 'language', name=op.f('pk_language_mean'))
    )
    op.create_table('index_position',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_index_position'))
    )


def downgrade() -> None:
    op.drop_index('ix_organisation_facets', table_name='organisation')
    op.drop_index('ix_organisation_sort_key', table_name='organisation')
    op.drop_table('index_position')
    op.drop_table('language_mean')
    op.drop_table('text_vector')
    op.drop_index('ix_search_chunk_waiting', table_name='search_chunk', postgresql_where=sa.text('vector IS NULL'))
    op.drop_index('ix_search_chunk_vector', table_name='search_chunk', postgresql_using='hnsw', postgresql_ops={'vector': 'halfvec_cosine_ops'})
    op.drop_table('search_chunk')
    op.execute('DELETE FROM search_document WHERE organisation_id IS NULL')
    for name in ('audience_of_projects', 'one_subject', 'audience'):
        op.drop_constraint(op.f(f'ck_search_document_{name}'), 'search_document', type_='check')
    for name in ('project_id_audience', 'call_id', 'organisation_id'):
        op.drop_constraint(op.f(f'uq_search_document_{name}'), 'search_document', type_='unique')
    op.drop_constraint(op.f('pk_search_document'), 'search_document', type_='primary')
    for column in (
        'automation_level', 'trl_to', 'trl_from', 'subtopic_ids', 'track_ids', 'language', 'title', 'audience', 'project_id',
        'call_id', 'id',
    ):
        op.drop_column('search_document', column)
    op.alter_column('search_document', 'organisation_id', existing_type=sa.BigInteger(), nullable=False)
    op.create_primary_key(op.f('pk_search_document'), 'search_document', ['organisation_id'])
