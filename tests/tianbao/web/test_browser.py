"""The record page in a real browser: by keyboard alone, by clicks on the page, for everybody."""

from __future__ import annotations

import base64
import io
import re
import threading
from collections.abc import Iterator
from typing import Any

import pymupdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from werkzeug.serving import make_server

from extractors.paper.glyphs import Turn
from forms.registry import get
from tests.tianbao.web.conftest import PASSWORD, SAMPLES, take_in
from tianbao.store import Store, ledger, revising
from tianbao.web import users

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WAIT = 20_000  # milliseconds, on a busy machine
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=WAIT)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def page(browser: Browser, address: str, store: Store) -> Iterator[Page]:
    """A page of an administrator who has signed in; the browser has nothing to complain of."""
    with store.session() as session:
        users.add_user(session, "林晓", "admin", PASSWORD)
    context = browser.new_context(
        base_url=address, locale="zh-CN", viewport={"width": 1280, "height": 720}
    )
    opened = context.new_page()
    opened.set_default_timeout(WAIT)
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.extend(complaint(message)))
    opened.goto("/")
    opened.fill("[name=name]", "林晓")
    opened.fill("[name=password]", PASSWORD)
    opened.keyboard.press("Enter")
    opened.wait_for_url(f"{address}/")
    yield opened
    context.close()
    assert not complaints


def complaint(message: ConsoleMessage) -> list[str]:
    """What a message complains of; the answer to a change that came too late is none."""
    return [message.text] if message.type == "error" and "409" not in message.text else []


def path_at_hand(page: Page) -> str | None:
    return page.locator(".field.here").get_attribute("data-path")


def test_a_submission_is_reviewed_by_the_keyboard_alone(pdf_record, page, store):
    # Given a submission with a fault, opened from the list by Tab and Enter
    page.locator(".main-cell a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#pages img")
    # When the first field to look at is corrected, the next one accepted, and that taken back
    expect(page.locator(".field.here")).to_have_attribute("data-path", "applicant.credit_code")
    page.keyboard.press("Enter")
    page.keyboard.type("91310117760045218R")
    page.keyboard.press("Enter")
    expect(page.locator("#field-applicant-credit_code")).to_have_class("field done")
    expect(page.locator("#version")).to_have_value("2")
    assert path_at_hand(page) == "applicant.contact.mobile"
    page.keyboard.press("a")
    expect(page.locator("#version")).to_have_value("3")
    page.keyboard.press("u")
    expect(page.locator("#version")).to_have_value("4")
    # … the keys are shown and put away, and the review ends
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    page.keyboard.press("r")
    expect(page.locator("#summary .state")).to_have_text("已审核")
    # Then the store has it
    with store.reading() as session:
        submission = revising.load(session, pdf_record)
        assert submission.record["applicant"]["credit_code"] == "91310117760045218R"
        assert (submission.state, submission.reviewed_by) == ("reviewed", "林晓")


def test_a_click_on_the_page_finds_the_field_and_the_field_shows_its_place(pdf_record, page):
    page.goto(f"/records/{pdf_record}")
    page.locator("rect[data-path='applicant.address']").click()
    expect(page.locator("#value-applicant-address")).to_be_focused()
    page.locator("#value-cover-date").focus()
    expect(page.locator("rect.here")).to_have_attribute("data-path", "cover.date")
    # and a place on a later page is scrolled to
    page.locator("#value-narrative-risks").focus()
    expect(page.locator("rect.here[data-path='narrative.risks']").first).to_be_in_viewport()


def test_the_second_reviewer_sees_the_difference_and_may_insist(pdf_record, store, page):
    page.goto(f"/records/{pdf_record}")
    page.wait_for_selector("#pages img")
    with store.session() as session:
        changes = {"applicant.contact.mobile": "13800000077"}
        revising.correct(session, pdf_record, 1, changes, who="周文")
    page.fill("#value-applicant-contact-mobile", "13800000088")
    with page.expect_response(lambda response: response.status == 409):
        page.keyboard.press("Enter")
    notice = page.locator("#notice")
    expect(notice).to_contain_text("13800000077")
    expect(notice).to_contain_text("周文")
    notice.get_by_role("button", name="仍用我的填写").click()
    expect(page.locator("#version")).to_have_value("3")
    expect(page.locator("#value-applicant-contact-mobile")).to_have_value("13800000088")


