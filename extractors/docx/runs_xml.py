"""What stands within a paragraph: runs, and what wraps them; one small function an element."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from extractors.docx import controls_xml
from extractors.docx.drawings_xml import alternative, drawing, embedded_object
from extractors.docx.fields_xml import field_character, instruction_text, is_renewed, shows_result
from extractors.docx.look_xml import LETTERS, PLAIN, Look, effective, laid_over, read_look, toggled
from extractors.docx.math_xml import formula
from extractors.docx.names import PRESERVE, R_ID, W_ID, children, full, is_on
from extractors.docx.story import Story
from extractors.docx.symbols import in_symbol_font, symbol, symbol_font
from extractors.page import RENEWED, Mark

W_T: Final = full("w:t")
W_R: Final = full("w:r")
W_R_PR: Final = full("w:rPr")
W_TYPE: Final = full("w:type")
W_FONT: Final = full("w:font")
W_CHAR: Final = full("w:char")
W_INSTR: Final = full("w:instr")
W_RUBY_BASE: Final = full("w:rubyBase")
W_FOOTNOTE_REFERENCE: Final = full("w:footnoteReference")
W_ENDNOTE_REFERENCE: Final = full("w:endnoteReference")
NOTE_REFERENCES: Final = frozenset({W_FOOTNOTE_REFERENCE, W_ENDNOTE_REFERENCE})
W_CUSTOM_MARK: Final = full("w:customMarkFollows")

SYMEX: Final = "http://schemas.microsoft.com/office/word/2015/wordml/symex"
SYMEX_CHAR: Final = f"{{{SYMEX}}}char"

XML_SPACE: Final = " \t\r\n"
PLACEHOLDER_STYLES: Final = ("placeholder text", "placeholdertext")  # its name; its id, undefined

Handler = Callable[[Story, etree._Element], None]


def inline(story: Story, element: etree._Element) -> None:
    """Reads the children of a paragraph or of something that wraps runs."""
    for child in element:
        handler = INLINE.get(child.tag)
        if handler is not None:
            handler(story, child)


def run(story: Story, element: etree._Element) -> None:
    """A run: its text as its properties have it shown."""
    look = story.look
    for child in children(element):
        story.source = child
        tag = child.tag
        if tag == W_T:
            text = child.text
            if text:
                if not text.isprintable() or text[0] == " " or text[-1] == " ":
                    text = as_shown(child, text)
                if look is PLAIN:
                    story.write(text)
                else:
                    _text(story, child, text, look)
        elif tag == W_R_PR:
            look = _look(story, child)
        else:
            handler = RUN.get(tag)
            if handler is not None and (not look.hidden or handler in FIELD_PARTS):
                _whole(story, child, handler, look)
                if tag in NOTE_REFERENCES and is_on(child.get(W_CUSTOM_MARK, "0")):
                    look = NOT_TEXT  # the rest of the run is the mark that the author chose


def as_shown(element: etree._Element, text: str) -> str:
    """The text of a `w:t` with its white space as Word shows it."""
    if (text[0] in XML_SPACE or text[-1] in XML_SPACE) and not _preserved(element):
        text = text.strip(XML_SPACE)
    # A line end in the XML is no line end in the text.
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")


def _text(story: Story, element: etree._Element, text: str, look: Look) -> None:
    """Writes text as a look that changes it says."""
    if look.hidden:
        if look is not NOT_TEXT:
            _hide(story, element, text)
    else:
        start = story.line.length
        if look.font:
            _symbols(story, element, text, look.font)
        else:
            story.write(text)
        if look.raised:
            story.line.raise_from(start)
        if look.set_off:
            story.line.set_off_from(start, look.set_off)


def _whole(story: Story, element: etree._Element, handler: Handler, look: Look) -> None:
    start = story.line.length
    handler(story, element)
    if look.raised:
        story.line.raise_from(start)


def _look(story: Story, properties: etree._Element) -> Look:
    """The look of a run in the paragraph at hand; PLAIN itself when nothing is to be done."""
    direct = read_look(properties)
    if direct is PLAIN or (direct is LETTERS and not story.look.font):
        return story.look
    lower = story.look
    if direct.style is not None:
        style = story.document.styles.get(direct.style)
        name = style.name or direct.style
        if story.placeholders and name.lower() in PLACEHOLDER_STYLES:
            return NOT_TEXT  # a control's own prompt is no answer
        lower = toggled(lower, style.look)
    return effective(laid_over(direct, lower))


NOT_TEXT: Final = Look(hidden=True, font="")  # left out without a word: no one hid it


def _preserved(element: etree._Element) -> bool:
    """Whether white space at the ends of a text counts (`xml:space`, inherited)."""
    space = element.get(PRESERVE)
    if space is None:
        space = next((e.get(PRESERVE) for e in element.iterancestors() if e.get(PRESERVE)), None)
    return space == "preserve"


def _hide(story: Story, element: etree._Element, text: str) -> None:
    if story.control is not None:
        story.control.use()
    if not story.muted and text.strip():
        story.find("hidden-text", element)


def _symbols(story: Story, element: etree._Element, text: str, font: str) -> None:
    """Letters set in a symbol font; what the font has no known sign for stays as it is."""
    for character in text:
        sign = symbol(font, ord(character)) if in_symbol_font(character) else None
        if sign is None:
            story.write(character)
        elif sign.ticked is None:
            story.write(sign.character)
        else:
            story.box(sign.ticked, _run_of(element))


def _run_of(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def _symbol(story: Story, element: etree._Element) -> None:
    """A `w:sym`: font and code (17.3.3.30)."""
    font, code = symbol_font(element.get(W_FONT, "")), element.get(W_CHAR, "")
    try:
        number = int(code, 16) & 0xFFFF
    except ValueError:
        return
    sign = symbol(font, number) if font else None
    if sign is None:
        story.write(chr(number) if not 0xD800 <= number < 0xE000 else "\ufffd")
    elif sign.ticked is None:
        story.write(sign.character)
    else:
        story.box(sign.ticked, _run_of(element))


def _extended_symbol(story: Story, element: etree._Element) -> None:
    """A `w16se:symEx`: Word 2016 writes emoji so, their plain text only in the fallback."""
    code = next(
        (value for name, value in element.attrib.items() if str(name).endswith("}char")), ""
    )
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return
    if not "\ud800" <= character < "\ue000":
        story.write(character)


def _break(story: Story, element: etree._Element) -> None:
    if element.get(W_TYPE) in (None, "textWrapping"):
        story.write("\n")


def _footnote(story: Story, element: etree._Element) -> None:
    _note(story, element, "footnote")


def _endnote(story: Story, element: etree._Element) -> None:
    _note(story, element, "endnote")


def _note(story: Story, element: etree._Element, kind: str) -> None:
    note = story.document.notes.ids.get((kind, element.get(W_ID, "")))
    if note is not None:
        story.note(note)


def _comment(story: Story, element: etree._Element) -> None:
    id_ = element.get(W_ID, "")
    text = story.document.comments.get(id_)
    if text is not None and id_ not in story.document.commented:
        where = story.path(element)
        story.document.commented[id_] = Mark("comment", where, story.part, text)


def _ruby(story: Story, element: etree._Element) -> None:
    for base in element.iterchildren(W_RUBY_BASE):
        inline(story, base)


def _run_alternative(story: Story, element: etree._Element) -> None:
    branch = alternative(element)
    if branch is not None:
        for child in branch:
            if child.tag == W_T:
                story.write(child.text or "")
            else:
                handler = RUN.get(child.tag)
                if handler is not None:
                    handler(story, child)


def _inline_alternative(story: Story, element: etree._Element) -> None:
    branch = alternative(element)
    if branch is not None:
        inline(story, branch)


def _removed(story: Story, element: etree._Element) -> None:
    story.find("tracked-changes", element)


def _inserted(story: Story, element: etree._Element) -> None:
    story.find("tracked-changes", element)
    inline(story, element)


def _simple_field(story: Story, element: etree._Element) -> None:
    instruction = element.get(W_INSTR, "")
    if shows_result(story, instruction, element):
        start = story.line.length
        inline(story, element)
        if is_renewed(instruction):
            story.line.set_off_from(start, RENEWED)


def _hyperlink(story: Story, element: etree._Element) -> None:
    link = story.relationships.get(element.get(R_ID, ""))
    if link is not None and link.external:
        story.mark("external-link", element, link.target)
    inline(story, element)


def _control(story: Story, element: etree._Element) -> None:
    """A content control around runs; a check box that shows no glyph shows its state."""
    if story.control is not None and story.control.closed:
        story.settle()
    around = controls_xml.enter(story, element, story.path(element))
    control = story.control
    content = controls_xml.content_of(element)
    if content is not None:
        inline(story, content)
    controls_xml.leave(story, around)
    if control is not None and control.element is element and not control.used:
        story.close(control)


RUN: Final[dict[str, Handler]] = {
    full("w:br"): _break,
    full("w:cr"): lambda story, element: story.write("\n"),
    full("w:tab"): lambda story, element: story.write("\t"),
    full("w:ptab"): lambda story, element: story.write("\t"),
    full("w:noBreakHyphen"): lambda story, element: story.write("\u2011"),
    full("w:softHyphen"): lambda story, element: story.write("\u00ad"),
    full("w:sym"): _symbol,
    f"{{{SYMEX}}}symEx": _extended_symbol,
    full("w:fldChar"): field_character,
    full("w:instrText"): instruction_text,
    W_FOOTNOTE_REFERENCE: _footnote,
    W_ENDNOTE_REFERENCE: _endnote,
    full("w:commentReference"): _comment,
    full("w:drawing"): drawing,
    full("w:pict"): drawing,
    full("w:object"): embedded_object,
    full("w:ruby"): _ruby,
    full("mc:AlternateContent"): _run_alternative,
}

# Fields that only hidden runs begin and end (index entries) must be walked over all the same.
FIELD_PARTS: Final = frozenset({field_character, instruction_text})

INLINE: Final[dict[str, Handler]] = {
    W_R: run,
    full("w:hyperlink"): _hyperlink,
    full("w:sdt"): _control,
    full("w:ins"): _inserted,
    full("w:moveTo"): _inserted,
    full("w:del"): _removed,
    full("w:moveFrom"): _removed,
    full("w:smartTag"): inline,
    full("w:customXml"): inline,
    full("w:dir"): inline,
    full("w:bdo"): inline,
    full("w:fldSimple"): _simple_field,
    full("m:oMath"): formula,
    full("m:oMathPara"): formula,
    full("mc:AlternateContent"): _inline_alternative,
}
