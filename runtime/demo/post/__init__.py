"""The mail server of a demo: SMTP takes letters in, every address has a Maildir, IMAP serves the desk's."""
