"""Whatever happened to a template: either lint names a fault, or every print of it is sound."""

from __future__ import annotations

import copy

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from extractors.tags import general
from renderers.docx import Printer
from renderers.lint import lint
from renderers.package import Frame, members
from renderers.survey import survey
from tests.renderers.reading import W, lines, tree
from tests.renderers.template import CODECS, FORM, part, template

MEMBERS = members(template())
DOCUMENT = "word/document.xml"
SOURCE = MEMBERS[DOCUMENT].content()
FRAME = Frame(member for name, member in MEMBERS.items() if name != DOCUMENT)
MOVABLE = [W + name for name in ("p", "tr", "tbl", "r", "t", "sdt")]
RECORDS = (
    {},
    {
        "name": "甲",
        "date": "2024-05-20",
        "size": "小型",
        "trades": ["汽车"],
        "accident": True,
        "profile": "一\n二",
        "count": 1,
        "rows": [{"name": "行", "detail": "上\n下", "trades": ["汽车"]}] * 4,
        "blocks": [{"title": "题", "text": "一\n二"}] * 3,
    },
)


def change(root, chance):
    """One thing that can happen to a template in Word, or to its file."""
    elements = [element for element in root.iter() if element.tag in MOVABLE]
    one, other = chance.choice(elements), chance.choice(elements)
    texts = list(root.iter(W + "t"))
    match chance.choice(("delete", "double", "move", "type", "swap", "bookmark", "wrap")):
        case "delete":
            one.getparent().remove(one)
        case "double":
            one.addnext(copy.deepcopy(one))
        case "move" if other.tag == one.tag and other not in one.iter():
            other.addprevious(one)
        case "type":
            text = chance.choice(texts)
            at = chance.randrange(len(text.text or "") + 1)
            typed = chance.choice(("", "{", "}", "%", "a", " ", "|", '"', "{{ name }}"))
            text.text = (text.text or "")[:at] + typed + (text.text or "")[at + 1 :]
        case "swap":
            first, second = chance.choice(texts), chance.choice(texts)
            first.text, second.text = second.text, first.text
        case "bookmark":
            for name, place in (("bookmarkStart", one), ("bookmarkEnd", other)):
                mark = etree.Element(W + name, {W + "id": "1"})
                place.addprevious(mark)
                if name == "bookmarkStart":
                    mark.set(W + "name", "_GoBack")
        case "wrap" if one.tag == W + "r":
            wrapper = etree.Element(W + chance.choice(("hyperlink", "ins", "smartTag")))
            one.addprevious(wrapper)
            wrapper.append(one)


@settings(deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False), st.integers(1, 3))
def test_a_template_is_refused_or_prints_soundly(chance, changes):
    root = etree.fromstring(SOURCE)
    for _ in range(changes):
        change(root, chance)
    assume(are_paired(root))  # a bookmark cut in two by the change was broken before we printed
    data = FRAME.filled({DOCUMENT: etree.tostring(root, encoding="UTF-8", standalone=True)})
    asked = {general(hole.path) for hole in survey(members(data)).holes}
    lists = {path.partition(".")[0] for path in asked if ".*" in path}
    form = FORM.of(*(path for path in CODECS if path in asked or path.partition(".")[0] in lists))
    if lint(data, form):
        return
    printer = Printer(data, form)
    for record in RECORDS:
        check_sound(part(printer.print(form.load(record))))


def check_sound(xml):
    found = tree(xml)
    numbers = [number.get(W + "val") for number in found.iterfind(f".//{W}sdtPr/{W}id")]
    assert len(set(numbers)) == len(numbers)
    assert are_paired(found)
    assert not any("{{" in line or "{%" in line for line in lines(xml) if "不超" not in line)


def are_paired(root):
    """Whether each bookmark that begins also ends."""
    starts = {mark.get(W + "id") for mark in root.iter(W + "bookmarkStart")}
    return starts == {mark.get(W + "id") for mark in root.iter(W + "bookmarkEnd")}