def test_rows_come_and_go_by_keyboard_alone(pdf_record, store, page):
    page.goto(f"/records/{pdf_record}")
    page.wait_for_selector("#pages img")
    first = "tasks.0.technologies.0.name"
    page.locator(f"[data-path='{first}'] .label").click()
    page.keyboard.press("Escape")
    with store.reading() as session:
        rows = revising.load(session, pdf_record).record["tasks"][0]["technologies"]
    # When a row is added, typing begins in it
    page.keyboard.press("+")
    fresh = page.locator(f"[data-path='tasks.0.technologies.{len(rows)}.name'] [name=value]")
    expect(fresh).to_be_focused()
    page.keyboard.type("点云配准")
    page.keyboard.press("Enter" if fresh.evaluate("e => e.tagName") == "INPUT" else "Control+Enter")
    expect(page.locator("#version")).to_have_value("2")
    # and when one is deleted, what stood behind it is at hand
    page.locator(f"[data-path='{first}'] .label").click()
    page.keyboard.press("Escape")
    page.on("dialog", lambda dialog: dialog.accept())
    page.keyboard.press("Delete")
    expect(page.locator("#version")).to_have_value("3")
    here = page.locator(".field.here")
    expect(here).to_have_attribute("data-path", re.compile(r"tasks\.0\.technologies\.0\."))
    with store.reading() as session:
        left = revising.load(session, pdf_record).record["tasks"][0]["technologies"]
    assert [row["name"] for row in left] == [row["name"] for row in rows[1:]] + ["点云配准"]


def test_files_dropped_on_the_page_are_taken_in(store, slips, page):
    page.goto("/upload")
    handed = page.evaluate_handle(
        """text => {
            const data = Uint8Array.from(atob(text), each => each.charCodeAt(0));
            const carried = new DataTransfer();
            carried.items.add(new File([data], "申报书.docx"));
            return carried;
        }""",
        base64.b64encode(slips[0]).decode(),
    )
    page.dispatch_event(".drop", "dragenter", {"dataTransfer": handed})
    expect(page.locator(".drop")).to_have_class("drop over")
    page.dispatch_event(".drop", "drop", {"dataTransfer": handed})
    expect(page.get_by_text("已收下")).to_be_visible()
    expect(page.get_by_text("申报书.docx")).to_be_visible()
    with store.reading() as session:
        assert ledger.counts(session)["received"] == 1


@pytest.mark.parametrize("quarters", [0, 1, 2])
def test_a_turned_picture_is_shown_upright_and_its_places_on_what_they_are_of(
    store, page, quarters
):
    # Given a page scanned as it lies after some turns, and a place as reading it gives it
    picture, box, size = scanned(quarters)
    number = take_in(store, picture, "扫描件.png", [read_as(box, "image")])
    # When it is shown
    page.goto(f"/records/{number}")
    shown = page.locator("#pages img").bounding_box()
    place = page.locator("rect[data-path='cover.applicant']").bounding_box()
    # Then it stands upright, and the place is where the text of the upright page is
    assert shown["height"] > shown["width"]
    scale = shown["width"] / size[0]
    found = [(place["x"] - shown["x"]) / scale, (place["y"] - shown["y"]) / scale]
    assert found == pytest.approx(UPRIGHT[:2], abs=6)


@pytest.mark.parametrize("quarters", [1, 3])
def test_a_turned_page_of_a_scanned_pdf_is_shown_upright(store, page, quarters):
    # Given a PDF of one picture that lies on its side, as reading it told
    picture, box, size = scanned(quarters)
    problem = {"code": "page-turned", "path": "", "severity": "warning", "message": "第1页已转正"}
    result = read_as(box, "scan", problem)
    number = take_in(store, in_pdf(picture, size, quarters), "扫描件.pdf", [result])
    # When it is shown
    page.goto(f"/records/{number}")
    image = page.locator("#pages img")
    expect(image).to_have_js_property("complete", True)
    shown = image.bounding_box()
    place = page.locator("rect[data-path='cover.applicant']").bounding_box()
    # Then page and picture stand upright, and the place is where the text is
    assert shown["height"] > shown["width"]
    assert image.evaluate("each => each.naturalHeight > each.naturalWidth")
    scale = shown["width"] / size[0]
    found = [(place["x"] - shown["x"]) / scale, (place["y"] - shown["y"]) / scale]
    assert found == pytest.approx(UPRIGHT[:2], abs=6)


