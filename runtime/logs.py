"""One readable log: every process writes whole lines to the same stderr."""

import logging
import os
import sys
from dataclasses import dataclass
from typing import Self

import structlog
from structlog.dev import Column, ConsoleRenderer, KeyValueColumnFormatter, LogLevelColumnFormatter
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
from structlog.stdlib import BoundLogger, LoggerFactory, ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

from helpdesk.redaction import redacted
from runtime.trouble import shorten_away

CHATTY = ("uvicorn", "rq", "alembic", "aiogram", "aiohttp", "imapclient", "httpx")


@dataclass(frozen=True, slots=True)
class LogFormat:
    """How lines look; level: debug, info, warning or error."""

    as_json: bool = False
    colours: bool = False
    level: str = "info"

    @classmethod
    def of(cls, log_format: str, level: str) -> Self:
        """Make one of the settings HELPDESK_LOG_FORMAT and HELPDESK_LOG_LEVEL for this terminal."""
        colours = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        return cls(as_json=log_format.lower() == "json", colours=colours, level=level.lower())

    @property
    def threshold(self) -> int:
        return logging.getLevelNamesMapping().get(self.level.upper(), logging.INFO)


def configure_logs(part: str, log_format: LogFormat) -> None:
    """Send structlog and the standard logging of this process to stderr, each line marked with `part`."""
    logging.raiseExceptions = False  # a closed terminal must not end a part
    steps = [structlog.contextvars.merge_contextvars, structlog.stdlib.add_log_level, _stamp(log_format), _mark(part)]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *steps, ProcessorFormatter.wrap_for_formatter],
        logger_factory=LoggerFactory(),
        wrapper_class=BoundLogger,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(ProcessorFormatter(foreign_pre_chain=steps, processors=_last_steps(log_format)))
    logging.root.handlers = [handler]
    logging.root.setLevel(log_format.threshold)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(log_format.threshold, logging.WARNING))


def _stamp(log_format: LogFormat) -> Processor:
    return TimeStamper(fmt="iso", utc=True) if log_format.as_json else TimeStamper(fmt="%H:%M:%S", utc=False)


def _mark(part: str) -> Processor:
    def mark(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {"part": part, **event}

    return mark


def _last_steps(log_format: LogFormat) -> list[Processor]:
    drop_meta = ProcessorFormatter.remove_processors_meta
    if log_format.as_json:
        return [drop_meta, shorten_away, format_exc_info, _discreet(JSONRenderer(ensure_ascii=False, default=str))]
    return [drop_meta, shorten_away, _tidy, _discreet(_text_renderer(log_format))]


def _discreet(render: Processor) -> Processor:
    """Write no token of a bot, wherever in a line or a traceback one is."""

    def write(logger: WrappedLogger, method: str, event: EventDict) -> str:
        return redacted(str(render(logger, method, event)))

    return write


def _text_renderer(log_format: LogFormat) -> ConsoleRenderer:
    styles = ConsoleRenderer.get_default_column_styles(log_format.colours)
    levels = ConsoleRenderer.get_default_level_styles(log_format.colours)

    def plain(style: str, width: int = 0) -> KeyValueColumnFormatter:
        return KeyValueColumnFormatter(None, style, styles.reset, str, width)

    return ConsoleRenderer(
        columns=[
            Column("timestamp", plain(styles.timestamp)),
            Column("part", plain(styles.logger_name, width=10)),
            Column("level", LogLevelColumnFormatter(levels, styles.reset, 0)),
            Column("event", plain(styles.bright)),
            Column("", KeyValueColumnFormatter(styles.kv_key, styles.kv_value, styles.reset, str)),
        ],
        sort_keys=False,
        exception_formatter=structlog.dev.plain_traceback,
    )


def _tidy(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    # Text from outside must not be able to forge a line of the log or to drive the terminal.
    tidy = {key: _printable(value) if isinstance(value, str) else value for key, value in event.items()}
    tidy["event"] = "\n    ".join(_printable(line) for line in str(event.get("event", "")).splitlines())
    return tidy


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
