"""Detections at the JSON edge."""
