"""From what happened on a ticket to the facts reports count; docs/reports.md has the definitions."""
