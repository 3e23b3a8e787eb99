"""How a chat widget looks and behaves, as its channel keeps it. Pure."""
