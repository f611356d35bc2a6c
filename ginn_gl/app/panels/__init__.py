"""One file for each part of the window, with a `draw(state, ...)` that shows the state and calls actions."""