def in_pdf(picture: bytes, size: tuple[float, float], quarters: int) -> bytes:
    """A PDF of one page that is that picture; `size` is that of the upright page."""
    width, height = size[::-1] if quarters % 2 else size
    with pymupdf.open() as document:
        sheet = document.new_page(width=width, height=height)
        sheet.insert_image(sheet.rect, stream=picture)
        return bytes(document.tobytes())


def read_as(box: list[float], kind: str, *problems: dict[str, str]) -> dict[str, Any]:
    """What reading a document gives that has one answer, at a place on its only page."""
    evidence = {"cover.applicant": {"where": {"page": 1, "box": box}, "raw": "", "confidence": 1}}
    return {
        "form": "jiebang2024/application",
        "record": get("jiebang2024/application").empty(),
        "fields": evidence,
        "marks": [],
        "problems": list(problems),
        "source": {"kind": kind, "pages": 1},
    }


UPRIGHT = (150.0, 300.0, 400.0, 320.0)  # points


def scanned(quarters: int) -> tuple[bytes, list[float], tuple[float, float]]:
    """A page of a sample as a picture that some clockwise turns bring upright, UPRIGHT as a place
    on it, and the size of the upright page in points."""
    with pymupdf.open(SAMPLES / "pdf" / "a05-thirty-row-lists.pdf") as document:
        sheet = document[0]
        size = sheet.rect.width, sheet.rect.height
        picture = Image.open(io.BytesIO(sheet.get_pixmap(dpi=150).tobytes("png")))
    picture = picture.rotate(90 * quarters, expand=True)
    stream = io.BytesIO()
    picture.save(stream, "PNG", dpi=(150, 150))
    own = size[::-1] if quarters % 2 else size
    return stream.getvalue(), list(Turn(quarters, 0, *own).shown(UPRIGHT)), size


def test_axe_finds_nothing_serious_on_any_page(pdf_record, slips, store, page):
    take_in(store, slips[0], "a01-slips.docx", slips[1])
    for path in (
        *("/", "/unread", "/dashboard", "/upload", "/manage", "/account"),
        *("/summaries?district=浦东新区", f"/records/{pdf_record}/versions"),
        *(f"/records/{pdf_record}/against/{pdf_record + 1}", f"/records/{pdf_record}"),
    ):
        page.goto(path)
        if path == f"/records/{pdf_record}":
            page.wait_for_selector("#pages img")
        found = Axe().run(page).response["violations"]
        assert [each["id"] for each in found if each["impact"] in SERIOUS] == [], path


def test_axe_finds_nothing_serious_in_english_nor_where_nobody_is_signed_in(
    pdf_record, browser, address, store
):
    with store.session() as session:
        users.add_user(session, "Lin", "admin", PASSWORD)
    context = browser.new_context(base_url=address, locale="en-GB")
    page = context.new_page()
    for path in ("/sign-in", "/", f"/records/{pdf_record}", "/records/999", "/unread"):
        page.goto(path)
        if path == "/":
            page.fill("[name=name]", "Lin")
            page.fill("[name=password]", PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(f"{address}/")
        if path == f"/records/{pdf_record}":
            page.wait_for_selector("#pages img")
        assert page.evaluate("document.documentElement.lang") == "en"
        found = Axe().run(page).response["violations"]
        assert [each["id"] for each in found if each["impact"] in SERIOUS] == [], path
    context.close()


def test_every_page_fits_a_small_screen(pdf_record, page):
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/", "/dashboard", "/upload", "/manage", f"/records/{pdf_record}"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
