"""What reading keeps in mind while it walks a story: a part's text, a text box, a note (17.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extractors.docx.active_x import FormControl
from extractors.docx.look_xml import Look
from extractors.docx.names import short
from extractors.docx.notes_xml import NoteNumbers
from extractors.docx.numbering_xml import Numbering
from extractors.docx.relationships_xml import Relationship
from extractors.docx.remembered import NOTHING, Known
from extractors.docx.styles_xml import Style, Styles
from extractors.docx.symbols import EMPTY, TICKED
from extractors.limits import Deadline, Limits, Unreadable
from extractors.page import Finding, Mark, Paragraph, Tick

THING_BYTES: Final = 300  # a paragraph, cell or mark with its tuple and strings, text apart
CLOCK_BYTES: Final = 100 * THING_BYTES  # between two looks at the deadline
TOO_LARGE = "文件内容过多，无法读取。请删去与申报无关的内容后重新提交。"

MESSAGES: Final = {
    "tracked-changes": "文档带有未接受的修订，按“接受全部修订”后的内容读取。",
    "hidden-text": "文档含有隐藏文字，读取时未计入。",
    "unread-text": "文档带有控件（ActiveX），其中的勾选或文字不能读取，请对照原件核对。",
}


@dataclass(slots=True)
class Document:
    """What the stories of one document share, and what they add to its page."""

    styles: Styles
    known: Known  # cells of the body that were read before
    numbering: Numbering
    limits: Limits
    deadline: Deadline
    notes: NoteNumbers
    new_story: Callable[[Document, str, dict[str, Relationship]], Story]
    form_control: Callable[[str], FormControl | None]  # the name of its part → what it shows
    comments: dict[str, str] = field(default_factory=dict)  # comment id → its text
    commented: dict[str, Mark] = field(default_factory=dict)  # comment id → where it stands
    floating: list[Paragraph] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    sections: list[etree._Element] = field(default_factory=list)  # their properties, `w:sectPr`
    findings: dict[str, Finding] = field(default_factory=dict)
    room: int = field(init=False)  # bytes that the page may still take
    _clock_at: int = field(init=False)  # the room from which down the deadline is looked at next

    def __post_init__(self) -> None:
        self.room = self._clock_at = self.limits.page_bytes

    def find(self, code: str, where: str) -> None:
        """Notes a finding of that code, the first one's place kept."""
        if code not in self.findings:
            self.findings[code] = Finding(code, MESSAGES[code], where)

    def spend(self, where: str, things: int = 1) -> None:
        """Accounts for things more on the page, at paths about as long as `where`; raises
        Unreadable when it is too much, in memory or in time. Paths are what makes a page of deep
        wrappers grow beyond its file."""
        self.room -= things * (len(where) + THING_BYTES)
        if self.room < self._clock_at:
            if self.room < 0:
                raise Unreadable("too-large", TOO_LARGE)
            self.deadline.check()
            self._clock_at = max(self.room - CLOCK_BYTES, 0)


@dataclass(slots=True)
class Control:
    """A check box content control whose glyph is still to come.

    `closed` when its content had no glyph: LibreOffice 7.4 empties a control that stands right
    behind another one, and its glyph follows it. `previous` is the control around it then.
    """

    element: etree._Element
    tag: str | None
    checked: bool
    glyphs: dict[str, bool]  # its own characters for ticked and empty
    where: str
    outer: Control | None
    used: bool = False
    closed: bool = False
    previous: Control | None = None

    def use(self) -> None:
        """Marks it and the controls around it as seen: LibreOffice nests one box twice."""
        control: Control | None = self
        while control is not None:
            control.used = True
            control = control.outer


@dataclass(slots=True)
class Field:
    """A complex field between its begin and end. `silent` when something else than the result shows
    what it says; `muted` while it keeps text from being shown."""

    silent: bool
    instruction: list[str] = field(default_factory=list)
    in_result: bool = False
    begins: int = 0  # where in its line the result begins
    muted: bool = True


class Line:
    """A paragraph being read. `element` and `place` are those of the `w:p` at hand; a paragraph
    whose mark was deleted goes on in the next one."""

    __slots__ = (
        "element",
        "length",
        "notes",
        "open",
        "parts",
        "place",
        "set_off",
        "superscripts",
        "ticks",
        "where",
    )

    element: etree._Element

    def __init__(self) -> None:
        self.place = ""
        self.parts: list[str] = []
        self.ticks: list[Tick] = []
        self.superscripts: list[tuple[int, int]] = []
        self.set_off: list[tuple[int, int, str]] = []
        self.notes: list[tuple[int, str]] = []
        self.renew()

    def renew(self) -> None:
        """Makes room for the next paragraph."""
        self.open = False  # a paragraph was begun
        self.where = ""
        self.length = 0
        self.parts.clear()
        self.ticks.clear()
        self.superscripts.clear()
        self.set_off.clear()
        self.notes.clear()

    def add(self, text: str) -> None:
        """Adds text as it is."""
        self.parts.append(text)
        self.length += len(text)

    def raise_from(self, start: int) -> None:
        """Records the text from `start` on as raised, together with raised text right before it."""
        if start == self.length:
            return
        if self.superscripts and self.superscripts[-1][1] == start:
            start = self.superscripts.pop()[0]
        self.superscripts.append((start, self.length))

    def set_off_from(self, start: int, how: str) -> None:
        """Records the text from `start` on as set off, together with such text right before it."""
        if start == self.length:
            return
        if self.set_off and self.set_off[-1][1:] == (start, how):
            start = self.set_off.pop()[0]
        self.set_off.append((start, self.length, how))


