"""Pages served to a browser on this computer."""
