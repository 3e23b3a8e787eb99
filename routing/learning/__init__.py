"""Learning from the desk's own tickets what rules leave open."""
