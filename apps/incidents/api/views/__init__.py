"""The views of the JSON edge, a subject a file."""
