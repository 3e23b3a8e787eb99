"""The page on which a person plays the customers; on a port of its own, which only a demo opens."""
