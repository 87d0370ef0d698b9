"""Several submissions listed in one form: 附件2 from the applications of a district."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from forms.registry import Form, Record, Summarizing, summarizings
from forms.terms import AS_PRINTED, Terms
from tianbao.errors import WrongCall
from tianbao.verbs.checking import Report
from tianbao.verbs.reading import Result


@dataclass(frozen=True, slots=True)
class Listing:
    """A form that lists others: its canonical record, its problems, and the results not listed."""

    form: Form
    record: Record
    problems: list[dict[str, str]]
    left_out: list[Result] = field(default_factory=list)

    def printed(self, kind: str) -> bytes:
        """The list as a file of a kind of KINDS."""
        return KINDS[kind](self.form, self.record)


def _word(form: Form, record: Record) -> bytes:
    from renderers.docx import render

    return render(form, record)


def _pdf(form: Form, record: Record) -> bytes:
    from renderers.pdf import render

    return render(form, record)


def _sheet(form: Form, record: Record) -> bytes:
    from renderers.xlsx import render

    return render(form, record)


# Suffix → what prints it, each with the libraries that only it needs.
KINDS: dict[str, Callable[[Form, Record], bytes]] = {
    ".docx": _word,
    ".pdf": _pdf,
    ".xlsx": _sheet,
}


def summarize_results(results: Iterable[Result], terms: Terms = AS_PRINTED) -> Listing:
    """The submissions among `results`, in their order, as the form that lists them, checked by the
    office's terms.

    Raises WrongCall where none of them can be listed.
    """
    results = list(results)
    for way in summarizings():
        listed = [result for result in results if result["form"] == way.of.name]
        if listed:
            left_out = [result for result in results if result["form"] != way.of.name]
            return _listing(way, [result["record"] for result in listed], left_out, terms)
    known = ", ".join(way.of.name for way in summarizings())
    raise WrongCall(f"nothing to list: none of the files holds one of {known}.")


def _listing(
    way: Summarizing, records: Sequence[Record], left_out: list[Result], terms: Terms
) -> Listing:
    record = way.summarize(records)
    problems = [*way.form.check(record, terms), *way.check_against(record, records)]
    return Listing(way.form, record, [each.as_dict() for each in problems], left_out)


def doubtful(listing: Listing, results: Iterable[Result]) -> Iterator[Report]:
    """For each submission listed whose reading left a doubt about what the list took, a report of
    these doubts."""
    way = next(way for way in summarizings() if way.form is listing.form)
    for result in results:
        if result["form"] != way.of.name:
            continue
        problems = [
            problem
            for problem in result["problems"]
            if problem["code"] == "needs-review" and way.of.pattern(problem["path"]) in way.reads
        ]
        if problems:
            yield {"source": result["source"]["name"], "form": way.of.name, "problems": problems}


def against(report: Report, record: Record, submissions: Iterable[Result]) -> Report:
    """The report of a listing form with where it and the submissions don't agree.

    Raises WrongCall for a form that lists none.
    """
    way = next((way for way in summarizings() if way.form.name == report["form"]), None)
    if way is None:
        raise WrongCall(f"{report['form']} lists no other form; --against goes with one that does.")
    records = [result["record"] for result in submissions if result["form"] == way.of.name]
    found = [problem.as_dict() for problem in way.check_against(record, records)]
    return report | {"problems": [*report["problems"], *found]}
