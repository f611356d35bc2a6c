"""Where `ginn-gl serve` listens unless it is told otherwise."""

LOOPBACK = "127.0.0.1"
PORT = 8420
