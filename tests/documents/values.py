"""How people write values: dates in all forms, ticks in all forms, units, widths of digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tests.documents.ooxml import run

_HAN: Final = "〇一二三四五六七八九"


def _han_year(year: str) -> str:
    return "".join(_HAN[int(digit)] for digit in year)


def _han_number(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _HAN[ones]
    return ("" if tens == 1 else _HAN[tens]) + "十" + (_HAN[ones] if ones else "")


def full_width(text: str) -> str:
    """Digits, letters and ASCII marks as their full-width twins."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


DATES: Final[dict[str, Callable[[str, str, str], str]]] = {
    "printed": lambda y, m, d: f"{y}年{int(m)}月{int(d)}日",
    "padded": lambda y, m, d: f"{y}年{m}月{d}日",
    "spaced": lambda y, m, d: f"{y} 年 {int(m)} 月 {int(d)} 日",
    "iso": lambda y, m, d: f"{y}-{m}-{d}",
    "dots": lambda y, m, d: f"{y}.{int(m)}.{int(d)}",
    "slashes": lambda y, m, d: f"{y}/{int(m)}/{int(d)}",
    "compact": lambda y, m, d: f"{y}{m}{d}",
    "han": lambda y, m, d: f"{_han_year(y)}年{_han_number(int(m))}月{_han_number(int(d))}日",
    "full-width": lambda y, m, d: full_width(f"{y}年{int(m)}月{int(d)}日"),
}
MONTHS: Final[dict[str, Callable[[str, str], str]]] = {
    "printed": lambda y, m: f"{y}年{int(m)}月",
    "padded": lambda y, m: f"{y}年{m}月",
    "spaced": lambda y, m: f"{y} 年 {int(m)} 月",
    "iso": lambda y, m: f"{y}-{m}",
    "dots": lambda y, m: f"{y}.{m}",
    "slashes": lambda y, m: f"{y}/{int(m)}",
    "compact": lambda y, m: f"{y}年{int(m)}月",
    "han": lambda y, m: f"{_han_year(y)}年{_han_number(int(m))}月",
    "full-width": lambda y, m: full_width(f"{y}年{int(m)}月"),
}
RANGES: Final = {
    "printed": " - ",
    "padded": "～",
    "spaced": " — ",
    "iso": " 至 ",
    "dots": "-",
    "slashes": "—",
    "compact": "至",
    "han": "至",
    "full-width": "－",
}


def written_date(value: str, form: str) -> str:
    """An ISO date or month as somebody writes it."""
    parts = value.split("-")
    if len(parts) == 2:
        return MONTHS[form](parts[0], parts[1])
    return DATES[form](parts[0], parts[1], parts[2])


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice: its words, whether it is ticked, and what stands behind the words."""

    text: str
    ticked: bool


Drawer = Callable[[Option], str]


def _characters(on: str, off: str, gap: str = " ") -> Drawer:
    return lambda option: run(f"{on if option.ticked else off}{gap}{option.text}")


def _after(on: str, off: str) -> Drawer:
    return lambda option: run(f"{option.text}{on if option.ticked else off}")


def _symbols(font: str, on: str, off: str) -> Drawer:
    def draw(option: Option) -> str:
        code = on if option.ticked else off
        return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>' + run(f" {option.text}")

    return draw


def _font_runs(option: Option) -> str:
    fonts = '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'
    return run("R" if option.ticked else "£", fonts) + run(option.text)


def _control(option: Option) -> str:
    state, glyph = ("1", "☑") if option.ticked else ("0", "☐")
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/>'
        '<w14:checkedState w14:val="2611" w14:font="Segoe UI Symbol"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="Segoe UI Symbol"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{run(glyph)}</w:sdtContent></w:sdt>{run(option.text)}"
    )


def _form_field(option: Option) -> str:
    state = "1" if option.ticked else "0"
    return (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="c"/><w:enabled/>'
        f'<w:checkBox><w:sizeAuto/><w:default w:val="0"/><w:checked w:val="{state}"/>'
        "</w:checkBox></w:ffData></w:fldChar></w:r>"
        '<w:r><w:instrText xml:space="preserve"> FORMCHECKBOX </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{run(option.text)}'
    )


TICKS: Final[dict[str, Drawer]] = {
    "boxes": _characters("☑", "□"),
    "crosses": _characters("☒", "☐", ""),
    "filled": _characters("■", "□", ""),
    "checks": _characters("√", "□"),
    "heavy": _characters("✔", "▢"),
    "circles": _characters("●", "○", ""),
    "after": _after("√", ""),
    "after-box": _after("☑", "□"),
    "brackets": _characters("[√]", "[ ]", ""),
    "full-brackets": _characters("（√）", "（ ）", ""),
    "after-brackets": _after("（√）", "（ ）"),
    "symbols": _symbols("Wingdings 2", "0052", "00A3"),
    "private-symbols": _symbols("Wingdings", "F0FE", "F0A8"),
    "font-runs": _font_runs,
    "controls": _control,
    "form-fields": _form_field,
    "survivors": lambda option: run(option.text) if option.ticked else "",
}


def options_runs(options: Sequence[Option], style: str) -> str:
    """The runs of a choice; with "survivors" the options that weren't meant are deleted, unless all
    were meant, which nobody could tell from none."""
    if style == "survivors" and all(option.ticked for option in options):
        style = "boxes"
    drawn = [TICKS[style](option) for option in options]
    return run("  ").join(piece for piece in drawn if piece)
