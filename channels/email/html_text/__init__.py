"""A mail's HTML as text that reads well: paragraphs, lists, rows, links and quotes."""

from channels.email.html_text.convert import html_to_text

__all__ = ["html_to_text"]
