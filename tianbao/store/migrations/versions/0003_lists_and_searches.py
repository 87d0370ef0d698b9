"""Indexes in the order of the lists, and the threes of characters that a search asks for."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

SORTS = ("doubts", "errors", "applicant")
FILTERS = ("form", "state", "district", "assigned_to")
SOME = {"doubtful": "doubts > 0", "faulty": "errors > 0"}


def upgrade() -> None:
    for column in FILTERS:
        name = f"ix_submission_{column}_arrived_at_id"
        op.create_index(name, "submission", [column, "arrived_at", "id"])
        if column != "district":  # by which a list is sorted, too
            op.drop_index(f"ix_submission_{column}_id", "submission")
    for column in SORTS:
        op.create_index(
            f"ix_submission_district_{column}_id", "submission", ["district", column, "id"]
        )
    for name, condition in SOME.items():
        only = sa.text(condition)
        op.create_index(
            f"ix_submission_{name}",
            "submission",
            ["arrived_at", "id"],
            sqlite_where=only,
            postgresql_where=only,
        )
    op.create_table(
        "gram",
        sa.Column(
            "gram", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("submission_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("gram", "submission_id", name="pk_gram"),
        sqlite_with_rowid=False,
    )
    op.execute("DELETE FROM idempotency")  # answers are kept with their headers from now on
