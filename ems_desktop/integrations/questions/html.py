"""HTML from outside becomes markup by an allow-list; markup becomes HTML for Moodle. A tokenizer of our own, because it must take
a time proportional to the text whatever the text is, and because nothing in it is ever run or fetched."""

from __future__ import annotations

import base64
import binascii
import html
import re
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from ems_desktop.domain.questions import checks, markup
from ems_desktop.integrations.questions.notes import Notes, shown

_TAGS: Final[Mapping[str, str]] = {
    **{name: name for name in (*markup.INLINE, *markup.BLOCKS)},
    "strong": "b",
    "em": "i",
    "ins": "u",
    "th": "td",
}
_LINE_TAGS: Final = "p div section article h1 h2 h3 h4 h5 h6 blockquote pre center dl dt dd figure figcaption header footer"
_SILENT_TAGS: Final = "span font a html body head thead tbody tfoot colgroup col small big label abbr bdi wbr meta title o:p"
_RAW_TAGS: Final = "script style noscript iframe object embed applet svg math video audio template textarea select xml"
_ACTIVE_TAGS: Final = "form input button link base frame frameset source track param animate set image use foreignobject"
_LINES: Final = frozenset(_LINE_TAGS.split())  # a line ends there
_SILENT: Final = frozenset(_SILENT_TAGS.split())  # without them nothing is lost
_RAW: Final = frozenset(_RAW_TAGS.split())  # what stands inside is not for people to read
_ACTIVE: Final = _RAW - {"style", "math", "xml"} | frozenset(_ACTIVE_TAGS.split())
_ATTRIBUTE = re.compile(r"""([a-zA-Z:-]{1,40})\s?=\s?("[^"]*"|'[^']*'|[^\s"'>]+)""")
_DATA = re.compile(r"data:image/[a-z+.-]{1,20};base64,[A-Za-z0-9+/=\s%]*")
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:]{0,19})(?=[\s/>]|$)")
_MOST_ATTRIBUTES = 4_000  # letters of one tag that are looked at
PLUGIN: Final = "@@PLUGINFILE@@/"
_KNOWN = "|".join(sorted((*_TAGS, *_LINES, *_SILENT, *_ACTIVE, "br", "img", "hr", "style", "math"), key=len, reverse=True))
_LOOKS = re.compile(rf"</?(?:{_KNOWN})(?:\s[^<>]*)?/?>|&(?:[a-z]{{2,8}}|#\d{{1,6}});", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    """Whether a text that does not say what it is holds a tag or an entity of HTML; `a<b` is none."""
    return _LOOKS.search(text) is not None


def to_markup(text: str, notes: Notes, files: Mapping[str, str]) -> str:
    """`files`: the SHA-256 of each picture that came with the text, by its name. All that is left out is noted (1750 to 1754)."""
    embedded: list[str] = []

    def put_aside(match: re.Match[str]) -> str:
        embedded.append(match[0])
        return f"data:#{len(embedded) - 1}"

    text = _DATA.sub(put_aside, text)
    if len(text) > checks.LONGEST * 10:
        raise notes.refuse(1793, limit=checks.LONGEST * 10)
    return _Reader(notes, files, embedded).read(text)


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """("text", words), ("tag", the inside of <…>). Comments, declarations and what stands in script and the like are passed over."""
    at, size = 0, len(text)
    while at < size:
        start = text.find("<", at)
        if start < 0:
            start = size
        if start > at:
            yield "text", text[at:start]
        if start == size:
            return
        if text.startswith("<!--", start):
            at = _after(text, "-->", start)
            continue
        name = _NAME.match(text, start + 1)
        if name is None and text[start + 1 : start + 2] not in {"!", "?"}:
            yield "text", "<"  # a sign of mathematics
            at = start + 1
            continue
        end = text.find(">", start)
        if end < 0:
            yield "text", text[start:]
            return
        inside, at = text[start + 1 : end], end + 1
        if name is not None:
            yield "tag", inside
            raw = name[1].lower()
            if raw in _RAW and not inside.startswith("/") and not inside.endswith("/"):
                at = _after_raw(text, raw, at)


def _after(text: str, sign: str, start: int) -> int:
    found = text.find(sign, start)
    return len(text) if found < 0 else found + len(sign)


def _after_raw(text: str, name: str, start: int) -> int:
    """Behind the closing tag, or at the end: what begins to run is not shown as words."""
    found = re.compile(rf"</{re.escape(name)}\b[^>]*>?", re.IGNORECASE).search(text, start)
    return found.end() if found else len(text)


class _Reader:
    """Turns tokens into markup. Words are escaped in one go between two tags, so that an equation stays whole."""

    def __init__(self, notes: Notes, files: Mapping[str, str], embedded: list[str]) -> None:
        self._notes, self._files, self._embedded = notes, files, embedded
        self._done: list[str] = []
        self._words: list[str] = []

    def read(self, text: str) -> str:
        for kind, value in tokens(text):
            if kind == "text":
                self._words.append(html.unescape(value))
            else:
                self._tag(value)
        self._flush()
        return markup.canonical("".join(self._done))

    def _flush(self) -> None:
        words = self._notes.tidy(re.sub(r"\s+", " ", "".join(self._words)))
        self._words.clear()
        self._done.append(markup.literal(words))

    def _put(self, text: str) -> None:
        self._flush()
        self._done.append(text)

    def _tag(self, inside: str) -> None:
        name = inside.lstrip("/").split(maxsplit=1)[0].rstrip("/").lower()
        closing = inside.startswith("/")
        if name in _TAGS:
            self._put(f"[{'/' if closing else ''}{_TAGS[name]}]")
        elif name == "br" or name in _LINES:
            self._put("\n")
        elif name == "img" and not closing:
            self._put(self._picture(inside))
        elif name in _ACTIVE:
            self._notes.add(1751, what=name)
        elif name not in _SILENT and not closing:
            self._notes.add(1750, what=shown(name))
        if "on" in inside.lower() and re.search(r"\son[a-z]{3,20}\s?=", inside[:_MOST_ATTRIBUTES], re.IGNORECASE):
            self._notes.add(1751, what="on…=")

    def _picture(self, inside: str) -> str:
        given = {m[1].lower(): html.unescape(m[2].strip("\"'")) for m in _ATTRIBUTE.finditer(inside[:_MOST_ATTRIBUTES])}
        source, alt = given.get("src", ""), given.get("alt", "")
        sha256 = self._data(source) if source.startswith("data:") else self._file(source)
        return markup.picture(sha256, markup.clean(alt)) if sha256 else markup.literal(markup.clean(alt))

    def _file(self, source: str) -> str | None:
        """Only what came along in the file; anywhere else nobody looks."""
        if not source.startswith(PLUGIN):
            self._notes.add(1752, source=shown(source))
            return None
        name = urllib.parse.unquote(source.removeprefix(PLUGIN).partition("?")[0])
        if name not in self._files:
            self._notes.add(1753, source=shown(name))
        return self._files.get(name) or None

    def _data(self, source: str) -> str | None:
        number = source.removeprefix("data:#")
        if not number.isdecimal() or int(number) >= len(self._embedded):
            self._notes.add(1752, source="data:")
            return None
        encoded = urllib.parse.unquote(self._embedded[int(number)].partition(",")[2])
        try:
            return self._notes.picture(base64.b64decode("".join(encoded.split()), validate=True), "picture")
        except (binascii.Error, ValueError):
            self._notes.add(1754, name="data:")
            return None


def quoted(name: str) -> str:
    """A file's name as a part of an address."""
    return urllib.parse.quote(name, safe="")


def from_markup(text: str, source: Callable[[str], str | None]) -> str:
    """HTML that says the same. `source`: the address of a picture by its SHA-256; None leaves the picture's words in its place."""
    done = []
    for piece in markup.pieces(text):
        if piece.kind == "open":
            done.append(f"<{piece.value}>")
        elif piece.kind == "close":
            done.append(f"</{piece.value}>")
        elif piece.kind == "picture":
            address = source(piece.value)
            alt = html.escape(piece.alt)
            done.append(f'<img src="{html.escape(address)}" alt="{alt}">' if address else alt)
        else:
            said = html.escape(piece.value, quote=False)
            done.append(said if piece.kind == "equation" else said.replace("\n", "<br>"))
    return "".join(done)
