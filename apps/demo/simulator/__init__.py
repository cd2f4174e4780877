"""The running simulator: a client of the portal like any other, over HTTP and the live socket, in one thread.

All it knows comes from the live snapshot and the feed, so that it may be stopped, started and cut off at any moment.
"""
