"""Reports: what can be asked, and the answers; read-only, bounded, and only of tickets the asker may see."""
