"""What Telegram does to the desk beyond plain messages."""
