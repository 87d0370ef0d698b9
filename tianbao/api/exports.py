"""What the store has, as tables and counts."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from tianbao.api.documents import BINARY
from tianbao.api.schemas import KINDS, CountsSchema, ExportSchema
from tianbao.exports import choose
from tianbao.exports.stored import Wanted, results
from tianbao.store import ledger, listing, people
from tianbao.store.listing import Filters
from tianbao.web.access import require, require_role, the_store
from tianbao.web.pages.downloads import PLAIN, sent

blueprint = Blueprint("api-exports", __name__, url_prefix="/api", description=__doc__)

NAMES = ",".join(map(repr, KINDS))


@blueprint.get(f"/export/<any({NAMES}):kind>")
@require("reviewer")
@blueprint.arguments(ExportSchema, location="query")
@blueprint.response(200, BINARY, content_type=PLAIN)
def export(asked: dict[str, Any], kind: str) -> Response:
    """Records, problems and origins; what a person went through counts as exported then."""
    filters = {name: asked.get(name) or None for name in ("form", "district", "state")}
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, f"export.{kind}")
        with choose(target, force=False) as sink:
            for result in results(the_store(), Wanted(Filters(**filters), asked["every_version"])):
                sink.add(result)
        stream = target.open("rb")  # read as it is sent, when its name is gone
    with the_store().session() as session:
        people.note(session, require_role("reviewer").name, "export", kind)
    return sent(f"export.{kind}", stream, PLAIN)


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
