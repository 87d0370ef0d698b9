"""Reading a document: bytes in, records with evidence, confidence and problems out."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import import_module, resources
from typing import Any, NamedTuple

from extractors.assemble import assemble
from extractors.continued import going_on
from extractors.conversion import NeedsConversion, as_converted, loses_controls, prepared
from extractors.decode import Decoded, decode
from extractors.evidence import place_of, place_on_paper
from extractors.items import Item, Sheet, lay_out, unwrapped
from extractors.match import Likeness, Match, match
from extractors.ordering import in_order
from extractors.page import Page
from extractors.pairs import parted
from extractors.pattern import Pattern, compile_pattern
from extractors.pdf_form import prefer
from extractors.rejoining import rejoined
from extractors.repair import repair
from extractors.shares import doubt_shares
from extractors.split import split
from extractors.stacking import stacked
from extractors.stamps import missing, placed
from extractors.tabbed import as_tables
from extractors.turned import turned
from extractors.twice import doubted_twice
from extractors.two_rows import in_one_row
from extractors.unread import beside, length, of_rest, of_run, pictured, runs_of
from extractors.values import Harvest, Taken, take
from forms.problems import Problem
from forms.registry import Form

# Kind of file, as kinds.json has it → the package that reads it.
READERS = {
    "docx": "extractors.docx",
    "flat-opc": "extractors.docx.flat_opc",
    "wordml": "extractors.docx.word_2003",
    "pdf": "extractors.pdf",
    "image": "extractors.scan",
}

SEALED = frozenset({"scan", "image"})  # kinds on which seals and signatures are looked for

PAGED = frozenset({"pdf"})  # kinds whose pages can be told apart before they are read

NOT_PICTURES = (
    "文件夹中没有图片，或有不是图片的文件；请只放入同一份表的各页图片（PNG、JPEG、TIFF、WebP）。"
)

NO_FORM = "未发现可识别的表单：文件内容与已登记的表单不符。"
# What a page without a form holds instead of text → what to do.
ELSEWHERE = {
    "embedded-file": "文件中几乎没有文字，表单可能在嵌入的文件里，未读取；"
    "请把嵌入的文件另存后单独提交。",
    "picture": "文件中几乎没有文字，只有图片，图片中的内容未读取；"
    "请直接提交扫描件（PDF 或图片），或填写好的 Word 文件。",
}
HARDLY = 100  # characters of text beside such things

IS_THE_FORM = 0.6  # share of the form's wordings that must be found
SURELY_THE_FORM = 0.8
ANOTHER_TEXT = 300  # characters beside a blank form from which the document is something else


class Reading(NamedTuple):
    """A form found on a page: what was taken and decoded, and the result made of it."""

    form: Form
    harvest: Harvest
    decoded: Decoded
    result: dict[str, Any]
    unread: dict[str, list[Item]]  # message of a problem → the items that it is about


def extract(data: bytes, name: str, pages: Container[int] | None = None) -> list[dict[str, Any]]:
    """The records that a document holds, one object for each form in it (`docs/records.md`).

    A document that can't be read, or is no form of ours, gives one object with a reason. Of a PDF
    only `pages` are read, where they are named. Raises NeedsConversion for one that must be
    converted first, and read by `extract_converted` then.
    """
    from extractors.limits import Unreadable
    from extractors.sniff import sniff

    source: dict[str, Any] = {
        "name": name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "kind": None,
        "pages": None,
    }
    try:
        kind = sniff(data, name)
        source["kind"] = kind.kind
        kind.check()
        if kind.convert is not None:
            _refuse_pages(kind.key, pages)
            made, loses = prepared(kind.key, data), loses_controls(kind.key, data)
            raise NeedsConversion(kind.convert, kind.says, made, source, loses)
        page = read_page(data, kind.key, pages)
    except Unreadable as reason:
        return [refused(source, reason.code, str(reason))]
    source["pages"] = page.pages
    source["kind"] = page.kind or source["kind"]
    return extract_page(page, source)


def extract_pictures(files: Sequence[bytes], name: str) -> list[dict[str, Any]]:
    """The records of a document whose pages are picture files, in the order given; as `extract`."""
    from extractors.limits import Unreadable
    from extractors.scan import read_many
    from extractors.sniff import sniff

    digest = hashlib.sha256()
    for data in files:
        digest.update(data)
    source: dict[str, Any] = {"name": name, "sha256": digest.hexdigest(), "kind": "image"}
    source["pages"] = None
    try:
        if not all(sniff(data, name).kind == "image" for data in files) or not files:
            raise Unreadable("unsupported-kind", NOT_PICTURES)
        page = read_many(files)
    except Unreadable as reason:
        return [refused(source, reason.code, str(reason))]
    source["pages"] = page.pages
    return extract_page(page, source)


def extract_converted(data: bytes, need: NeedsConversion) -> list[dict[str, Any]]:
    """What a document says that was converted to the DOCX `data`, as `extract` gives it."""
    from extractors.limits import Unreadable

    try:
        page = read_page(data, "docx", None)
    except Unreadable as reason:
        return [refused(need.source, reason.code, str(reason))]
    return as_converted(extract_page(page, need.source), need)


def read_page(data: bytes, kind: str, pages: Container[int] | None) -> Page:
    """The page of a document of that kind, or of some pages of it; raises Unreadable.

    Its reader is imported only now, for each brings its own libraries.
    """
    read = import_module(READERS[kind]).read
    _refuse_pages(kind, pages)
    page: Page = read(data) if pages is None else read(data, pages=pages)
    return page


def _refuse_pages(kind: str, pages: Container[int] | None) -> None:
    from extractors.limits import Unreadable

    if pages is not None and kind not in PAGED:
        raise Unreadable("unsupported-kind", "只有 PDF 有固定的页码；请不指定页码，读取整个文件。")


def refused(source: dict[str, Any], code: str, message: str) -> dict[str, Any]:
    """The outcome of a document that gives no record."""
    return {
        "form": None,
        "record": None,
        "reason": {"code": code, "message": message},
        "source": source,
    }


def extract_page(
    page: Page, source: dict[str, Any], known: Sequence[tuple[Form, Pattern]] | None = None
) -> list[dict[str, Any]]:
    """The records on a page, one for each form in it, whatever reader it came from.

    `known` are the forms that it may be, each with its pattern; by default all, as their templates
    are now.
    """
    found = [reading.result for reading in read_forms(page, source, known)]
    if not found:
        return [refused(source, "not-a-form", _why_none(page))]
    return found


def _why_none(page: Page) -> str:
    """What is said of a page without a form; of one that hardly has a text, what may hold it."""
    said = sum(len(item.text.strip()) for item in lay_out(page).items)
    kinds = {mark.kind for mark in page.marks} if said < HARDLY else set()
    return next((why for kind, why in ELSEWHERE.items() if kind in kinds), NO_FORM)


def read_forms(
    page: Page, source: dict[str, Any], known: Sequence[tuple[Form, Pattern]] | None = None
) -> list[Reading]:
    """The forms on a page, each with what was taken from it; none for a page that is no form."""
    if known is None:
        from forms.registry import forms

        known = [(form, pattern_of(form)) for form in forms()]
    patterns = [pattern for _, pattern in known]
    page = going_on(rejoined(in_order(page, patterns), patterns), patterns)
    page = in_one_row(page, patterns)
    page = turned(stacked(as_tables(page, patterns), patterns), patterns)
    parts = split(unwrapped(page, _headings(tuple(patterns))), patterns)
    found = _with_forms(parts, known)
    readings = [reading for part in found if (reading := _extract_part(part, source))]
    results = [reading.result for reading in readings]
    among = len(results) < len(found) or any(_is_bare(result) for result in results)
    if len(found) > 1 and among and not any(result["fields"] for result in results):
        return []  # a notice with its blank annexes
    if len(results) > 1:
        for number, result in enumerate(results, start=1):
            result["source"] = {**source, "part": number}
    return readings


@lru_cache(maxsize=16)
def _headings(patterns: tuple[Pattern, ...]) -> frozenset[str]:
    """The keys of the forms' headings and other lines outside tables."""
    return frozenset(
        word
        for pattern in patterns
        for word, states in pattern.lookup.items()
        if any(pattern.states[state].kind == "line" for state, _ in states)
    )


