"""Fields (17.16): the result is what is shown, the instruction is not."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from extractors.docx.names import W_VAL, full, is_on, whole
from extractors.docx.number_formats import FORMATS
from extractors.docx.story import Field, Story
from extractors.docx.symbols import EMPTY_BOXES, TICKED_BOXES
from extractors.page import RENEWED

W_FLD_CHAR_TYPE: Final = full("w:fldCharType")
W_FF_DATA: Final = full("w:ffData")
W_CHECK_BOX: Final = full("w:checkBox")
W_DD_LIST: Final = full("w:ddList")
W_CHECKED: Final = full("w:checked")
W_DEFAULT: Final = full("w:default")
W_RESULT: Final = full("w:result")
W_LIST_ENTRY: Final = full("w:listEntry")

NOTE_REFERENCES: Final = frozenset({"NOTEREF", "REF"})
CLOCKS: Final = (["DATE"], ["TIME"])  # fields that show when they are looked at
# `eq \o\ac(□,√)` is what Word's 带圈字符 writes: two characters printed over each other.
OVERSTRIKE: Final = re.compile(r"\\o[^(]*\(([^,;)]*)[,;]([^)]*)\)", re.IGNORECASE)
STROKES: Final = TICKED_BOXES | frozenset("×xXvV")


def field_character(story: Story, element: etree._Element) -> None:
    """A `w:fldChar`: begins a field, parts its instruction from its result, or ends it."""
    kind = element.get(W_FLD_CHAR_TYPE)
    if kind == "begin":
        story.fields.append(Field(silent=_show_form_field(story, element)))
        story.muted += 1
    elif kind == "separate" and story.fields:
        _separate(story, story.fields[-1], element)
    elif kind == "end" and story.fields:
        _end(story, story.fields.pop(), element)


def instruction_text(story: Story, element: etree._Element) -> None:
    """A piece of the innermost field's instruction."""
    if story.fields and not story.fields[-1].in_result:
        story.fields[-1].instruction.append(element.text or "")


def drop_open_instructions(story: Story) -> None:
    """Forgets instructions that their paragraph didn't finish: a field cut by an edit hides nothing
    of what follows."""
    while story.fields and not story.fields[-1].in_result:
        story.fields.pop()
        story.muted -= 1


def shows_result(story: Story, instruction: str, source: etree._Element) -> bool:
    """Whether a field's result is shown as text; one that refers to a note leaves its mark."""
    words = instruction.split()
    name = words[0].upper() if words else ""
    if name in NOTE_REFERENCES and len(words) > 1:
        note = story.document.notes.bookmarks.get(words[1])
        if note is not None:
            story.note(note)
            return False
    elif name == "HYPERLINK" and len(words) > 1 and words[1].startswith('"'):
        story.mark("external-link", source, words[1].strip('"'))
    return True


def is_renewed(instruction: str) -> bool:
    """Whether a field shows the day on which it is looked at, or converted."""
    return instruction.upper().split()[:1] in CLOCKS


def _separate(story: Story, field: Field, source: etree._Element) -> None:
    if field.in_result:
        return
    field.in_result, field.begins = True, story.line.length
    story.muted -= 1
    if not field.silent and shows_result(story, "".join(field.instruction), source):
        field.muted = False
    else:
        story.muted += 1


def _end(story: Story, field: Field, source: etree._Element) -> None:
    if field.muted:
        story.muted -= 1
    if field.silent:
        return
    instruction = "".join(field.instruction)
    if field.in_result:
        if is_renewed(instruction) and field.begins < story.line.length:
            story.line.set_off_from(field.begins, RENEWED)
        empty = field.begins == story.line.length  # some writers give an EQ field an empty result
    else:
        empty = shows_result(story, instruction, source)
    if empty:
        _show_overstrike(story, instruction, source)


def _show_overstrike(story: Story, instruction: str, source: etree._Element) -> None:
    """An EQ field has no result: two characters over each other are a ticked box (□ and √), a
    number in a circle (○ and 3), or else the second character."""
    if not instruction.strip().upper().startswith("EQ"):
        return
    match = OVERSTRIKE.search(instruction)
    if match is None:
        return
    under, over = (_last_word(part) for part in match.groups())
    if {under, over} & EMPTY_BOXES and {under, over} & STROKES:
        story.box(True, source)
    elif under in EMPTY_BOXES and over.isdecimal() and len(over) < 3:
        story.write(FORMATS["decimalEnclosedCircle"](int(over)))
    else:
        story.write(over if under in EMPTY_BOXES else under + over)


def _last_word(argument: str) -> str:
    # An argument may begin with options: `\s\up1(□)` has lost its bracket to the match.
    return argument.rpartition("(")[2].strip()


def _show_form_field(story: Story, element: etree._Element) -> bool:
    """Shows what an old form field (`w:ffData`) says by itself: a box, or the chosen entry of a
    list. True when it did; the result of a text field is text as any other's."""
    for data in element.iterchildren(W_FF_DATA):
        for child in data:
            if child.tag == W_CHECK_BOX:
                state = _checked(child)
                story.box(state, element, state)
                return True
            if child.tag == W_DD_LIST:
                story.write(_chosen(child))
                return True
    return False


def _checked(box: etree._Element) -> bool:
    values = {child.tag: is_on(child.get(W_VAL)) for child in box}
    return values.get(W_CHECKED, values.get(W_DEFAULT, False))


def _chosen(box: etree._Element) -> str:
    entries = [entry.get(W_VAL, "") for entry in box.iterchildren(W_LIST_ENTRY)]
    numbers = {child.tag: whole(child.get(W_VAL)) for child in box if child.tag != W_LIST_ENTRY}
    chosen = numbers.get(W_RESULT, numbers.get(W_DEFAULT, 0))
    return entries[chosen] if 0 <= chosen < len(entries) else ""
