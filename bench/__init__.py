"""The benchmarks: each beside a floor and the naive way, in the same run on the same machine."""