class Story:
    """The state of a walk through one story."""

    __slots__ = (
        "_counted",
        "boxes",
        "control",
        "document",
        "fields",
        "line",
        "look",
        "muted",
        "numbering",
        "part",
        "placeholders",
        "relationships",
        "source",
        "style",
        "style_id",
        "tables",
    )

    def __init__(
        self, document: Document, part: str, relationships: dict[str, Relationship]
    ) -> None:
        self.document = document
        self.part = part
        self.relationships = relationships
        self.line = Line()
        self.source: etree._Element | None = None  # the child of a run that is being read
        self.style_id: str | None = None  # of the paragraph at hand
        self.style: Style = document.styles.paragraph(None)
        self.look: Look = self.style.look
        self.numbering: tuple[int | None, int | None] | None = None
        self.fields: list[Field] = []
        self.muted = 0  # reasons not to show text: instructions, results that are no text
        self.control: Control | None = None
        self.placeholders = 0  # controls around that say they show their placeholder
        self.tables = 0  # tables around
        self.boxes: list[tuple[etree._Element, str]] = []  # text boxes to read after the paragraph
        self._counted: dict[tuple[etree._Element, str], tuple[etree._Element, int]] = {}

    def use_style(self, id_: str | None) -> None:
        """Has the paragraph at hand be of that style (None: the default one)."""
        if id_ != self.style_id:
            self.style_id, self.style = id_, self.document.styles.paragraph(id_)
            self.look = self.style.look

    @property
    def known(self) -> Known:
        """The cells that were read before; none where what stands around a cell changes it."""
        around = self.control or self.fields or self.muted or self.placeholders
        return NOTHING if around else self.document.known

    def write(self, text: str) -> None:
        """Adds shown text; the first box in a check box control becomes its tick."""
        if self.muted:
            return
        control, line = self.control, self.line
        if control is not None and not control.used:
            if control.closed:
                ticked = control.glyphs.get(text[:1])
                self.box(control.checked if ticked is None else ticked, line.element)
                self.write(text if ticked is None else text[1:])
                return
            for index, character in enumerate(text):
                ticked = control.glyphs.get(character)
                if ticked is not None:
                    line.add(text[:index])
                    self.box(ticked, line.element)
                    line.add(text[index + 1 :])
                    return
        line.parts.append(text)
        line.length += len(text)

    def box(self, ticked: bool, source: etree._Element, state: bool | None = None) -> None:
        """Adds a box: that of the check box control around when it has none yet, else one of its
        own, drawn by `source`; `state` is what a form field itself says."""
        if self.muted:
            return
        control = self.control
        if control is None or control.used:
            tick = Tick(self.line.length, ticked, state, None, self.path(source))
        else:
            control.use()
            if control.closed:
                self.control = control.previous
            tick = Tick(self.line.length, ticked, control.checked, control.tag, control.where)
        self.document.spend(tick.where)
        self.line.ticks.append(tick)
        self.line.add(TICKED if ticked else EMPTY)

    def close(self, control: Control) -> None:
        """Leaves a control that showed no glyph: it may come next."""
        control.closed, control.previous, self.control = True, self.control, control

    def settle(self) -> None:
        """A check box whose glyph has not come shows its state."""
        control = self.control
        if control is not None and not control.used:
            self.box(control.checked, self.line.element)

    def note(self, id_: str) -> None:
        """Adds a note mark, which is no text."""
        if not self.muted:
            self.line.notes.append((self.line.length, id_))

    def mark(self, kind: str, source: etree._Element, text: str | None = None) -> None:
        """Adds something that is no text at the place of `source`."""
        where = self.path(source)
        self.document.spend(where)
        self.document.marks.append(Mark(kind, where, self.part, text))

    def find(self, code: str, source: etree._Element) -> None:
        """Notes a finding of that code at the place of `source`, if it is the first."""
        if code not in self.document.findings:
            self.document.find(code, self.path(source))

    def path(self, element: etree._Element) -> str:
        """The indexed path of an element within the paragraph at hand."""
        steps = []
        line = self.line
        while element is not line.element:
            parent = element.getparent()
            if parent is None:
                break
            steps.append(f"/{short(str(element.tag))}[{self._position(parent, element)}]")
            element = parent
        return line.place + "".join(reversed(steps))

    def _position(self, parent: etree._Element, element: etree._Element) -> int:
        """The place of `element` among siblings of its name, counted on from the last asked for,
        so that a paragraph of many thousand boxes costs no more than its length."""
        key = (parent, str(element.tag))
        last, count = self._counted.get(key, (None, 0))
        passed = 1
        if element is not last:
            for sibling in element.itersiblings(key[1], preceding=True):
                if sibling is last:
                    break
                passed += 1
            else:
                count = 0
        else:
            passed = 0
        self._counted[key] = (element, count + passed)
        return count + passed
