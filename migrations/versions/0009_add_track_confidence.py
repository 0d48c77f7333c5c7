"""A suggested track keeps how sure the suggestion is and which subtopics are near; an import, how far its suggestions are."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisation_track", sa.Column("confidence", sa.Float(), nullable=True))
    op.add_column(
        "organisation_track",
        sa.Column("near", sa.ARRAY(sa.String(length=20)), server_default=sa.text("'{}'"), nullable=False),
    )
    op.create_check_constraint("confidence", "organisation_track", "confidence BETWEEN 0 AND 1")
    op.add_column("registry_import", sa.Column("tracks_expected", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("registry_import", sa.Column("tracks_done", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_check_constraint("tracks_done", "registry_import", "tracks_done BETWEEN 0 AND tracks_expected")


def downgrade() -> None:
    op.drop_constraint("tracks_done", "registry_import", type_="check")
    op.drop_column("registry_import", "tracks_done")
    op.drop_column("registry_import", "tracks_expected")
    op.drop_constraint("confidence", "organisation_track", type_="check")
    op.drop_column("organisation_track", "near")
    op.drop_column("organisation_track", "confidence")
