"""The changes of one part being collected, by paragraph and offset, until they become splices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extractors.docx.body_xml import W_P, W_P_PR, W_R
from extractors.docx.controls_xml import (
    W14_CHECKBOX,
    W_SDT_CONTENT,
    W_SDT_PR,
    W_SHOWING_PLACEHOLDER,
)
from extractors.docx.look_xml import read_look
from extractors.docx.names import full
from extractors.docx.runs_xml import W_R_PR, W_T
from extractors.docx.trace import Source as Shown
from extractors.docx.trace import Trace, Traced
from extractors.items import Slice
from renderers.correct.copies import in_all_copies
from renderers.correct.markup import Markup
from renderers.correct.refusal import NO_PLACE, Unplaceable
from renderers.correct.runs import New, RunEdit, RunWriter
from renderers.correct.source import Source, Splice
from renderers.correct.tracking import Tracking, with_mark, without_changes

W_SDT: Final = full("w:sdt")
W_TBL: Final = full("w:tbl")
W_DATA_BINDING: Final = full("w:dataBinding")
# A paragraph with nothing else in it can be taken out whole.
BARE: Final = frozenset({W_P_PR, W_R, full("w:proofErr")})
BARE_RUN: Final = frozenset(
    {W_R_PR, W_T} | {full(f"w:{name}") for name in ("br", "tab", "lastRenderedPageBreak")}
)


@dataclass(slots=True)
class _ParagraphEdit:
    runs: list[str] = field(default_factory=list)  # put at its end
    after: list[str] = field(default_factory=list)  # paragraphs put behind it
    mark: str | None = None  # "ins" or "del": what happened to its own mark
    gone: bool = False


class Draft:
    """What is to be written into a document's main part."""

    def __init__(
        self,
        trace: Trace,
        root: etree._Element,
        source: Source,
        markup: Markup,
        tracking: Tracking | None,
        apart: Collection[etree._Element] = (),
    ) -> None:
        """`apart` are the `w:tc` that hold a text of their own, whatever another one says."""
        self.root = root
        self.source = source
        self.markup = markup
        self.tracking = tracking
        self.writer = RunWriter(source, markup, tracking)
        self._trace = trace
        self._apart = apart
        self._runs: dict[etree._Element, RunEdit] = {}
        self._paragraphs: dict[etree._Element, _ParagraphEdit] = {}
        self._splices: list[Splice] = []
        self._settled: set[etree._Element] = set()  # controls that no longer show a prompt

    def beside(self, *, plainly: bool) -> Draft:
        """A draft without changes over the same document; `plainly` tracks nothing."""
        tracking = None if plainly else self.tracking
        own = self._trace, self.root, self.source, self.markup
        return Draft(*own, tracking, self._apart)

    def traced(self, piece: Slice) -> Traced:
        """The sources of the paragraph that a slice is of; raises Unplaceable."""
        traced = self._trace.of(piece.paragraph)
        if traced is None:
            raise Unplaceable(NO_PLACE)
        return traced

    def splice(self, start: int, end: int, xml: str) -> None:
        """Has bytes of the part give way to others."""
        self._splices.append(Splice(start, end, xml.encode()))

    # text

    def replace(self, piece: Slice, new: New, *, fresh: bool = False) -> None:
        """Puts new content in the place of a slice, with the look of its first run.

        `fresh` for what is no answer yet, a blank or a prompt: an empty control or run before it
        takes the content, as it was made for.
        """
        traced = self.traced(piece)
        shown = [s for s in traced.sources if s.start < piece.end and piece.start < s.end]
        for each in shown:
            self._cut(each, piece)
        if new.text or new.xml:
            before = [s for s in traced.sources if s.end <= piece.start]
            after = [s for s in traced.sources if s.start >= piece.end]
            nest = self._nest(traced, before[-1:], shown[:1] or after[:1]) if fresh else None
            if nest is not None:
                self._into(nest, new)
            elif shown:
                self._instead(shown, piece, new)
            else:
                self._between(traced, piece, before, after, new)
        elif shown:
            first = _run_of(shown[0])
            self._runs[first].kept_empty = True

    def _cut(self, shown: Shown, piece: Slice) -> None:
        if shown.element is None:
            raise Unplaceable("it is shown by something that can't be changed")
        edit = self._edit(_run_of(shown))
        if shown.element.tag == W_T:
            start = max(piece.start, shown.start) - shown.start + shown.offset
            end = min(piece.end, shown.end) - shown.start + shown.offset
            edit.cut(shown.element, start, end)
        else:
            edit.cut(shown.element, 0, 1)

    def _edit(self, run: etree._Element) -> RunEdit:
        if run not in self._runs:
            self._runs[run] = RunEdit()
            for ancestor in run.iterancestors(W_SDT):
                self._settle(ancestor)
        return self._runs[run]

    def _instead(self, shown: list[Shown], piece: Slice, new: New) -> None:
        """Puts content at the first letters that go."""
        host = next((s for s in shown if _is_plain(s)), None) or shown[0]
        assert host.element is not None
        at = 0
        if host.element.tag == W_T:
            at = max(piece.start, host.start) - host.start + host.offset
        self._runs[_run_of(host)].put(host.element, at, new)

    def _between(
        self, traced: Traced, piece: Slice, before: list[Shown], after: list[Shown], new: New
    ) -> None:
        """Puts content where nothing goes: into the run on its left, or on its right, or one of
        its own."""
        around = [s for s in traced.sources if s.start < piece.start < s.end]
        left = (around or before)[-1:]
        for host in (*left, *after[:1]):
            if _is_plain(host) and not traced.controls.get(host.end - 1):
                assert host.element is not None
                at = min(piece.start, host.end) - host.start if host.start < piece.start else 0
                self._edit(_run_of(host)).put(host.element, at + host.offset, new)
                return
        properties = self._of_mark(traced.element)
        if left:
            outer = traced.controls.get(left[0].end - 1) or (_run_of(left[0]),)
            end = self.source.span(outer[-1]).end
            self.splice(end, end, self.writer.new_run(properties, new))
        else:
            self._paragraph(traced.element).runs.append(self.writer.new_run(properties, new))

    def _nest(
        self, traced: Traced, before: list[Shown], after: list[Shown]
    ) -> etree._Element | None:
        """An empty control, one that shows its prompt, or an empty run between two texts."""
        first = self.source.span(_run_of(before[0])).end if before else 0
        last = self.source.span(_run_of(after[0])).start if after else len(self.source.xml)
        found: etree._Element | None = None
        for element in traced.element.iter(W_SDT, W_R):
            if element in self._runs or not first <= self.source.span(element).start < last:
                continue
            if element.tag == W_SDT and _is_open(element):
                return element
            if found is None and element.tag == W_R and _is_empty(element):
                found = element
        outer = next(traced.element.iterancestors(W_SDT), None)
        if not before and not after and outer is not None and _shows_prompt(outer):
            return outer
        return found

    def _into(self, nest: etree._Element, new: New) -> None:
        if nest.tag == W_R:
            self._edit(nest).put(None, 0, new)
            return
        self._settle(nest)
        runs = list(nest.iter(W_R))
        if runs:
            for run in runs:
                edit = self._edit(run)
                for child in run:
                    if child.tag != W_R_PR:
                        edit.cut(child, 0, len(child.text or "") or 1)
            self._runs[runs[0]].unstyled = True
            self._runs[runs[0]].put(None, 0, new)
            return
        content = next(nest.iterchildren(W_SDT_CONTENT), None)
        if content is None:
            raise Unplaceable(NO_PLACE)
        span = self.source.span(content)
        made = self.writer.new_run("", new)
        if span.is_closed:
            tag = self.source.raw(content).decode().removesuffix("/>")
            self.splice(span.start, span.end, f"{tag}>{made}</{self.markup.prefix}:sdtContent>")
        else:
            self.splice(span.inner, span.inner, made)

    def _settle(self, control: etree._Element) -> None:
        """A control that was written into no longer shows its prompt, nor what its data binding
        says: Word would put that in the place of the correction."""
        if control in self._settled:
            return
        self._settled.add(control)
        for properties in control.iterchildren(W_SDT_PR):
            for child in properties.iterchildren(W_SHOWING_PLACEHOLDER, W_DATA_BINDING):
                span = self.source.span(child)
                self.splice(span.start, span.end, "")

    def delete_runs(self, element: etree._Element) -> None:
        """Takes the letters of all runs below an element out."""
        for text in element.iter(W_T):
            run = next(text.iterancestors(W_R), None)
            if run is not None and text.text:
                self._edit(run).cut(text, 0, len(text.text))

    # paragraphs

    def put_behind(
        self, element: etree._Element, lines: Iterable[str], like: etree._Element, properties: str
    ) -> None:
        """Puts paragraphs behind a `w:p`, made as the one they are to be like, their text with the
        run properties given."""
        edit = self._paragraph(element)
        made = list(lines)
        own = self._properties(like)
        for number, line in enumerate(made):
            dressed = own
            if self.tracking is not None and number < len(made) - 1:
                dressed = with_mark(own, self.tracking.mark("ins"), self.markup.prefix)
            run = self.writer.new_run(properties, New(line))
            edit.after.append(self.markup.element("p", dressed + run))
        if made and self.tracking is not None:
            # The paragraph before goes on into the new ones when these are rejected.
            edit.mark = edit.mark or "ins"

    def append(self, element: etree._Element, xml: str) -> None:
        """Puts runs or marks at the end of a `w:p`."""
        self._paragraph(element).runs.append(xml)

    def take_out(self, piece: Slice) -> None:
        """Takes a paragraph out that the slice is all of; one with other things in it stays,
        empty."""
        traced = self.traced(piece)
        self.replace(piece, New(""))
        element = traced.element
        if not _is_bare(element) or not _may_go(element):
            return
        if self.tracking is None:
            self._paragraph(element).gone = True
            return
        before = element.getprevious()
        if before is not None and before.tag == W_P:
            self._paragraph(before).mark = "del"

    def text_properties(self, piece: Slice) -> str:
        """The run properties of a slice's first letters, else those of its paragraph's mark."""
        traced = self.traced(piece)
        for shown in traced.sources:
            stands = shown.start < max(piece.end, piece.start + 1) and piece.start < shown.end
            if stands and _is_plain(shown):
                return self.writer.properties(_run_of(shown))
        return self._of_mark(traced.element)

    def _paragraph(self, element: etree._Element) -> _ParagraphEdit:
        return self._paragraphs.setdefault(element, _ParagraphEdit())

    def _properties(self, paragraph: etree._Element) -> str:
        found = next(paragraph.iterchildren(W_P_PR), None)
        if found is None:
            return ""
        return without_changes(self.source.raw(found).decode(), self.markup.prefix)

    def _of_mark(self, paragraph: etree._Element) -> str:
        """The run properties of a paragraph's mark: those of what is typed into an empty one."""
        for properties in paragraph.iterchildren(W_P_PR):
            for own in properties.iterchildren(W_R_PR):
                return without_changes(self.source.raw(own).decode(), self.markup.prefix)
        return ""

    # what comes of it

    def corrections(self) -> list[Splice]:
        """The changes collected, made in all cells that came apart from a changed one, too; raises
        Unplaceable."""
        return in_all_copies(self.root, self.source, self._apart, self.tracking, self.splices())

    def splices(self) -> list[Splice]:
        """The changes collected, as splices of the part's XML."""
        gone = {element for element, edit in self._paragraphs.items() if edit.gone}
        found = list(self._splices)
        for run, edit in self._runs.items():
            if not any(ancestor in gone for ancestor in run.iterancestors(W_P)):
                span = self.source.span(run)
                xml = self.writer.write(run, edit)
                found.append(Splice(span.start, span.end, xml.encode()))
        for element, paragraph in self._paragraphs.items():
            found.extend(self._of_paragraph(element, paragraph))
        return found

    def _of_paragraph(self, element: etree._Element, edit: _ParagraphEdit) -> Iterator[Splice]:
        span = self.source.span(element)
        behind = "".join(edit.after)
        if edit.gone:
            yield Splice(span.start, span.end, behind.encode())
            return
        mark = self.tracking.mark(edit.mark) if self.tracking and edit.mark else ""
        own = next(element.iterchildren(W_P_PR), None)
        runs = "".join(edit.runs)
        if span.is_closed:
            tag = self.source.raw(element).decode().removesuffix("/>")
            dressed = with_mark("", mark, self.markup.prefix) if mark else ""
            xml = f"{tag}>{dressed}{runs}</{self.markup.prefix}:p>{behind}"
            yield Splice(span.start, span.end, xml.encode())
            return
        if mark:
            at = self.source.span(own) if own is not None else None
            raw = self.source.raw(own).decode() if own is not None else ""
            start, end = (at.start, at.end) if at else (span.inner, span.inner)
            yield Splice(start, end, with_mark(raw, mark, self.markup.prefix).encode())
        if runs:
            yield Splice(span.close, span.close, runs.encode())
        if behind:
            yield Splice(span.end, span.end, behind.encode())


