"""Mail: the way in by IMAP and out by SMTP."""
