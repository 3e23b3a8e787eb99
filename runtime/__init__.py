"""How the parts are started and wired together."""

from helpdesk.optional import left_out

with left_out("rich"):  # a tenth of a second at the start of every command, for tracebacks we do not show
    import structlog as structlog
