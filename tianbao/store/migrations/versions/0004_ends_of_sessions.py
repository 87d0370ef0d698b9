"""How often all sessions of a user were ended at once, so that a copied cookie counts no more."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("user", sa.Column("sessions", sa.Integer(), nullable=False, server_default="0"))
