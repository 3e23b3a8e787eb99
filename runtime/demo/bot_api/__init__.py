"""An emulator of Telegram's Bot API: a real HTTP server with a side for its users and for faults (Bot API 10.3)."""
