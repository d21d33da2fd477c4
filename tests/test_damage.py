"""Damaged and hostile files: each ends as a row with words, and none ends the run."""

import re
from pathlib import Path

import pytest
from damage import DAMAGES, damaged_files

from reportparse.dataset.dataset import Dataset
from reportparse.runs.pipeline import parse_many
from reportparse.runs.summary import Outcome

REPORTS = Path(__file__).parents[1] / "corpus" / "reports"
FORMATS = ("docx", "html", "pdf", "txt")


@pytest.mark.parametrize("extension", FORMATS)
def test_damaged_files_fail_alone_and_in_words(extension: str, tmp_path: Path) -> None:
    sound = sorted(REPORTS.glob(f"*.{extension}"))[:4]
    count = 2 * len(DAMAGES[extension])
    files = []
    for name, content in damaged_files(sound, count, seed=7):
        files.append(tmp_path / name)
        files[-1].write_bytes(content)
    ended: dict[str, Outcome] = {}
    summary = parse_many(
        [*map(str, files), str(sound[0])],
        tmp_path / "out",
        jobs=2,
        timeout=8,
        progress=lambda outcome, _: ended.update({outcome.source: outcome} if outcome else {}),
    )
    assert len(ended) == summary.parsed
    assert len(ended) + summary.duplicates.count == len(files) + 1
    assert ended[str(sound[0])].status in ("ok", "flagged")
    for outcome in ended.values():
        assert (outcome.status == "failed") == (outcome.error is not None)
        assert "internal error" not in (outcome.error or "")
        assert not re.search(r"\b[A-Z]\w*(?:Error|Exception)\b", outcome.error or "")
    assert len(Dataset(tmp_path / "out").documents) == len(ended)


def test_the_same_seed_gives_the_same_files() -> None:
    for extension in FORMATS:
        sound = sorted(REPORTS.glob(f"*.{extension}"))[:1]
        twice = [list(damaged_files(sound, len(DAMAGES[extension]), seed=3)) for _ in range(2)]
        assert twice[0] == twice[1]
