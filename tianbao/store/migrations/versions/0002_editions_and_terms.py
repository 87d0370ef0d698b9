"""Which edition of its application a submission is, and what the office sets for applicants."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("application", sa.Column("deadline", sa.String()))
    op.add_column("application", sa.Column("rank", sa.Integer()))
    for column in (
        sa.Column("edition", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("current", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("terms", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("submission", column)
    op.create_index("ix_submission_terms", "submission", ["terms"])
