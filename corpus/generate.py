"""Make a sample of reports with their truth.

    python corpus/generate.py --seed 1 --count 48 --out corpus

writes `reports/<name>.<format>` and `truth/<name>.json`. Editions, profiles and formats take
turns; the oddities are dealt so that each comes up about equally often.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.generator import (
    FORMATS,
    ODDITIES,
    PROFILES,
    SKELETONS,
    ConverterMissingError,
    Format,
    MadeReport,
    dump,
    make,
    truth,
    write,
    write_pdfs,
)

# How the editions share a sample: mostly the form in force, some of the old one, some mixtures.
_EDITIONS = ("2021", "2019", "2021", "mixed", "2021", "2019", "2021")
# Hard only for texts that leave blank cells out.
OF_TEXTS = frozenset({"blank_columns"})


def deal(
    edition: str,
    profile: str,
    format: Format,
    count: int,
    dealt: Counter[str],
    random: Random,
    without: frozenset[str] = frozenset(),
) -> list[str]:
    """Oddities that suit the report and each other, those dealt least so far first."""
    names = [name for name, odd in ODDITIES.items() if odd.suits(edition, profile, format)]
    names = [name for name in names if name not in without]
    random.shuffle(names)
    names.sort(key=lambda name: dealt[name])
    chosen: list[str] = []
    groups: set[str] = set()
    for name in names:
        if len(chosen) < count and ODDITIES[name].group not in groups:
            groups.add(ODDITIES[name].group)
            chosen.append(name)
    dealt.update(chosen)
    return chosen


def sample(seed: int, count: int, formats: tuple[Format, ...]) -> list[tuple[str, Format, MadeReport]]:
    """Names, formats and reports; the first of each format have no oddities at all."""
    random = Random(f"{seed} sample")
    dealt: Counter[str] = Counter()
    reports = []
    for number in range(count):
        format = formats[number % len(formats)]
        turn = number // len(formats)
        edition = _EDITIONS[turn % len(_EDITIONS)]
        profile = PROFILES[(turn + 2) % len(PROFILES)]
        oddities = deal(edition, profile, format, min(turn, 3 + turn % 6), dealt, random, OF_TEXTS)
        made = make(seed * 1000 + number, edition, profile, oddities, format)
        if "wrong_charset" not in oddities:
            made.look.skeleton = SKELETONS[turn % len(SKELETONS)]
        reports.append((f"{number + 1:03d}-{edition}-{profile}-{format}", format, made))
    return reports


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=48)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--formats", default=",".join(FORMATS), help="some of docx,html,txt,pdf")
    arguments = parser.parse_args()
    formats: tuple[Format, ...] = tuple(name for name in FORMATS if name in arguments.formats.split(","))
    reports = sample(arguments.seed, arguments.count, formats)
    for folder in ("reports", "truth"):
        (arguments.out / folder).mkdir(parents=True, exist_ok=True)
    pdfs = []
    for name, format, made in reports:
        path = arguments.out / "reports" / f"{name}.{format}"
        if format == "pdf":
            pdfs.append((made, path))
        else:
            write(made, format, path)
        (arguments.out / "truth" / f"{name}.json").write_text(dump(truth(made, format)), "utf-8")
    try:
        write_pdfs(pdfs)
    except ConverterMissingError as error:
        sys.exit(f"{error}; use --formats without pdf")
    print(f"{len(reports)} reports in {arguments.out / 'reports'}")


if __name__ == "__main__":
    main()
