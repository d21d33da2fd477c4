"""Plain text: its lines, blank ones too, and the HTML tables that some tools leave in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from reportparse import terminal
from reportparse.document import Block, Document, Paragraph, Place, Table, UnreadableDocument
from reportparse.loaders import encoding, html, html_report
from reportparse.loaders.text_page_numbers import page_numbers
from reportparse.normalise import INVISIBLE, Replacement
from reportparse.values import SOFT_HYPHEN

MEDIA_TYPE = "text/plain"

_LINE_END = re.compile("\r\n|[\r\x0b\u2028\u2029]")
# What web pages put between lines and into cells. A soft hyphen may be a minus.
_UNSEEN_CHARACTERS = INVISIBLE - {SOFT_HYPHEN}
_UNSEEN = Replacement(dict.fromkeys(_UNSEEN_CHARACTERS, ""))
_UNSEEN_END = " " + "".join(_UNSEEN_CHARACTERS)
# What tells a text with pieces of a page in it from one without.
_MARKUP = re.compile(
    r"</(?:table|span|div|p|a|font|u)\s*>|\]\{[^{}]*=\"|^:::|^ *\.\. \w+::|\'\'\'",
    re.IGNORECASE | re.MULTILINE,
)
_TABLE = re.compile(r"<table\b.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|abbr|b|center|cite|code|dd|del|div|dl|dt|em|figure|figcaption|font|h[1-6]|i|img|ins|label|li|mark|"
    r"ol|p|pre|s|section|small|span|strong|sub|sup|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_TAG_OR_COMMENT = re.compile(rf"{_TAG.pattern}|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_COMMENT_END = "-->"
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# Pandoc's spans, `[text]{style="..."}`, as they follow each other; its marks around blocks.
_SPAN = re.compile(r"\[([^\[\]\n]*)\]\{[^{}]*\}")
_SPANS = re.compile(r"(?:\[[^\[\]\n]*\]\{[^{}]*\})+")
_EMPTY_SPAN = re.compile(r"\[[^\S\n]*\n\s*\]\{[^{}]*\}")
_LINK_ATTRIBUTES = re.compile(r"(\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?\))\{[^{}]*\}")
_FENCE = re.compile(r"^:::+(?:[ \t]*(?:\{[^{}]*\}|[\w-]+))?[ \t]*$", re.MULTILINE)
_HEADING_ATTRIBUTES = re.compile(r"^(#{1,6} .*)\{[#.][^{}\n]*\}$", re.MULTILINE)
# Emphasis of MediaWiki.
_EMPHASIS = re.compile(r"('{5}|'{3})(?!')([^'\n]+)\1")
# Marks of reStructuredText around texts, and in front of them.
_DIRECTIVE = re.compile(
    r"^ *\.\. (?:container|class|figure|image|raw)::.*$|^ *:(?:name|class|alt|width|height): .*$",
    re.MULTILINE,
)
_RUBRIC = re.compile(r"^( *)\.\. rubric:: ", re.MULTILINE)
# In a text with tables of MediaWiki a backslash at the end of a line is printed; elsewhere it breaks the line.
_MEDIAWIKI = re.compile(r"^ *\{\|", re.MULTILINE)
_COLUMN_RULE = re.compile(r"\s*-{2,}(?: +-{2,})+\s*")
# So many tabs on one line, or lines between two tabs, as so large a part of all, join the texts of a page.
FEWEST_TABS = 60
MOSTLY_BETWEEN_TABS = 0.9
# More equal lines than this, one after the other, say no more: no form has as many cells.
MOST_EQUAL_LINES = 1000
# Reports have some thousand lines; what has more than this is none, and is not read to its end.
MOST_LINES = 30_000
# Stand for markup taken out, and for a line end inside of it, which is not one of the text but counts.
_REMOVED, _HIDDEN = "\x01", "\x00"


def load(content: bytes) -> Document:
    """Read plain text in any usual encoding.

    Each line is a paragraph, blank ones too: they are marks of some dialects. Raises
    UnreadableDocument where the bytes are no text.
    """
    decoded = encoding.decode(content)
    text = _LINE_END.sub("\n", decoded.text.removeprefix("\ufeff"))
    if _UNSEEN.is_needed(text):
        text = "\n".join(map(_without_unseen, text.split("\n")))
    text = _without_common_end(text)
    if "\x00" in text:
        raise UnreadableDocument("the file is binary, not text: it holds zero bytes")
    warnings = list(decoded.warnings)
    joined = _is_joined_by_tabs(text)
    lines = text.count("\n") + (text.count("\t") if joined else 0) + 1
    if lines > MOST_LINES:
        text = "\n".join(text.split("\n", MOST_LINES)[:MOST_LINES])
        warnings.append(f"the text has {lines} lines: only the first {MOST_LINES} are read")
    pieces: Iterable[tuple[int | str, str | Table]]
    if joined:
        pieces = islice(_between_tabs(text), MOST_LINES)
    else:
        pieces = _pieces(text) if _MARKUP.search(text) else _lines(text, 1)
    blocks, pages = _paged(pieces, "\f" in text)
    blocks, margins = _without_page_numbers(blocks)
    return Document(
        reader="text",
        media_type=MEDIA_TYPE,
        blocks=blocks,
        pages=pages,
        margins=margins,
        warnings=warnings,
        is_open_ended=not text.endswith("\n"),
    )


def _without_unseen(line: str) -> str:
    """The line without unseen characters; where it is laid out by spaces, without those at its end.

    Tools count them, and without one all behind it would stand further left.
    """
    printed = line.rstrip(_UNSEEN_END) if "  " in line else ""
    return printed + _UNSEEN.replaced(line[len(printed) :])


def _without_common_end(text: str) -> str:
    """The text without the spaces that each of its lines ends with, if it is not empty: they mark nothing."""
    lines = text.split("\n")
    spaces = min((len(line) - len(line.rstrip(" ")) for line in lines if line), default=0)
    return "\n".join(line[:-spaces] for line in lines) if spaces else text


def _is_joined_by_tabs(text: str) -> bool:
    """Whether each text of a page stands between two tabs, in rows and elsewhere, or all of them on one line."""
    lines = [line for line in text.split("\n") if line.strip(" ")]
    if len(lines) == 1:
        return lines[0].count("\t") >= FEWEST_TABS
    between = sum(line[0] == line[-1] == "\t" and "\t" not in line.strip() for line in lines)
    return len(lines) >= FEWEST_TABS and between >= MOSTLY_BETWEEN_TABS * len(lines)


def _between_tabs(text: str) -> Iterator[tuple[str, str]]:
    """The texts between tabs and line ends, as lines, each with the number of its line and its place there."""
    for number, line in _lines(text, 1):
        for place, piece in enumerate(line.split("\t"), 1):
            yield f"{number}/{place}", piece


def _paged(pieces: Iterable[tuple[int | str, str | Table]], paged: bool) -> tuple[list[Block], int | None]:
    """Blocks with their places, and the last page where form feeds turn pages."""
    blocks: list[Block] = []
    page = 1 if paged else None
    equal_lines, before = 0, ""
    for number, piece in pieces:
        if isinstance(piece, Table):
            path = f"line {number}"
            for cell in piece.cells:
                inner = cell.place.path.partition("/table[")[2].partition("/")[2]
                cell.place = Place(f"{path}/{inner}", page)
            piece.place = Place(path, page)
            blocks.append(piece)
            continue
        equal_lines = equal_lines + 1 if piece == before else 0
        before = piece
        if equal_lines > MOST_EQUAL_LINES:
            continue
        for turn, part in enumerate(piece.split("\f")):
            if turn and page is not None:
                page += 1
            if part or "\f" not in piece:
                blocks.append(Paragraph(part, Place(f"line {number}", page)))
    return blocks, page


def _without_page_numbers(blocks: list[Block]) -> tuple[list[Block], list[Paragraph]]:
    """The blocks without the lines that are numbers of pages, and these."""
    lines = [block for block in blocks if isinstance(block, Paragraph)]
    margins = [lines[i] for i in sorted(page_numbers(lines))]
    if not margins:
        return blocks, []
    places = {line.place for line in margins}
    return [block for block in blocks if block.place not in places or isinstance(block, Table)], margins


def _lines(text: str, first: int) -> Iterator[tuple[int, str]]:
    """Lines with their numbers; a last line end does not begin another line."""
    for line in text.removesuffix("\n").split("\n"):
        yield first, line
        first += 1 + line.count(_HIDDEN)


def _pieces(text: str) -> Iterator[tuple[int, str | Table]]:
    """Lines without markup, and the HTML tables between them."""
    position, number = 0, 1
    # Behind the last end of a table there is none: not each that begins there is looked for to the end.
    last = max((match.end() for match in _TABLE_END.finditer(text)), default=0)
    for match in [*_TABLE.finditer(text, 0, last), None]:
        piece = text[position : match.start() if match else len(text)]
        if piece.strip("\n") or match is None:
            yield from _without_markup(piece, number)
        number += piece.count("\n")
        if match is None:
            return
        for table in html_report.tables(html.parse(match[0])):
            yield number, table
        number += match[0].count("\n")
        position = match.end()


def _without_markup(text: str, first: int) -> Iterator[tuple[int, str]]:
    """Lines as they are read; those that held nothing but markup are gone."""
    aligned = False
    keeps_backslash = _MEDIAWIKI.search(text) is not None
    plain = _HEADING_ATTRIBUTES.sub(lambda match: match[1].rstrip(" \t"), _BREAK.sub(" ", text))
    plain = _LINK_ATTRIBUTES.sub(r"\1", _EMPTY_SPAN.sub(_hide, plain))
    plain = _RUBRIC.sub(r"\1", _DIRECTIVE.sub(_REMOVED, plain))
    plain = _EMPHASIS.sub(r"\2", _FENCE.sub(_REMOVED, _without_tags(plain)))
    for number, line in _lines(plain, first):
        bare = line.replace(_HIDDEN, "").replace(_REMOVED, "")
        # Columns stand under their rules by position, markup included, so they must not move.
        aligned = _COLUMN_RULE.fullmatch(bare) is not None or (aligned and bare[:2] in ("", "  "))
        bare = _SPANS.sub(_padded if aligned else _joined, bare)
        if bare.strip() or line == "":
            yield number, bare if aligned or keeps_backslash else bare.removesuffix("\\")


def _without_tags(text: str) -> str:
    # The last end of a comment may be that of a tag, too, but inside of none.
    last = text.rfind(_COMMENT_END) + len(_COMMENT_END) if _COMMENT_END in text else 0
    return _TAG_OR_COMMENT.sub(_hide, text[:last]) + _TAG.sub(_hide, text[last:])


def _hide(match: re.Match[str]) -> str:
    return _REMOVED + _HIDDEN * match[0].count("\n")


def _joined(match: re.Match[str]) -> str:
    return "".join(_SPAN.findall(match[0]))


def _padded(match: re.Match[str]) -> str:
    text = _joined(match)
    return text + " " * (terminal.width(match[0]) - terminal.width(text))
