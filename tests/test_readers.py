import os
from pathlib import Path

import pytest

from benchmarks.updates.trials import Looks, trials
from reportparse.dataset import storage


@pytest.mark.skipif(os.name != "posix", reason="a pipe that can be waited for")
def test_a_reader_never_sees_two_versions_while_a_run_writes(tmp_path: Path) -> None:
    result = trials(tmp_path, updates=15, readers=1)
    assert result.faults == []
    assert result.looks > 2


def test_a_reader_without_the_journal_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The trials would notice: what only the journal puts together is seen in pieces."""
    trials(tmp_path, updates=1, readers=0)
    monkeypatch.setattr(storage, "_carry_out", stop_half_way)
    with pytest.raises(KeyboardInterrupt):
        trials(tmp_path, updates=1, readers=0)
    looks = Looks(tmp_path)
    looks.look()
    assert looks.faults == []
    (tmp_path / storage.JOURNAL).unlink()
    looks.look()
    assert looks.faults


def stop_half_way(place: storage.Storage, batch: str, staged: dict[str, str]) -> None:
    for target, source in list(staged.items())[: len(staged) // 2]:
        place.move(source, target)
    raise KeyboardInterrupt
