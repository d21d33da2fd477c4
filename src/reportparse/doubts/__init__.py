"""Doubt values that may differ from what is printed, unless the sums of the form vouch for them.

A doubt names records and why; `doubt` takes their values and gives the reasons. A doubt about a document as a
whole is a module here and listed in `DOUBTS`; `record_sums` tells where sums vouch for values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reportparse.doubts.blank_reports import blank_report_doubts
from reportparse.doubts.cut_ends import cut_end_doubts
from reportparse.doubts.cut_numbers import cut_number_doubts
from reportparse.doubts.doubt import Doubt
from reportparse.doubts.grounds import Grounds
from reportparse.doubts.other_years import other_year_doubts
from reportparse.doubts.overlong_rows import overlong_row_doubts
from reportparse.doubts.page_numbers import page_number_doubts
from reportparse.doubts.paper_edges import paper_edge_doubts
from reportparse.report import Record

# The doubts about a document as a whole, in the order in which they are raised.
DOUBTS: tuple[Callable[[Sequence[Record], Grounds], Iterable[Doubt]], ...] = (
    blank_report_doubts,
    other_year_doubts,
    page_number_doubts,
    cut_end_doubts,
    cut_number_doubts,
    paper_edge_doubts,
    overlong_row_doubts,
)
