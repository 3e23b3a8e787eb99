"""The parts, one small file each: what runs in a process of its own."""