def _is_bare(result: dict[str, Any]) -> bool:
    """Whether a blank stands among other text."""
    return not result["fields"] and any(
        problem["code"] == "unread-text" for problem in result["problems"]
    )


class _Part(NamedTuple):
    """A part of a document, and the form that it shows best."""

    page: Page
    sheet: Sheet
    form: Form
    pattern: Pattern
    at: Match
    joined: bool  # of parts in which the form's wordings begin again

    @property
    def is_form(self) -> bool:
        return self.at.share >= IS_THE_FORM


def _with_forms(parts: list[Page], known: Sequence[tuple[Form, Pattern]]) -> list[_Part]:
    """The parts, each that holds no form joined to the next one, the last to the one before: the
    labels of a second table (联合申报单位基本信息) are those of a form that begins again."""
    found: list[_Part] = []
    for page in parts:
        joins = bool(found) and not found[-1].is_form
        whole = _with(found.pop().page, page) if joins else page
        found.append(_matched(whole, known, joins))
    if len(found) > 1 and not found[-1].is_form:
        rest = found.pop().page
        found.append(_matched(_with(found.pop().page, rest), known, True))
    return found


def _with(page: Page, further: Page) -> Page:
    return replace(page, blocks=(*page.blocks, *further.blocks))


def _matched(page: Page, known: Sequence[tuple[Form, Pattern]], joined: bool) -> _Part:
    sheet = lay_out(page)
    return _Part(page, sheet, *_best_match(sheet, known), joined)


def _extract_part(part: _Part, source: dict[str, Any]) -> Reading | None:
    """What a part's form says; None where it holds none."""
    if not part.is_form:
        return None
    repair(part.pattern, part.sheet, part.at, _likeness(part.form))
    return _read(part, source)


