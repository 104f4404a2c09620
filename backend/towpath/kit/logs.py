"""Logs: one line for each event; coloured words in a terminal, JSON everywhere else. To standard error."""

import logging
import sys
from typing import Any, Final

import structlog

# What libraries say about their daily doings; their warnings and errors come through.
_QUIET: Final = ("uvicorn", "arq", "aiosmtpd", "mail.log", "asyncio", "alembic", "httpcore", "httpx")


def set_up_logging(level: str, *, program: str | None = None) -> None:
    """Send the logs of this process, libraries' included, to standard error; `program` names it in each line."""
    is_terminal = sys.stderr.isatty()
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if is_terminal else "iso", utc=not is_terminal),
    ]
    number = getattr(logging, level.upper(), logging.INFO)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendered(is_terminal)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))
    if program:
        structlog.contextvars.bind_contextvars(program=program)


def _rendered(is_terminal: bool) -> list[Any]:
    if is_terminal:
        plain = structlog.dev.plain_traceback
        return [structlog.dev.ConsoleRenderer(pad_event_to=24, exception_formatter=plain)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
