"""What runs beside the window: processes that are asked and heard, and `ginn-gl` commands."""
