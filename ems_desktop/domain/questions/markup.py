r"""The text of an item: plain text with a few tags in brackets and equations as LaTeX. Nothing in it is ever run.

`[b] [i] [u] [sub] [sup]`, `[ul] [ol] [li]`, `[table] [tr] [td]`, each with its closing tag; `[img SHA256]` or `[img SHA256 words]`
is a picture; `[lb]` is a bracket that begins no tag. A new line is a new line. `\(…\)` and `\[…\]` are equations, verbatim inside.
A tag that is not closed, or closed out of order, is text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from ems_desktop.domain.questions import latex

INLINE: Final = ("b", "i", "u", "sub", "sup")
BLOCKS: Final = ("ul", "ol", "li", "table", "tr", "td")
DEEPEST: Final = 20  # open tags at once; the next one is text

_PAIRED = "|".join((*INLINE, *BLOCKS))
_TOKEN = re.compile(
    rf"(?P<eq>{latex.SPAN.pattern})|\[(?P<tag>/?(?:{_PAIRED}))\]|\[img (?P<img>[0-9a-f]{{64}})(?P<alt> [^\]\n]{{0,200}})?\]|(?P<lb>\[lb\])",
    re.DOTALL,
)
_TAG_LIKE = re.compile(rf"\[(?=(?:/?(?:{_PAIRED})|lb|img [0-9a-f]{{64}}(?: [^\]\n]{{0,200}})?)\])")
_BLOCK = re.compile(rf"\s*(\[/?(?:{'|'.join(BLOCKS)})\])\s*")
# What hides or turns other letters round: embeddings, overrides and isolates of the writing direction, surrogates, controls.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff]|[\U000e0000-\U000e0fff]"
)
_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")


@dataclass(frozen=True, slots=True)
class Piece:
    """One step through a text. `value`: the words, the tag's name, the whole equation with its delimiters, or a picture's SHA-256;
    `alt`: what stands for the picture where it cannot be seen."""

    kind: Literal["text", "open", "close", "equation", "picture"]
    value: str
    alt: str = ""


def pieces(text: str) -> Iterator[Piece]:
    """The text in order; every `open` has its `close`."""
    found = list(_TOKEN.finditer(text))
    paired = _paired(found)
    at, words = 0, ""
    for index, match in enumerate(found):
        if match["tag"] and index not in paired:
            continue  # it is text, together with what stands round it
        words += text[at : match.start()] + ("[" if match["lb"] else "")
        at = match.end()
        if not match["lb"]:
            if words:
                yield Piece("text", words)
            yield _piece(match)
            words = ""
    if words := words + text[at:]:
        yield Piece("text", words)


def _paired(found: list[re.Match[str]]) -> set[int]:
    """The numbers of the tags that open and close properly."""
    stack: list[int] = []
    paired: set[int] = set()
    for index, match in enumerate(found):
        tag = match["tag"]
        if not tag:
            continue
        if not tag.startswith("/"):
            stack += [index] if len(stack) < DEEPEST else []
            continue
        opener = next((at for at in reversed(stack) if found[at]["tag"] == tag[1:]), None)
        if opener is not None:
            paired |= {opener, index}
            del stack[stack.index(opener) :]
    return paired


def _piece(match: re.Match[str]) -> Piece:
    if match["eq"]:
        return Piece("equation", match["eq"])
    if match["img"]:
        return Piece("picture", match["img"], (match["alt"] or "").strip())
    tag = match["tag"]
    return Piece("close", tag[1:]) if tag.startswith("/") else Piece("open", tag)


def literal(text: str) -> str:
    """Words from outside, so that nothing in them is read as a tag. Equations stay equations."""
    at, done = 0, []
    for span in latex.SPAN.finditer(text):
        done += [_TAG_LIKE.sub("[lb]", text[at : span.start()]), span[0]]
        at = span.end()
    return "".join([*done, _TAG_LIKE.sub("[lb]", text[at:])])


def picture(sha256: str, alt: str = "") -> str:
    words = " ".join(re.sub(r"[\[\]\\$]", " ", alt).split())[:200]
    return f"[img {sha256} {words}]" if words else f"[img {sha256}]"


def canonical(text: str) -> str:
    """The one way to write this text: dollars read, stray tags as text, spaces collapsed, no space at the ends of lines."""
    text = clean(text)
    for _ in range(4):  # what is put together may be read as a tag or an equation of its own
        before, text = text, _once(text)
        if text == before:
            break
    return text


def _once(text: str) -> str:
    text = "".join(map(_written, pieces(latex.read_dollars(text))))
    text = re.sub(r" ?\n ?", "\n", re.sub(r"[^\S\n]+", " ", text))
    return _BLOCK.sub(r"\1", re.sub(r"\n{3,}", "\n\n", text)).strip()


def _written(piece: Piece) -> str:
    if piece.kind == "text":
        return literal(piece.value)
    if piece.kind == "equation":
        return piece.value[:2] + " ".join(piece.value[2:-2].split()) + piece.value[-2:]
    if piece.kind == "picture":
        return picture(piece.value, piece.alt)
    return f"[{piece.value}]" if piece.kind == "open" else f"[/{piece.value}]"


def clean(text: str) -> str:
    """NFC, one kind of line end, without what cannot be seen: controls, surrogates, overrides of the writing direction."""
    return unicodedata.normalize("NFC", _HIDDEN.sub("", _ENDS.sub("\n", text)))


def hides_something(text: str) -> bool:
    return _HIDDEN.search(_ENDS.sub("\n", text)) is not None


def plain(text: str) -> str:
    """Words and equations alone: tags gone, a row or list entry a line, cells apart by a bar, pictures as their words."""
    said = []
    for piece in pieces(text):
        if piece.kind == "open":
            said.append({"li": "\n- ", "tr": "\n", "table": "\n"}.get(piece.value, ""))
        elif piece.kind == "close":
            said.append({"td": " | ", "ul": "\n", "ol": "\n", "table": "\n"}.get(piece.value, ""))
        else:
            said.append(piece.alt if piece.kind == "picture" else piece.value)
    lines = (" ".join(line.split()).removesuffix(" |") for line in "".join(said).split("\n"))
    return "\n".join(line for line in lines if line)


def excerpt(text: str) -> str:
    """The text on one line, equations as they are read aloud."""
    said = latex.SPAN.sub(lambda span: latex.readable(latex.source(span[0])), plain(text))
    return " ".join(said.split())


def is_plain(text: str) -> bool:
    """Whether the text is words and equations on one line."""
    return "\n" not in text and all(piece.kind in {"text", "equation"} for piece in pieces(text))


def equations(text: str) -> list[str]:
    """The LaTeX of each equation, without delimiters."""
    return [latex.source(piece.value) for piece in pieces(text) if piece.kind == "equation"]


def pictures(text: str) -> list[str]:
    """SHA-256 of each picture, in order."""
    return [piece.value for piece in pieces(text) if piece.kind == "picture"]
