"""How large a share of the organisations hold a word, of words that are not rare."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "word_share",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.CheckConstraint("share > 0 AND share <= 1", name=op.f("ck_word_share_share_range")),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_word_share")),
    )


def downgrade() -> None:
    op.drop_table("word_share")
