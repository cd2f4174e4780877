"""The demo's rows, written in bulk: a part a file, each in one transaction, each doing nothing the second time."""