def _best_match(sheet: Sheet, known: Sequence[tuple[Form, Pattern]]) -> tuple[Form, Pattern, Match]:
    """The form with the largest share of its wordings on the sheet, most likely ones tried first: a
    form that is surely there leaves no room for another."""
    words = {item.key for item in sheet.items if item.key}
    likely = sorted(known, key=lambda each: len(words & each[1].lookup.keys()), reverse=True)
    best: tuple[Form, Pattern, Match] | None = None
    for form, pattern in likely:
        found = match(pattern, sheet, _likeness(form))
        if best is None or found.share > best[2].share:
            best = form, pattern, found
        if found.share >= SURELY_THE_FORM:
            break
    assert best is not None
    return best


@lru_cache(maxsize=16)
def pattern_of(form: Form) -> Pattern:
    """The form's template as a pattern, compiled once a process."""
    from extractors.docx import read

    template = resources.files("templates").joinpath(form.template).read_bytes()
    return compile_pattern(read(template), form.name, form.aliases())


@lru_cache(maxsize=16)
def _likeness(form: Form) -> Likeness:
    @lru_cache(maxsize=8192)
    def likeness(path: str, raw: str) -> float:
        return form.codec(path).likeness(raw)

    return likeness


def _read(part: _Part, source: dict[str, Any]) -> Reading | None:
    """The record at the matched labels; None for a blank that is only part of another text."""
    page, sheet, form, pattern, at, joined = part
    harvest = take(pattern, sheet, at, _likeness(form))
    harvest.taken = parted(form, harvest.taken)
    if joined:
        harvest.taken = doubted_twice(sheet, harvest.taken)
    taken = _looked_at_again(form, harvest.taken)
    decoded = decode(form, pattern, [*taken, *harvest.numbers])
    prefer(form, page.fields, decoded)
    doubt_shares(form, decoded)
    record = assemble(form, decoded)
    unread = runs_of(pattern, sheet, harvest, page)
    if sum(map(length, unread)) > ANOTHER_TEXT and record == form.empty():
        return None
    marks = placed(page.marks, form, taken)
    refused = {each.path for each in decoded.problems if each.code == "not-in-vocabulary"}
    problems = [
        *decoded.problems,
        *_doubts(at),
        *map(of_run, unread),
        *beside(page, pattern, sheet),
        *pictured(marks, sheet, decoded.fields),
        *(of_rest(path, piece) for path, piece in harvest.left if path not in refused),
        *(Problem.of(finding.code, "", finding.message) for finding in page.findings),
        *(missing(page.marks, form, taken) if page.kind in SEALED else ()),
        *form.check(record),
    ]
    problems = _once(problems, decoded.fields)
    result = {
        "form": form.name,
        "record": record,
        "fields": decoded.fields,
        "marks": [_mark(mark) for mark in (*marks, *page.comments)]
        + [_table(path, first) for path, first in harvest.tables],
        "problems": [problem.as_dict() for problem in problems],
        "source": source,
    }
    of_unread = {of_run(run).message: run for run in unread}
    return Reading(form, harvest, decoded, result, of_unread)


def _looked_at_again(form: Form, taken: list[Taken]) -> list[Taken]:
    """The answers, those on pictures read again now that it is known what each can be."""
    pieces = (piece for answer in taken for piece in answer.slices)
    if not any(line.sources for piece in pieces for line in piece.paragraph.lines):
        return taken
    from extractors.scan.rereading import reread

    return reread(form, taken)


def _once(problems: list[Problem], fields: dict[str, Any]) -> list[Problem]:
    """Each finding once: reading and the rules see the same slip, and an answer that stands there
    but can't be read isn't missing. Of unread text in one place each piece is a finding."""
    kept: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        if problem.code == "missing" and problem.path in fields:
            continue
        unread = problem.code == "unread-text"
        place = problem.message if unread else problem.path or problem.message
        kept.setdefault((problem.code, place), problem)
    return list(kept.values())


def _table(path: str, first: Item) -> dict[str, Any]:
    """The mark of a table that stands in a prose answer."""
    paragraph = first.paragraphs[0]
    if paragraph.lines:
        return {"kind": "table", "near": path, **place_on_paper(paragraph.lines[0])}
    table = paragraph.where.rpartition("/w:tr[")[0]
    return {"kind": "table", "near": path, "where": {"part": paragraph.part, "path": table}}


def _mark(mark: Any) -> dict[str, Any]:
    entry = {"kind": mark.kind, **place_of(mark)}
    told = {"near": mark.near, "size": mark.size, "text": mark.text}
    return entry | {key: value for key, value in told.items() if value}


def _doubts(at: Match) -> list[Problem]:
    found = [
        Problem.of("needs-review", path, "序号重复，已按先后次序编号，请核对。")
        for path in at.doubts
    ]
    if at.share < SURELY_THE_FORM:
        found.append(
            Problem.of(
                "needs-review",
                "",
                f"仅辨认出表单约 {at.share:.0%} 的栏目，请对照原件核对全部内容。",
            )
        )
    return found
