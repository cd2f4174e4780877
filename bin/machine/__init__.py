"""Runs the portal on one machine: private servers, the portal's processes, and their orderly end. Only the standard library."""
