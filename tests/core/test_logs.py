"""The log tells faults with their traceback, and refusals in a line."""

import logging
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.utils.log import log_response


def logged(status: int, error: Exception, caplog: pytest.LogCaptureFixture) -> logging.LogRecord:
    response = SimpleNamespace(status_code=status)
    log_response(
        "Refused: %s", "/x/", response=response, request=RequestFactory().get("/x/"), exception=error
    )
    [record] = caplog.records
    return record


def test_a_refusal_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    assert logged(403, PermissionDenied(), caplog).exc_info is None


def test_a_fault_keeps_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    assert logged(500, ValueError("x"), caplog).exc_info is not None
