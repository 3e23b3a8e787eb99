"""Who answers a ticket, and what the ticket is about."""
