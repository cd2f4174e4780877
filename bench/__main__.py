"""`python -m bench [NAME]`: runs the benchmarks whose name begins with NAME, or all of them."""

import os
import sys
from collections.abc import Callable
from typing import Final

from bench import live_fanout
from bench.harness import LATEST, Row, print_table, write

BENCHES: Final[dict[str, Callable[[Callable[[str], None]], list[Row]]]] = {"live_fanout": live_fanout.run}


def note(line: str) -> None:
    """Progress, apart from the table."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def main() -> int:
    """Run, print, keep; 2 when no benchmark has such a name."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ONLY", "")
    chosen = [name for name in BENCHES if name.startswith(wanted)]
    if not chosen:
        note(f"no benchmark is called {wanted}; there are: {', '.join(BENCHES)}")
        return 2
    found = [row for name in chosen for row in BENCHES[name](note)]
    write(found)
    print_table(found)
    note(f"kept in {LATEST}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
