"""Items and texts for tests, by hand and by chance. Texts are canonical, as the bank keeps them."""

import hashlib
import struct
import zlib
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from ems_desktop.domain.questions import item as items
from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.item import FULL, NONE, Answer, Item, Media, Option, Pair, Stimulus


def png(shade: int = 0) -> bytes:
    """A picture of one pixel, another one for each shade."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes([0, shade]))) + chunk(b"IEND", b"")


PICTURES = {hashlib.sha256(png(shade)).hexdigest(): png(shade) for shade in range(3)}
MEDIA = {sha256: Media(sha256, f"gambar {number}.png", "image/png") for number, sha256 in enumerate(PICTURES)}
PLAIN = "abcXYZ 019 éßñ ع ن 你 ½ ~=#{}:%\\ -> <>&\"' [b] [lb] [html] * $ . , ; // ::"
WORDS = st.text(st.sampled_from(PLAIN), max_size=24)
FORMATTED = st.lists(
    st.one_of(
        WORDS,
        st.sampled_from(["[b]", "[/b]", "[i]x[/i]", "[sub]2[/sub]", "[ul][li]satu[/li][li]dua[/li][/ul]", "\n", "\n\n"]),
        st.sampled_from([r"\(x^2<3\)", r"\[\frac{1}{2}\]", r"\(\neq \{1,2\}\)", "[table][tr][td]1[/td][td]a\nb[/td][/tr][/table]"]),
        st.sampled_from([markup.picture(sha256, alt) for sha256 in PICTURES for alt in ("", "sebuah peta")]),
    ),
    max_size=6,
).map("".join)


def text(formatted: bool = True, empty: bool = False, pictures: bool = True):
    """Canonical markup; with `formatted` also lines, tables and, if wanted, pictures."""
    made = (FORMATTED if formatted else WORDS.map(markup.literal)).map(markup.canonical)
    made = made if pictures else made.filter(lambda one: not markup.pictures(one))
    return made if empty else made.filter(bool)


LINES = WORDS.map(items.one_line)
TAGS = LINES.filter(lambda line: line and ":" not in line)
WEIGHTS = st.sampled_from([Decimal(-50), NONE, Decimal("33.33333"), Decimal(50)])


@st.composite
def options(draw, kind: str, rich: bool = True, pictures: bool = True):
    texts = draw(st.lists(text(rich, pictures=pictures), min_size=2, max_size=6))
    said = text(rich, empty=True, pictures=pictures) if rich else st.just("")
    weights = st.one_of(WEIGHTS, st.just(FULL)) if kind == "multiple" else WEIGHTS if rich else st.just(NONE)
    made = [Option(one, draw(weights), draw(said)) for one in texts]
    if kind == "single":
        key = draw(st.integers(0, len(made) - 1))
        made[key] = replace(made[key], weight=FULL)
    return tuple(made)


@st.composite
def any_item(draw, pictures: bool = True, rich_right: bool = False):
    """An item of any kind with everything that items may have, its pictures named."""
    kind = draw(st.sampled_from(items.KINDS))
    rich, said = text(pictures=pictures), text(empty=True, pictures=pictures)
    base = Item(kind, draw(rich), feedback=draw(said))
    if kind in {"single", "multiple"}:
        base = replace(base, options=draw(options(kind, pictures=pictures)))
    elif kind == "true_false":
        base = replace(base, options=items.true_false("", draw(st.booleans()), draw(said), draw(said)).options)
    elif kind == "matching":
        rights = text(rich_right)
        base = replace(base, pairs=tuple(Pair(draw(rich), draw(rights)) for _ in range(draw(st.integers(2, 4)))))
    elif kind == "short":
        answers = (Answer(draw(LINES.filter(bool).filter(lambda a: "->" not in a)), w, draw(said)) for w in (FULL, Decimal(50)))
        base = replace(base, answers=tuple(answers), case_sensitive=draw(st.booleans()))
    else:
        base = replace(base, guide=draw(said))
    return with_media(draw(labelled(base)))


@st.composite
def labelled(draw, base: Item):
    return replace(
        base,
        title=draw(LINES),
        tags=tuple(dict.fromkeys(draw(st.lists(TAGS, max_size=3)))),
        objective=draw(LINES),
        level=draw(st.sampled_from(["", *items.LEVELS])),
        difficulty=draw(st.sampled_from(items.DIFFICULTIES)),
        status=draw(st.sampled_from(items.STATUSES)),
        author=draw(LINES),
    )


@st.composite
def plain_single(draw, rich: bool = False):
    """A single choice that says nothing but its question, options and key."""
    return with_media(Item("single", draw(text(rich)), draw(options("single", rich=False))))


def with_media(item: Item) -> Item:
    """`media` as a reader names it: in the order of the texts."""
    shown = dict.fromkeys(sha256 for one in item.texts() for sha256 in markup.pictures(one))
    return replace(item, media=tuple(MEDIA[sha256] for sha256 in shown))


@st.composite
def bank(draw, pictures: bool = True):
    """A few items, some of which share a text."""
    drawn = draw(st.lists(any_item(pictures=pictures), min_size=1, max_size=4))
    shared = draw(text(pictures=pictures))
    stimulus = Stimulus("s1", shared, draw(LINES), tuple(MEDIA[sha256] for sha256 in dict.fromkeys(markup.pictures(shared))))
    return [replace(one, stimulus=stimulus) if draw(st.booleans()) else one for one in drawn]
