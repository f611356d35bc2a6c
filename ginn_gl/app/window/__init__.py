"""The window itself: its life, its frames, and which parts are drawn when."""
