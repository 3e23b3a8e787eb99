"""How the parts are started and wired together."""
