"""Which label of the form stands where on a page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.extract import pattern_of
from extractors.match import Hit
from extractors.match.align import transitions
from extractors.match.wordings import ordinal_of
from extractors.page import Page, Paragraph, Table
from extractors.pattern import Pattern
from extractors.wording import weight
from tests.extractors.pages import FORM, Block, Row, Span, form, labels, matched, page, printed

APPLICATION = pattern_of(FORM)
UNIT = form([["单位名称", "{{ applicant.name }}"], ["单位地址", "{{ applicant.address }}"]])
GROUPS: tuple[Block, ...] = (
    [
        [Span("法人代表/负责人", down=2), "姓名", "{{ applicant.representative.name }}"],
        ["邮箱", "{{ applicant.representative.email }}"],
        [Span("项目联系人", down=2), "姓名", "{{ applicant.contact.name }}"],
        ["邮箱", "{{ applicant.contact.email }}"],
    ],
)
PERSONS = form(*GROUPS)
COVER = form("揭榜单位：{{ cover.applicant }}", "推荐单位：{{ cover.recommender }}")


def paths(pattern: Pattern, document: Page) -> dict[str, str]:
    """Record path of each label's answer → the text of the item the label stands in."""
    sheet, found = matched(pattern, document)
    states = ((pattern.states[hit.state], sheet.items[hit.item]) for hit in found.hits)
    return {state.holes[0].path: item.text for state, item in states if state.holes}


def hits_of(document: Page, path: str) -> list[Hit]:
    found = matched(APPLICATION, document)[1]
    state = next(s.index for s in APPLICATION.states if any(h.path == path for h in s.holes))
    return [hit for hit in found.hits if hit.state == state]


def tasks(*titles: str) -> Page:
    """The application with its direction tables headed as given, in this order."""
    document = printed("a06-central-three-directions")
    blocks = [block for block in document.blocks if isinstance(block, Table)]
    unit, first = blocks[0], blocks[1]
    return replace(document, blocks=(unit, *(titled(first, title) for title in titles)))


def titled(block: Table, title: str) -> Table:
    def words(paragraph: Paragraph) -> Paragraph:
        bare = paragraph.text.replace("攻关方向一", title)
        return paragraph._replace(text=bare, superscripts=(), notes=())

    cells = (c._replace(blocks=tuple(map(words, c.paragraphs))) for c in block.cells)
    return replace(block, cells=tuple(cells))


def ordinals(*titles: str) -> list[tuple[int, ...]]:
    return [hit.instance for hit in hits_of(tasks(*titles), "tasks.*.direction")]


# what a label says


@pytest.mark.parametrize(
    "words",
    [
        "单位名称",
        "单 位 名 称",
        "单位名称：",
        "（单位名称）",
        "1. 单位名称",
        "单位名称(全称)",
        "企业名称",
    ],
)
def test_a_label_is_known_however_it_is_written_and_in_other_words(words: str) -> None:
    assert ("单位名称", words) in labels(UNIT, page([[words, "甲公司"], ["单位地址", "某路1号"]]))


def test_a_misspelt_label_is_known_and_less_sure() -> None:
    pattern = form([["统一社会信用代码", "{{ applicant.credit_code }}"]])
    [hit] = matched(pattern, page([["统一社会信用代玛", ""]]))[1].hits
    assert 0.75 <= hit.quality < 1.0


def test_labels_that_differ_by_a_number_are_never_taken_for_each_other() -> None:
    pattern = form([["重点产业2021年", "{{ applicant.name }}"]])
    assert labels(pattern, page([["重点产业2022年", "甲"]])) == []


def test_a_known_wording_weighs_more_the_longer_it_is() -> None:
    assert weight("姓名") < weight("单位名称") < weight("统一社会信用代码")
    assert weight("字" * 8) == weight("字" * 30)


def test_several_labels_in_one_line() -> None:
    document = page("揭榜单位：甲公司　推荐单位：某区科委")
    hits = matched(COVER, document)[1].hits
    assert [(hit.state, hit.item, hit.start) for hit in hits] == [(0, 0, 0), (1, 0, 9)]


def test_label_and_value_in_one_cell() -> None:
    hits = matched(UNIT, page([["单位名称：甲公司", "单位地址：某路"]]))[1].hits
    assert [(hit.state, hit.inline, hit.end) for hit in hits] == [(0, True, 5), (1, True, 5)]


def test_an_answer_that_begins_with_its_labels_words_is_no_label() -> None:
    document = page([["姓名", "姓名：张三"]])
    assert labels(PERSONS, document) == [("姓名", "姓名")]


# where it stands


def test_order_decides_between_equal_labels() -> None:
    document = page([["姓名", "甲"], ["邮箱", "乙"], ["姓名", "丙"], ["邮箱", "丁"]])
    hits = matched(PERSONS, document)[1].hits
    names = [s.index for s in PERSONS.states if s.printed == "姓名"]
    assert [hit.item for hit in hits if hit.state in names] == [0, 4]
    assert [hit.state for hit in hits if hit.state in names] == names


