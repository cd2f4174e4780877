"""`python -m bench [NAME]`: runs the benchmarks whose name begins with NAME, or all of them."""

import os
import sys
from typing import Final

from bench import (
    alarms,
    cameras,
    console_cameras,
    console_mark,
    detections,
    frames,
    health,
    live_fanout,
    nearest,
    plates,
    positions,
    readings_stored,
    reports,
    tracks,
)
from bench.harness import LATEST, Benchmark, note, print_table, print_ways, write
from bench.processes import apart

BENCHES: Final = {
    "alarms": Benchmark(alarms.run, alarms.WAYS),
    "live_fanout": Benchmark(live_fanout.run, live_fanout.WAYS),
    "cameras": Benchmark(cameras.run, cameras.WAYS),
    "console_cameras": Benchmark(console_cameras.run, console_cameras.WAYS),
    "readings_stored": Benchmark(readings_stored.run, readings_stored.WAYS),
    "console_mark": Benchmark(console_mark.run, console_mark.WAYS),
    "detections": Benchmark(detections.run, detections.WAYS),
    "health": Benchmark(health.run, health.WAYS),
    "plates": Benchmark(plates.run, plates.WAYS),
    "positions": Benchmark(positions.run, positions.WAYS),
    "nearest": Benchmark(nearest.run, nearest.WAYS),
    "frames": Benchmark(frames.run, frames.WAYS),
    "reports": Benchmark(reports.run, reports.WAYS),
    "tracks": Benchmark(tracks.run, tracks.WAYS),
    "position_batches": Benchmark(positions.run_batches, positions.BATCH_WAYS),
}


def main() -> int:
    """Run, print, keep; 2 when no benchmark has such a name."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ONLY", "")
    chosen = [name for name in BENCHES if name.startswith(wanted)]
    if not chosen:
        note(f"no benchmark is called {wanted}; there are: {', '.join(BENCHES)}")
        return 2
    found = [row for name in chosen for row in apart(BENCHES[name].run)]
    write(found)
    print_table(found)
    for name in chosen:
        print_ways(name, BENCHES[name].ways)
    note(f"kept in {LATEST}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
