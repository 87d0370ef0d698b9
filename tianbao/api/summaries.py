"""附件2 of a district, its applications in ranked order."""

from __future__ import annotations

from flask_smorest import Blueprint
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.registry import summarizings
from renderers.office import OfficeMissing, Unconvertible
from tianbao.api.describing import files_of
from tianbao.api.errors import Refusal
from tianbao.api.schemas import SummarySchema
from tianbao.exports.stored import result_of
from tianbao.store import people
from tianbao.store.ranking import ranked
from tianbao.verbs.summarizing import KINDS, summarize_results
from tianbao.web.access import require, require_role, the_store
from tianbao.web.pages.downloads import sent
from tianbao.web.pages.summaries import TYPES

blueprint = Blueprint("api-summaries", __name__, url_prefix="/api", description=__doc__)

NAMES = ",".join(repr(kind.lstrip(".")) for kind in KINDS)


@blueprint.get(f"/summaries/<any({NAMES}):kind>")
@require("viewer")
@blueprint.arguments(SummarySchema, location="query")
@blueprint.doc(responses=files_of(TYPES.values()))
def make(asked: dict[str, str], kind: str) -> Response:
    """The list of a district as a file."""
    district = asked["district"]
    with the_store().reading() as session:
        forms = [way.of.name for way in summarizings()]
        results = [result_of(each) for each in ranked(session, district, forms)]
    if not results:
        raise NotFound("no application came through that district")
    try:
        data = summarize_results(results).printed(f".{kind}")
    except (OfficeMissing, Unconvertible) as error:
        raise Refusal(422, "not-made", str(error)) from error
    with the_store().session() as session:
        people.note(session, require_role("viewer").name, "download-summary", district)
    return sent(f"{district}-推荐汇总表.{kind}", data, TYPES[f".{kind}"])