def test_the_group_decides_where_one_of_two_equal_labels_is_gone() -> None:
    document = page([[Span("项目联系人", down=2), "姓名", "甲"], ["邮箱", "a@b.example"]])
    found = paths(PERSONS, document)
    assert set(found) == {"applicant.contact.name", "applicant.contact.email"}


def test_the_group_decides_where_the_persons_are_turned_round() -> None:
    one: Row = ["项目联系人", "姓名", "甲", "法人代表/负责人", "姓名", "乙"]
    sheet, found = matched(PERSONS, page([one]))
    at = {
        PERSONS.states[h.state].holes[0].path: h.item
        for h in found.hits
        if PERSONS.states[h.state].holes
    }
    assert sheet.items[at["applicant.contact.name"]].index == 1


def test_what_is_found_grows_with_the_labels_that_are_there() -> None:
    whole = matched(UNIT, page([["单位名称", ""], ["单位地址", ""]]))[1].share
    half = matched(UNIT, page([["单位名称", ""]]))[1].share
    none = matched(UNIT, page("关于召开会议的通知"))[1].share
    assert whole == pytest.approx(1.0)
    assert none == 0.0 < half < whole


def test_every_item_of_a_label_and_of_a_head_row_is_claimed() -> None:
    found = matched(APPLICATION, printed("a01-automotive-twin"))[1]
    for hit in found.hits:
        assert found.claimed[hit.item].item == hit.item
        assert {item.index for item in hit.heads.values()} <= found.claimed.keys()
    assert [hit.place for hit in found.hits] == sorted(hit.place for hit in found.hits)


# blocks that come again


def test_each_direction_is_an_instance_of_the_loop() -> None:
    document = printed("a06-central-three-directions")
    assert [hit.instance for hit in hits_of(document, "tasks.*.budget")] == [(0,), (1,), (2,)]


def test_an_industry_is_an_instance_in_its_direction() -> None:
    found = hits_of(
        printed("a06-central-three-directions"), "narrative.tasks.*.industries.*.background"
    )
    assert len(found) == 6
    assert [hit.instance for hit in found] == sorted(hit.instance for hit in found)
    assert {hit.instance[0] for hit in found} == {0, 1, 2}
    for direction in range(3):
        inner = [hit.instance[1] for hit in found if hit.instance[0] == direction]
        assert inner == list(range(len(inner)))


def test_a_direction_alone_keeps_the_place_that_its_title_says() -> None:
    assert ordinals("攻关方向二") == [(1,)]
    assert ordinals("攻关方向一", "攻关方向三") == [(0,), (2,)]


def test_directions_out_of_order_go_where_their_titles_say() -> None:
    assert ordinals("攻关方向二", "攻关方向一") == [(1,), (0,)]


def test_doubled_titles_are_counted_and_doubted() -> None:
    document = tasks("攻关方向一", "攻关方向一")
    found = matched(APPLICATION, document)[1]
    assert found.doubts == ["tasks"]
    assert ordinals("攻关方向一", "攻关方向一") == [(0,), (1,)]


def test_titles_without_a_number_are_counted() -> None:
    assert ordinals("攻关方向", "攻关方向", "攻关方向") == [(0,), (1,), (2,)]


def test_a_fourth_direction_is_an_instance_of_its_own() -> None:
    titles = [f"攻关方向{numeral}" for numeral in "一二三四"]
    assert ordinals(*titles) == [(0,), (1,), (2,), (3,)]


def test_a_foreign_list_that_shares_a_word_with_a_block_is_no_block() -> None:
    document = printed("a01-automotive-twin")
    shared = [
        "解决方案名称",
        "攻关起止日期",
        "计划研发经费",
        "解决痛点问题",
        "方案简述",
        "预期其他成果",
    ]
    foreign = page([["合作单位情况", ""], *([label, "某事"] for label in shared)])
    last = max(n for n, block in enumerate(document.blocks) if isinstance(block, Table)) + 1
    blocks = document.blocks[:last] + foreign.blocks + document.blocks[last:]
    longer = replace(document, blocks=blocks)
    before, after = (matched(APPLICATION, each)[1] for each in (document, longer))
    assert {hit.instance for hit in before.hits} == {hit.instance for hit in after.hits}


def test_going_on_costs_less_the_less_is_passed_and_back_goes_only_in_a_loop() -> None:
    cost = transitions(PERSONS)
    assert cost[0][1] == 0.0 < cost[0][2] < cost[0][3]
    assert cost[3][1] == float("inf")
    loop = APPLICATION.loops[0]
    assert transitions(APPLICATION)[loop.last][loop.first] < float("inf")


def test_the_same_page_is_matched_the_same_twice() -> None:
    document = printed("a12-second-direction-empty")
    one, other = (matched(APPLICATION, document)[1].hits for _ in range(2))
    assert [(h.state, h.place, h.instance) for h in one] == [
        (h.state, h.place, h.instance) for h in other
    ]


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("攻关方向二", 1),
        ("攻关方向2", 1),
        ("攻关方向13", 0),
        ("攻关方向一3", 0),
        ("攻关方向", None),
    ],
)
def test_a_directions_number_is_not_that_of_a_note_behind_it(
    title: str, number: int | None
) -> None:
    [state, *_] = [each for each in APPLICATION.states if each.ordinals]
    assert ordinal_of(title, state) == number
