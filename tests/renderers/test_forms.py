"""Both forms, printed with the sample records: sound Word files with every answer in them."""

import json
import re
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from extractors.extract import extract
from forms.errors import InvalidRecord
from forms.registry import forms, get
from renderers.docx import TEMPLATES, blank, render
from renderers.lint import lint
from renderers.package import members
from renderers.stamp import stamp_of
from tests.renderers.office import saved_again
from tests.renderers.reading import W14, W, lines, rows, text_of, ticks, tree
from tests.renderers.template import part

SAMPLES = Path(__file__).parents[2] / "samples" / "records"
RECORDS = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in SAMPLES.glob("*.json")
}
HOSTILE = "{{7*7}} {%p endfor %} <w:p/> & ]]> \U0001f469\u200d\U0001f527 𠀀 " + "名" * 10_000


def form_of(record):
    return get("application" if "applicant" in record else "summary")


def errors(data, path):
    path.write_bytes(data)
    return OpenXmlValidator().validate(path).errors


def texts(value):
    """Every text that a record holds, prose by paragraph, dates, ticks and vocabularies aside."""
    if isinstance(value, dict):
        for key, part_of in value.items():
            if key not in ("ownership", "size", "level", "stages"):
                yield from texts(part_of)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str) and not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){1,2}", value):
        yield from value.split("\n")


def shown(data):
    return "\n".join(lines(part(data)))


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.name)
def test_the_template_has_no_fault(form):
    assert lint((TEMPLATES / form.template).read_bytes(), form) == []


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.name)
def test_the_blank_is_a_sound_word_file(form, tmp_path):
    data = blank(form)
    assert errors(data, tmp_path / "blank.docx") == []
    assert data == render(form, {})
    assert stamp_of(members(data)).form == form.name
    assert not re.search(r"\{[{%]|[}%]\}", shown(data))


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_a_filled_form_is_a_sound_word_file_with_every_answer(name, tmp_path):
    form, record = form_of(RECORDS[name]), RECORDS[name]
    data = render(form, record)
    assert errors(data, tmp_path / "filled.docx") == []
    page = shown(data)
    assert [text for text in texts(form.load(record)) if text not in page] == []


def test_ticks_are_those_of_the_record():
    record = get("application").load(RECORDS["a01-automotive-twin"])
    found = ticks(part(render(get("application"), record)))
    ticked = {tag for tag, (state, glyph) in found.items() if state == "1"}
    assert len(found) == 105
    assert {tag for tag in ticked if not tag.startswith("tasks")} == {
        f"applicant.ownership={record['applicant']['ownership']}",
        f"applicant.size={record['applicant']['size']}",
        "applicant.accident.occurred=否",
    }
    assert {tag for tag in ticked if ".industries=" in tag} == {
        f"tasks.{n}.industries={industry}"
        for n, task in enumerate(record["tasks"])
        for industry in task["industries"]
    }
    assert len({glyph for _, glyph in found.values()}) == 2


def test_lists_grow_as_long_as_they_are():
    record = get("application").load(RECORDS["a05-thirty-row-lists"])
    xml = part(render(get("application"), record))
    names = [cell for row in rows(xml, 1) for cell in row]
    for item in record["tasks"][0]["technologies"]:
        assert item["name"] in names


def test_nothing_in_a_loop_has_a_number_twice():
    data = render(get("application"), RECORDS["a06-central-three-directions"])
    found = tree(part(data))
    controls = Counter(item.get(W + "val") for item in found.iterfind(f".//{W}sdtPr/{W}id"))
    marks = Counter(item.get(W + "id") for item in found.iter(W + "bookmarkStart"))
    names = Counter(item.get(W + "name") for item in found.iter(W + "bookmarkStart"))
    assert {*controls.values(), *marks.values(), *names.values()} <= {1}


def test_hostile_values_print_as_themselves(tmp_path):
    form = get("application")
    record = {
        "cover": {"applicant": HOSTILE},
        "applicant": {"name": HOSTILE, "profile": f"{HOSTILE}\n{HOSTILE}"},
        "tasks": [{"technologies": [{"name": HOSTILE, "indicators": HOSTILE}]}],
        "narrative": {"team": HOSTILE},
    }
    data = render(form, record)
    assert shown(data).count(form.load({"applicant": {"name": HOSTILE}})["applicant"]["name"]) == 7
    assert errors(data, tmp_path / "hostile.docx") == []


@pytest.mark.parametrize("character", ["\f", "\a", "\0", "\ufffe", "\ud800"])
def test_characters_that_would_cut_the_file_short_are_refused(character):
    with pytest.raises(InvalidRecord):
        render(get("application"), {"applicant": {"name": f"甲{character}乙"}})


def test_line_ends_of_any_kind_part_paragraphs():
    record = {"applicant": {"profile": "一\r\n二\r三"}}
    assert "一\n二\n三" in shown(render(get("application"), record))


def test_libreoffice_saves_every_field_again(tmp_path):
    wanted = (
        "a01-automotive-twin",
        "a03-untouched-blank",
        "a05-thirty-row-lists",
        "s01-pudong-two",
    )
    records = {name: RECORDS[name] for name in wanted}
    printed = {name: render(form_of(record), record) for name, record in records.items()}
    for name, data in saved_again(printed, tmp_path).items():
        before, after = part(printed[name]), part(data)
        assert lines(after) == lines(before), name
        assert states(after) == states(before), name
        assert notes(data) == notes(printed[name]), name
        assert stamp_of(members(data)) == stamp_of(members(printed[name])), name
        (found,) = extract(data, f"{name}.docx")
        assert found["record"] == form_of(records[name]).load(records[name]), name


def states(xml):
    """What the boxes say, in order; LibreOffice 7.4 drops their tags when it saves."""
    return [box.get(W14 + "val") for box in tree(xml).iter(W14 + "checked")]


def notes(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if "word/footnotes.xml" not in archive.namelist():
            return []
        root = tree(archive.read("word/footnotes.xml").decode())
    return [text for note in root.iter(W + "footnote") if (text := text_of(note).strip())]
