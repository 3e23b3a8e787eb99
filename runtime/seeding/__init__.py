"""An invented desk of any size, the same for the same seed: what figures are measured on."""
