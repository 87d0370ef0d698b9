"""Files made of a record: the form printed anew, the applicant's own file put right, the letter to
the applicant."""

from __future__ import annotations

from typing import Any, Final

from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from forms.errors import InvalidRecord
from tianbao.api.describing import files_of
from tianbao.api.errors import Refusal
from tianbao.api.schemas import CheckedSchema, CheckSchema, FormsSchema
from tianbao.errors import WrongCall
from tianbao.store import people
from tianbao.web.access import require, require_role, the_store
from tianbao.web.children import NotMade
from tianbao.web.making import WORD
from tianbao.web.pages.downloads import MADE, MAIL, PDF, loaded, sent

ROLES: Final = {"notice.eml": "reviewer"}  # others are for a viewer too

blueprint = Blueprint("api-files", __name__, url_prefix="/api", description=__doc__)


@blueprint.get(f"/records/<int:number>/files/<any({','.join(map(repr, MADE))}):name>")
@require("viewer")
@blueprint.doc(responses=files_of([WORD, PDF, MAIL]))
def make(number: int, name: str) -> Response:
    """A file made of a record as it is now; a mail draft for a reviewer alone."""
    store, who = the_store(), require_role(ROLES.get(name, "viewer")).name
    with store.reading() as session:
        submission = loaded(session, number)
    try:
        made = MADE[name](store, submission)
    except NotMade as error:
        raise Refusal(422, "not-made", "；".join(error.lines)) from error
    with store.session() as session:
        people.note(session, who, f"download-{name}", f"submission {number}")
    return sent(*made)


@blueprint.get("/forms")
@require("viewer")
@blueprint.response(200, FormsSchema)
def show() -> dict[str, Any]:
    """All forms."""
    from forms.registry import forms

    return {"items": [{"name": form.name, "title": form.title} for form in forms()]}


@blueprint.post("/check")
@require("viewer")
@blueprint.arguments(CheckSchema)
@blueprint.response(200, CheckedSchema)
def check(asked: dict[str, Any]) -> dict[str, Any]:
    """A record made canonical, with its problems; nothing is kept of it."""
    from tianbao.verbs.results import of_record

    try:
        result = of_record(asked["record"])
    except InvalidRecord as error:
        raise Refusal(422, "refused", "the form refuses the record", error.errors) from error
    except WrongCall as error:
        raise Refusal(422, "refused", str(error)) from error
    return {name: result[name] for name in ("form", "record", "problems")}
