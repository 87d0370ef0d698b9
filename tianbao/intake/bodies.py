"""The body of a mail: its text, links to files that are not in it, pictures that it shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from importlib.resources import files
from typing import Final

LONGEST: Final = 2 * 2**20  # characters of a body that are looked at
SHOWN: Final = 300  # characters of a body that a refusal quotes
MOST_LINKS: Final = 100

# Where the mail services of China and Microsoft keep large attachments; and shared drives.
CLOUDS: Final = re.compile(
    "|".join(json.loads(files(__package__).joinpath("clouds.json").read_text("utf-8"))),
    re.IGNORECASE,
)
URL: Final = re.compile(r"https?://[^\s<>\"'，。；（）【】]{4,4000}", re.IGNORECASE)
CID: Final = re.compile(r"cid:([^\"'\s>)]{1,300})", re.IGNORECASE)
# What stands on a link or a button and names no file.
GENERIC: Final = re.compile(
    r"\W*(点击|进入|立即|打开|查看|前往|此处|这里|预览|全部|保存|转存)*(此处|这里)?"
    r"(下载|下载页面|打开|查看|预览|转存|链接|download|open|view|here|click)*(此处|这里|附件|文件)?\W*",
    re.IGNORECASE,
)
# The lines of an answer or a forward; what stands alone above them is no form.
FORM: Final = re.compile(r"<table[\s>]", re.IGNORECASE)
FORM_LABELS: Final = re.compile("申报|攻关|填报|单位名称|信用代码|汇总表|联系电话")


@dataclass
class Bodies:
    """The text parts of one mail, as they were decoded."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)

    def shown_pictures(self) -> set[str]:
        """The Content-IDs that the HTML shows, without brackets."""
        return {cid for html in self.html for cid in CID.findall(html[:LONGEST])}

    def text(self) -> str:
        """What stands in the body, from its plain part where there is one; markup and scripts of
        HTML are gone or stand there as the text that they are, nothing of them runs."""
        plain = "\n".join(self.plain).strip()
        return plain or "\n".join(_text(html).strip() for html in self.html)

    def clouds(self) -> list[str]:
        """The words on each link to a file that is not in the mail, each file once."""
        links = [link for html in self.html for link in _Links.of(html)]
        links += [link for plain in self.plain for link in _written(plain)]
        told: dict[str, str] = {}
        for url, words in links:
            if CLOUDS.search(url) and len(told) < MOST_LINKS:
                known = told.get(url, "")
                told[url] = known if known else words
        return list(dict.fromkeys(words or _short(url) for url, words in told.items()))

    def form(self) -> bytes | None:
        """The HTML body as a document where it holds a form's table; None where it doesn't."""
        for html in self.html:
            if FORM.search(html) and FORM_LABELS.search(html):
                return _as_utf8(html)
        return None


def quoted(text: str) -> str:
    """The beginning of a text on one line."""
    told = " ".join(text[: 4 * SHOWN].split())
    return f"{told[:SHOWN]}…" if len(told) > SHOWN else told or "（空）"


def _short(url: str) -> str:
    return url if len(url) <= 120 else f"{url[:119]}…"


def _as_utf8(html: str) -> bytes:
    told = re.sub(r"charset\s*=\s*[\"']?[\w-]+", "charset=utf-8", html)
    return b"\xef\xbb\xbf" + told.encode("utf-8", "replace")


def _written(text: str) -> Iterable[tuple[str, str]]:
    """Links in plain text, each with the words on its line, else on the line before."""
    before = ""
    for line in text[:LONGEST].splitlines():
        for found in URL.finditer(line):
            yield found[0], _telling((line.replace(found[0], " "), before))
        if not URL.search(line) and line.strip():
            before = line
    return


def _telling(candidates: Iterable[str]) -> str:
    """The first text that says more than `点击下载`."""
    for text in candidates:
        told = " ".join(text.split()).strip(" :：")
        if told and not GENERIC.fullmatch(told) and not URL.match(told):
            return told[-120:]
    return ""


def _text(html: str) -> str:
    parser = _Links()
    parser.feed(html[:LONGEST])
    parser.close()
    return "".join(parser.texts)


class _Links(HTMLParser):
    """Links with the words that name them, and the text of the whole."""

    # Their contents are no text that a reader of the mail sees.
    UNSEEN: Final = frozenset({"style", "title"})
    BREAKS: Final = frozenset({"p", "div", "br", "tr", "li", "table", "h1", "h2", "h3"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self._before = ""
        self._open: tuple[str, list[str], str] | None = None
        self._unseen = 0

    @classmethod
    def of(cls, html: str) -> list[tuple[str, str]]:
        parser = cls()
        parser.feed(html[:LONGEST])
        parser.close()
        parser._end_link()
        found = parser.links
        known = {url for url, _ in found}
        return found + [link for link in _written("".join(parser.texts)) if link[0] not in known]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.UNSEEN:
            self._unseen += 1
        if tag in self.BREAKS:
            self.texts.append("\n")
        if tag == "a":
            self._end_link()
            told = dict(attrs)
            href = told.get("href") or ""
            if href:
                self._open = href, [], told.get("download") or told.get("title") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in self.UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        self.texts.append(data)
        if self._open is not None:
            self._open[1].append(data)
        elif _telling([data]):
            self._before = data

    def _end_link(self) -> None:
        if self._open is not None:
            href, words, attribute = self._open
            self.links.append((href, _telling(("".join(words), attribute, self._before))))
            self._open = None
