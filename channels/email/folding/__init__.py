"""What of a mail is new, and what of it a screen folds: quotes, signatures, forwarded mails."""

from channels.email.folding.fold import Folding, fold

__all__ = ["Folding", "fold"]
