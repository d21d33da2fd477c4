import os
from pathlib import Path

import pytest

from benchmarks.kills.trials import trials


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_runs_killed_at_random_moments_lose_and_double_nothing(tmp_path: Path) -> None:
    result = trials(tmp_path, kills=10, documents=40, seed=3)
    assert result.killed == 10
    assert result.faults == []
