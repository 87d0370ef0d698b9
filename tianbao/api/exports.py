"""What the store has, as tables and counts."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any, BinaryIO, Final

from flask import send_file
from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from tianbao.api.describing import files_of
from tianbao.api.schemas import KINDS, CountsSchema, ExportSchema
from tianbao.exports import choose
from tianbao.exports.stored import Wanted, giving_out
from tianbao.store import ledger, listing, people
from tianbao.store.listing import Filters
from tianbao.web.access import require, require_role, the_store
from tianbao.web.making import XLSX

blueprint = Blueprint("api-exports", __name__, url_prefix="/api", description=__doc__)

NAMES: Final = ",".join(map(repr, KINDS))
TYPES: Final = {"xlsx": XLSX, "csv": "text/csv", "jsonl": "application/jsonl"}


@blueprint.get(f"/export/<any({NAMES}):kind>")
@require("reviewer")
@blueprint.arguments(ExportSchema, location="query")
@blueprint.doc(responses=files_of(TYPES.values()))
def export(asked: dict[str, Any], kind: str) -> Response:
    """Records, problems and origins; what a person went through counts as exported then."""
    filters = {name: asked.get(name) or None for name in ("form", "district", "state")}
    made = exported(kind, Wanted(Filters(**filters), asked["every_version"]))
    with the_store().session() as session:
        people.note(session, require_role("reviewer").name, "export", kind)
    answer = send_file(
        made, mimetype=TYPES[kind], as_attachment=True, download_name=f"export.{kind}", max_age=0
    )
    answer.content_length = os.fstat(made.fileno()).st_size
    return answer


def exported(kind: str, wanted: Wanted) -> BinaryIO:
    """What is wanted as an open file that no folder names any more: it is gone when it is sent, and
    no more of it is in memory than is on its way."""
    with tempfile.TemporaryDirectory(prefix="tianbao-") as folder:
        target = Path(folder, f"export.{kind}")
        with giving_out(the_store(), wanted) as results, choose(target, force=False) as sink:
            for result in results:
                sink.add(result)
        return target.open("rb")


@blueprint.get("/counts")
@require("viewer")
@blueprint.response(200, CountsSchema)
def counts() -> dict[str, Any]:
    """How far the work is."""
    with the_store().reading() as session:
        problems: dict[str, int] = {}
        for code, _, number in listing.problems(session):
            problems[code] = problems.get(code, 0) + number
        return {"documents": ledger.counts(session), "problems": problems}
