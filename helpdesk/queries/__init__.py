"""Questions: what the desk can be asked. They only read, and every answer is bounded."""