def _run_of(shown: Shown) -> etree._Element:
    if shown.element is None:
        raise Unplaceable(NO_PLACE)
    run = next(shown.element.iterancestors(W_R), None)
    if run is None:
        raise Unplaceable(NO_PLACE)
    return run


def _is_plain(shown: Shown) -> bool:
    """Whether letters stand there in a run that more letters may stand in."""
    if shown.element is None or shown.element.tag != W_T:
        return False
    look = read_look(next(_run_of(shown).iterchildren(W_R_PR), None))
    return not look.font and not look.raised


def _is_empty(run: etree._Element) -> bool:
    return all(child.tag == W_R_PR or (child.tag == W_T and not child.text) for child in run)


def _shows_prompt(control: etree._Element) -> bool:
    return any(
        True
        for properties in control.iterchildren(W_SDT_PR)
        for _ in properties.iterchildren(W_SHOWING_PLACEHOLDER)
    )


def _is_open(control: etree._Element) -> bool:
    """Whether a control waits for a text: it shows its prompt, or nothing."""
    for properties in control.iterchildren(W_SDT_PR):
        if next(properties.iterchildren(W14_CHECKBOX), None) is not None:
            return False
    content = next(control.iterchildren(W_SDT_CONTENT), None)
    return _shows_prompt(control) or (content is not None and len(content) == 0)


def _is_bare(paragraph: etree._Element) -> bool:
    return all(
        child.tag in BARE and (child.tag != W_R or all(c.tag in BARE_RUN for c in child))
        for child in paragraph
    ) and not any(True for _ in paragraph.iter(full("w:sectPr")))


def _may_go(paragraph: etree._Element) -> bool:
    """Whether what is around a paragraph holds without it: a cell ends with one, and one parts two
    tables."""
    before, after = paragraph.getprevious(), paragraph.getnext()
    if before is None or before.tag not in (W_P, W_TBL):
        return after is not None and after.tag == W_P
    if after is None:
        return before.tag == W_P
    return not (before.tag == W_TBL and after.tag == W_TBL)
