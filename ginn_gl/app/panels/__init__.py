"""One file per part of the window; each has a `draw(state, ...)` and reads and changes nothing but the state."""
