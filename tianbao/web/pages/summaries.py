"""汇总表: the applications of a district in the order of preference, as 附件2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response

from forms.registry import summarizings
from renderers.office import OfficeMissing, Unconvertible
from tianbao.exports.stored import result_of
from tianbao.store import people, ranking, terms
from tianbao.store.listing import LARGEST_NUMBER
from tianbao.verbs.summarizing import KINDS, summarize_results
from tianbao.web import making
from tianbao.web.access import require, require_role, the_store
from tianbao.web.language import t
from tianbao.web.numbers import row_number
from tianbao.web.pages.downloads import PDF, sent

blueprint = Blueprint("summaries", __name__)

MOST: Final = 200  # applications of a district on its page
RANK: Final = "rank-"  # before the number of an application, for the place typed for it
TYPES: Final = {
    ".docx": making.WORD,
    ".pdf": PDF,
    ".xlsx": making.XLSX,
}


@blueprint.get("/summaries")
@require("viewer")
def show() -> str:
    """The districts, or a district's applications in their order."""
    district = request.args.get("district", "")
    with the_store().reading() as session:
        districts = ranking.districts(session, _forms())
        ranked = ranking.ranked(session, district, _forms(), MOST) if district else []
        own = terms.present(session).of(district, None)
        listing = summarize_results(map(result_of, ranked), own) if ranked else None
    return render_template(
        "summaries.html",
        districts=districts,
        district=district,
        ranked=ranked,
        problems=listing.problems if listing else [],
        most=MOST,
        kinds=[each.lstrip(".") for each in KINDS],
    )


@blueprint.post("/summaries")
@require("reviewer")
def rank() -> Response:
    """The order of preference of a district's applications."""
    who, district = require_role("reviewer").name, request.form.get("district", "")
    try:
        places = dict(_places(request.form))
    except ValueError as error:
        raise BadRequest from error
    order = sorted(places, key=lambda each: places[each])
    with the_store().session() as session:
        ranking.rank(session, district, order)
        people.note(session, who, "rank", district)
    return redirect(url_for("summaries.show", district=district), 303)


@blueprint.get("/summaries/<kind>")
@require("viewer")
def download(kind: str) -> Response:
    """附件2 of a district as a file."""
    who, district = require_role("viewer").name, request.args.get("district", "")
    suffix = f".{kind}"
    with the_store().reading() as session:
        ranked = ranking.ranked(session, district, _forms())
        if not ranked or suffix not in KINDS:
            raise NotFound
        listing = summarize_results(map(result_of, ranked))
    try:
        data = listing.printed(suffix)
    except (OfficeMissing, Unconvertible):
        flash(f"{t('没有生成文件：')}{making.NO_OFFICE}")
        return redirect(url_for("summaries.show", district=district), 303)
    with the_store().session() as session:
        people.note(session, who, "download-summary", district)
    return sent(f"{district}-推荐汇总表{suffix}", data, TYPES[suffix])


def _places(form: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Each application with the place that was typed for it, behind all others without one; raises
    ValueError for what is no number."""
    for name, place in form.items():
        if name.startswith(RANK):
            yield row_number(name.removeprefix(RANK)), row_number(place or str(LARGEST_NUMBER))


def _forms() -> list[str]:
    """The forms that a summary lists."""
    return [way.of.name for way in summarizings()]
