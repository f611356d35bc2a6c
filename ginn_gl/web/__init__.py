"""One file that any browser opens: runs, the viewer and the shaders in a web page that loads nothing."""

from .page import followed_text, page_source, page_text, save_page, seen_network, seen_parameters

__all__ = ["followed_text", "page_source", "page_text", "save_page", "seen_network", "seen_parameters"]
