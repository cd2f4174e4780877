"""Pages of what cameras see: plates, violations, detections."""
