"""A reader of a dataset that looks at it until a line comes in, and then says what it saw, as JSON.

python -m benchmarks.updates.reader DIR
"""

import json
import select
import sys
from pathlib import Path

from benchmarks.updates.trials import Looks


def main() -> None:
    looks = Looks(Path(sys.argv[1]))
    looks.look()
    print("begun", flush=True)
    while not select.select([sys.stdin], [], [], 0)[0]:
        looks.look()
    print(json.dumps({"looks": looks.looks, "versions": looks.versions, "faults": looks.faults[:10]}))


if __name__ == "__main__":
    main()
