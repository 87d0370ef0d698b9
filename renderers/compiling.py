"""A part of a template as the source of a Jinja template.

The tags and check boxes become plain Jinja in docxtpl's dialect, and docxtpl's own XML patching
takes the paragraphs and rows of loops away. Everything else in the part prints as it stands.
The template must be without faults (renderers/lint.py).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from lxml import etree

from extractors.tags import (
    CODEC_FILTERS,
    EndFor,
    EndIf,
    Filter,
    For,
    IfNot,
    Loops,
    Tag,
    TagError,
    Value,
    find_tags,
    general,
    parse_tick,
    split,
)
from renderers.word import W14, XML_SPACE, CheckBox, W, is_check_box, joinable, number_of, texts

IDENTIFIERS = "IDENTIFIERS"  # the context's name for values.Identifiers; no path has capitals

# Braces of the wording and of attributes (Word's GUIDs) stand as noncharacters while Jinja and
# docxtpl look for tags, and as character references afterwards.
_PROTECT = str.maketrans({"{": "\ufdd0", "}": "\ufdd1"})
_REFERENCES = str.maketrans({"\ufdd0": "&#123;", "\ufdd1": "&#125;"})


def jinja_source(root: etree._Element) -> str:
    """The source that prints the part; changes `root`."""
    insert_jinja(root)
    return patch(root).translate(_REFERENCES)


def patch(root: etree._Element) -> str:
    """The part as docxtpl would give it to Jinja, its own braces still protected."""
    xml = etree.tostring(root, encoding="UTF-8", standalone=True).decode()
    patched: str = DocxTemplate.patch_xml(None, xml)
    return patched


def insert_jinja(root: etree._Element) -> None:
    """Writes what Jinja runs in the place of tags and check boxes; protects all other braces."""
    for paragraph in root.iter(W + "p"):
        join_split_tags(paragraph)
    loops = Loops()
    for element in root.iter():
        _protect(element)
        if len(loops):
            _make_unique(element)
        if element.tag == W + "t":
            _insert_tags(element, loops)
    for control in filter(is_check_box, root.iter(W + "sdt")):
        _insert_tick(CheckBox.of(control))


def join_split_tags(paragraph: etree._Element) -> None:
    """Puts each tag that Word split over runs into the run where it begins.

    Raises TagError where something other than a run's end lies inside the tag.
    """
    pieces = texts(paragraph)
    starts = list(accumulate((len(piece.text or "") for piece in pieces), initial=0))
    whole = "".join(piece.text or "" for piece in pieces)
    for start, end in reversed(find_tags(whole)):
        first = bisect_right(starts, start) - 1
        last = bisect_left(starts, end) - 1
        if first == last:
            continue
        if not joinable(pieces[first], pieces[last]):
            raise TagError(
                f"{whole[start:end]} has a note, change or control in it; type it anew in one go"
            )
        pieces[first].text = whole[starts[first] : end]
        for between in pieces[first + 1 : last]:
            between.text = ""
        pieces[last].text = (pieces[last].text or "")[end - starts[last] :]
        pieces[last].set(XML_SPACE, "preserve")  # it may begin with a space now


def _protect(element: etree._Element) -> None:
    for name, value in element.items():
        element.set(name, str(value).translate(_PROTECT))
    element.tail = element.tail and element.tail.translate(_PROTECT)
    if element.tag != W + "t":
        element.text = element.text and element.text.translate(_PROTECT)


def _make_unique(element: etree._Element) -> None:
    """Lets what stands in a loop have another identifier each time it prints."""
    for name in (W14 + "paraId", W14 + "textId"):  # may be missing, must not come twice
        element.attrib.pop(name, "")
    kind_and_attribute = number_of(element)
    if kind_and_attribute is None:
        return
    kind, attribute = kind_and_attribute
    number = int(element.get(attribute, ""))
    key = f"'{kind}{number}'"
    if element.tag == W + "bookmarkEnd":
        element.set(attribute, f"{{{{ {IDENTIFIERS}.last({key}) }}}}")
        return
    element.set(attribute, f"{{{{ {IDENTIFIERS}.new({key}, {number}) }}}}")
    if element.tag == W + "bookmarkStart":
        name = element.get(W + "name", "")
        element.set(W + "name", f"{name}{{{{ {IDENTIFIERS}.suffix({key}) }}}}")


def _insert_tags(element: etree._Element, loops: Loops) -> None:
    pieces = split(element.text or "")
    if any(not isinstance(piece, str) for piece in pieces):
        element.set(XML_SPACE, "preserve")
    element.text = "".join(
        piece.translate(_PROTECT) if isinstance(piece, str) else _jinja(piece, loops)
        for piece in pieces
    )


def _jinja(tag: Tag, loops: Loops) -> str:
    """The tag in Jinja, and the loops that are open behind it."""
    match tag:
        case Value(path, filters):
            calls = "".join(_call(item, path, loops) for item in filters)
            return f"{{{{ {_expression(path)}{calls} }}}}"
        case For(level, variable, path, loop_filter):
            call = _call(loop_filter, path, loops) if loop_filter else ""
            loops.enter(tag)
            return f"{{%{level} for {variable} in {_expression(path)}{call} %}}"
        case EndFor(level):
            loops.leave()
            return f"{{%{level} endfor %}}"
        case IfNot(level, path):
            return f"{{%{level} if {_expression(path)} | empty %}}"
        case EndIf(level):
            return f"{{%{level} endif %}}"


def _expression(path: str) -> str:
    """The path as subscripts, which Jinja looks up several times faster than attributes."""
    head, *steps = path.split(".")
    if head == "loop":
        return path
    return head + "".join(f"[{step}]" if step.isdigit() else f"['{step}']" for step in steps)


def _call(item: Filter, path: str, loops: Loops) -> str:
    if item.name in CODEC_FILTERS:
        return f" | codec({_literal(general(loops.resolve(path)))})"
    if not item.arguments:
        return f" | {item.name}"
    return f" | {item.name}({', '.join(map(_literal, item.arguments))})"


def _literal(value: str | int) -> str:
    """A Jinja literal without any character that XML, docxtpl or Jinja would take for their own.

    Its quotes are single ones, for it stands in XML attributes too.
    """
    if isinstance(value, int):
        return str(value)
    safe = "".join(c if c.isalnum() else f"\\U{ord(c):08x}" for c in value)
    return f"'{safe}'"


def _insert_tick(box: CheckBox) -> None:
    """Makes the state and the glyph of a check box follow the field that its tag names."""
    path, option = parse_tick(box.tag)
    expression = _expression(path)
    box.checked.set(W14 + "val", f"{{{{ {expression} | state({_literal(option)}) }}}}")
    glyphs = ", ".join(map(_literal, (option, box.ticked_glyph, box.empty_glyph)))
    box.glyph.text = f"{{{{ {expression} | glyph({glyphs}) }}}}"
