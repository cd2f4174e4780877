"""Logs: one event a line with its fields and the request's id, readable on a terminal, JSON elsewhere."""

import logging
import sys
from typing import Any

import structlog


def _without_traceback(record: logging.LogRecord) -> bool:
    if getattr(record, "status_code", 500) < 500:
        record.exc_info = None
    return True


def configure(settings: dict[str, Any]) -> None:
    """Set up structlog and the standard library's logging; `settings` holds `level`."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: Any = (
        structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            last,
        ],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.get("level", "INFO"))
    # Django tells a refusal (400 to 404) with the traceback of the line that refused, as if it were a fault.
    logging.getLogger("django.request").addFilter(_without_traceback)
    # axes tells of each attempt in several lines; the audit trail keeps them.
    logging.getLogger("axes").setLevel(logging.ERROR)
