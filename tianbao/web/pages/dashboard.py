"""总览: how much came, how far it is, where the problems are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, render_template, url_for

from forms.problems import OFFICE_ONLY
from tianbao.store import ledger, listing
from tianbao.store.models import DONE, STATES
from tianbao.web import words
from tianbao.web.access import require, the_store
from tianbao.web.charts import Bar, Chart, chart
from tianbao.web.language import t
from tianbao.web.showing import word

blueprint = Blueprint("dashboard", __name__)

MOST_BARS: Final = 20
STYLES: Final = {"error": "error", "warning": "doubt", "info": "plain"}


@blueprint.get("/dashboard")
@require("viewer")
def show() -> str:
    with the_store().reading() as session:
        states = ledger.counts(session)
        submissions = listing.count(session)
        doubtful = listing.count(session, listing.Filters(doubtful=True))
        districts = listing.tally(session, "district")
        problems = listing.problems(session)
        doubts_by_district = listing.tally(session, "district", listing.Filters(doubtful=True))
    charts = [
        _states(states),
        _districts(t("各区收到"), districts, "plain"),
        _districts(t("各区存疑"), doubts_by_district, "doubt"),
        _problems(problems),
    ]
    figures = [
        (t("收到文件"), sum(states.values()), None),
        (t("已识别"), sum(states.get(state, 0) for state in DONE), None),
        (t("申报材料"), submissions, url_for("listing.show")),
        (t("存疑材料"), doubtful, url_for("listing.show", doubtful=1)),
        (
            t("已审核"),
            _sum(states, ("reviewed", "exported")),
            url_for("listing.show", state="reviewed"),
        ),
        (
            t("无法使用"),
            _sum(states, ("unusable", "set-aside")),
            url_for("listing.unread"),
        ),
    ]
    return render_template("dashboard.html", figures=figures, charts=charts)


def _sum(states: Mapping[str, int], wanted: tuple[str, ...]) -> int:
    return sum(states.get(state, 0) for state in wanted)


def _states(states: Mapping[str, int]) -> Chart:
    bars = [Bar(word(words.STATES, each), states[each]) for each in STATES if states.get(each)]
    return chart(t("文件进度"), bars)


def _districts(title: str, tally: Mapping[Any, int], style: str) -> Chart:
    most = sorted(tally.items(), key=lambda each: -each[1])[:MOST_BARS]
    bars = [
        Bar(
            district or t("未写明区域"),
            number,
            style,
            url_for("listing.show", district=district) if district else None,
        )
        for district, number in most
    ]
    return chart(title, bars)


def _problems(problems: list[tuple[str, str, int]]) -> Chart:
    bars = [
        Bar(
            word(words.CODES, code),
            number,
            "doubt" if code in OFFICE_ONLY else STYLES[severity],
            url_for("listing.show", code=code),
        )
        for code, severity, number in problems[:MOST_BARS]
    ]
    return chart(t("各类问题涉及的材料"), bars)
