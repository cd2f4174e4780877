"""The JSON edge."""
