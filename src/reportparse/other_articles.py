"""Lines of a page that are on other articles than its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BESIDE = r"[上下](?:一[篇条條则則]|篇)"
# What heads a list of other articles, or what readers said.
_HEADING = (
    r"[^\w\n]*(?:(?:相关|相關|延伸|推荐|推薦)(?:解读|解讀|链接|鏈接|文章|新闻|新聞|阅读|閱讀|信息|稿件|报道|報道|资讯|内容)|"
    r"猜你喜欢|网友评论)[^\w\n]*$"
)
_HEADS, _NAMES = re.compile(_HEADING), re.compile(_BESIDE)
_ANY = re.compile(rf"^{_HEADING}|{_BESIDE}", re.MULTILINE)
_ENDS_OPEN = re.compile(r"[:：]\s*$")
# What a page tells of its own article in one line with the day: lists of others only give that.
_TOLD = re.compile(
    r"(?:来源|來源|作者|编辑|編輯|浏览|瀏覽|点击|點擊|阅读|閱讀|字体|字體|字号)[^:：\s]{0,4}\s*[:：]"
)


def own_lines(lines: Sequence[str]) -> Sequence[str]:
    """The lines of a page without what they tell of other articles: the one before, the next, and those in lists.

    A line with nothing else is empty.
    """
    if not _ANY.search("\n".join(lines)):  # most pages name none
        return lines
    own: list[str] = []
    is_in_list = is_named = False
    for line in lines:
        is_in_list = is_in_list or _HEADS.match(line) is not None
        beside = _NAMES.search(line)
        if is_named or (is_in_list and not _TOLD.search(line)):
            own.append("")
        else:
            own.append(line[: beside.start()] if beside else line)
        is_named = beside is not None and _ENDS_OPEN.search(line) is not None
    return own
