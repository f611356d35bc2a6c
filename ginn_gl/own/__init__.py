"""Other people's networks: read from what their libraries have written, and written for these."""
