"""One file that any browser opens: runs, the viewer and the shaders in a web page that loads nothing."""

from .page import page_text, save_page

__all__ = ["page_text", "save_page"]
