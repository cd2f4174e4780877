"""Runs the portal on one machine: private servers, its processes, their orderly end. Standard library."""
