"""The blanks of the tests: made once for all of them, in a cache folder of their own."""

import json
import os
from pathlib import Path

import pytest

from forms.registry import get
from renderers import fillable
from renderers.fillable.filling import Blank
from renderers.fillable.making import blank_pdf

SAMPLES = Path(__file__).parents[3] / "samples" / "records"
RECORDS = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(SAMPLES.glob("*.json"))
}
FORMS = ("application", "summary")


def form_of(record):
    return get("application" if "applicant" in record else "summary")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory):
    """A cache folder that the processes of a test run share."""
    root = tmp_path_factory.getbasetemp().parent / "cache"
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(root)
    yield root
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before


@pytest.fixture(scope="session")
def blanks(cache):
    """The fillable blanks by the forms' names."""
    return {name: fillable.blank(get(name)) for name in FORMS}


@pytest.fixture(scope="session")
def roomy(blanks):
    """Blanks with rows enough for every sample, so that one print serves all of them."""
    made = {}
    for name, pdf in blanks.items():
        form, empty = get(name), Blank(pdf)
        lengths = {}
        for record in RECORDS.values():
            if form_of(record) is form:
                for path, length in fillable.missing_rows(form, form.load(record), empty).items():
                    lengths[path] = max(length, lengths.get(path, 0))
        made[name] = Blank(blank_pdf(form, lengths))
    return made
