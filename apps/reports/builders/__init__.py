"""One module a report: question in, plain result and tables out."""
