"""How the viewer looks: fonts, neutral greys and one accent, so that only boundaries have strong colours."""

from __future__ import annotations

from imgui_bundle import ImVec2, ImVec4, hello_imgui, imgui, implot

from ..render.palette import background

FONT = "fonts/Roboto/Roboto-Regular.ttf"
FONT_SIZE = 15.0

Colour = tuple[float, float, float]

_DARK = {"window": 0x17181A, "panel": 0x1F2023, "control": 0x2C2E32, "hover": 0x43474D, "active": 0x555A62,
         "border": 0x42464C, "text": 0xE3E4E6, "faint": 0x9CA1A9, "accent": 0xE2A83E, "done": 0x7A5716,
         "note": 0x33363B, "error": 0xF58A80}
_LIGHT = {"window": 0xD9DADD, "panel": 0xF2F3F4, "control": 0xE0E2E5, "hover": 0xD0D3D8, "active": 0xBDC1C8,
          "border": 0xC8CBD0, "text": 0x1D1F22, "faint": 0x555A61, "accent": 0xA86B00, "done": 0xEBC27A,
          "note": 0xFFFFFF, "error": 0xA8201A}
_TRACKS = (0x6FA8DC, 0xD98880, 0x8FBF6A, 0xC39BD3, 0x76C7B7, 0xC9A66B, 0x9AA5B1)
# Of the third to the sixth run side by side; of Okabe and Ito's, but for what is the accent's or that of validation.
_CURVES = (0x1FB58A, 0xCC79A7, 0xE8743B, 0xF0E442)
_CURVES_LIGHT = (0x00785A, 0xA5447A, 0xB84A00, 0x857A00)
ERROR = ImVec4(0.85, 0.30, 0.30, 1)
RECORDING = ImVec4(0.93, 0.16, 0.16, 1)
SHADOW = ImVec4(0, 0, 0, 0.8)  # beneath what is drawn over the picture, black or white as it may be


def load_fonts() -> None:
    """Called by hello_imgui while it sets up; crisp at any display scale."""
    hello_imgui.load_font_ttf_with_font_awesome_icons(FONT, FONT_SIZE)


def colour(name: str, light: bool, alpha: float = 1.0) -> ImVec4:
    """One of the theme's colours by name."""
    return _vector((_LIGHT if light else _DARK)[name], alpha)


def surround(light: bool) -> ImVec4:
    """Around the picture's square: in the dark theme what renderers draw there, and pictures that are saved have."""
    return colour("window", True) if light else ImVec4(*background(), 1)


def error_text() -> ImVec4:
    """Of what is said to be wrong, on a panel of the theme that is in force."""
    ground = imgui.get_style().color_(imgui.Col_.window_bg)
    return colour("error", light=ground.x > 0.5)


def weight_colour(positive: bool, light: bool, alpha: float) -> ImVec4:
    """Of weights, which push towards white or towards black; the error's colours, darker on light ground."""
    return _vector({(True, False): 0xF5CC8C, (False, False): 0x85A8D6,
                    (True, True): 0xB07A20, (False, True): 0x3F6DAA}[positive, light], alpha)


def track_colour(number: int) -> ImVec4:
    """Of a curve beside the loss: pale, so as not to be taken for a boundary's, but told apart."""
    return _vector(_TRACKS[number % len(_TRACKS)], 1.0)


def curve_colour(place: int, light: bool) -> ImVec4:
    """Of the loss curve of the shown run, 0, paler of the one beside it, 1, and in colours of further ones."""
    if place < 2:
        return colour("text", light, (1.0, 0.5)[place])
    return _vector((_CURVES_LIGHT if light else _CURVES)[place - 2], 1.0)


def held_out_colour(place: int, light: bool) -> ImVec4:
    """Of the loss over what is held out, likewise: a blue, which everybody tells from grey and from the accent."""
    return _vector(0x0072B2 if light else 0x56B4E9, 1.0 if place == 0 else 0.5)


def apply(light: bool, text_size: float = 1.0) -> None:
    """Set every colour and distance of imgui and implot. text_size: 1 is the usual; all else goes with it."""
    imgui.style_colors_light() if light else imgui.style_colors_dark()
    style = imgui.get_style()
    style.font_scale_main = text_size
    for name, targets in _USES.items():
        for target in targets:
            style.set_color_(target, colour(name, light))
    style.set_color_(imgui.Col_.text_selected_bg, colour("accent", light, 0.35))
    style.set_color_(imgui.Col_.child_bg, ImVec4(0, 0, 0, 0))  # as of parts: what is around it shows through
    style.set_color_(imgui.Col_.modal_window_dim_bg, ImVec4(0, 0, 0, 0.45))
    _style_distances(style, text_size)
    _style_plots(light, text_size)


def _style_distances(style: imgui.Style, size: float) -> None:
    """Larger text has larger distances around it."""
    style.window_padding = _scaled(12, 10, size)
    style.frame_padding = _scaled(8, 4, size)
    style.item_spacing = _scaled(8, 6, size)
    style.item_inner_spacing = _scaled(6, 4, size)
    style.window_rounding = style.child_rounding = 0
    style.frame_rounding = style.grab_rounding = style.popup_rounding = style.tab_rounding = 4 * size
    style.window_border_size = style.popup_border_size = 1
    style.frame_border_size = 0
    style.grab_min_size = 10 * size
    style.scrollbar_size = 14 * size


def _scaled(x: float, y: float, size: float) -> ImVec2:
    return ImVec2(round(x * size), round(y * size))


def _style_plots(light: bool, size: float) -> None:
    implot.style_colors_light() if light else implot.style_colors_dark()
    style = implot.get_style()
    style.plot_padding = _scaled(8, 6, size)
    style.label_padding = _scaled(4, 3, size)
    style.plot_border_size = 0
    style.set_color_(implot.Col_.frame_bg, ImVec4(0, 0, 0, 0))
    style.set_color_(implot.Col_.plot_bg, colour("window", light))
    style.set_color_(implot.Col_.axis_grid, colour("faint", light, 0.35))
    style.set_color_(implot.Col_.axis_text, colour("faint", light))


def _vector(rgb: int, alpha: float) -> ImVec4:
    return ImVec4((rgb >> 16 & 255) / 255, (rgb >> 8 & 255) / 255, (rgb & 255) / 255, alpha)


_C = imgui.Col_
_USES = {
    "window": (_C.title_bg, _C.title_bg_active, _C.scrollbar_bg),
    "panel": (_C.window_bg, _C.tab, _C.tab_dimmed),
    "note": (_C.popup_bg,),
    "done": (_C.plot_histogram,),
    "control": (_C.frame_bg, _C.button, _C.header, _C.checkbox_selected_bg, _C.tab_selected, _C.tab_dimmed_selected,
                _C.table_header_bg),
    "hover": (_C.frame_bg_hovered, _C.button_hovered, _C.header_hovered, _C.tab_hovered, _C.scrollbar_grab),
    "active": (_C.frame_bg_active, _C.button_active, _C.header_active, _C.scrollbar_grab_hovered,
               _C.scrollbar_grab_active),
    "border": (_C.border, _C.separator, _C.table_border_light, _C.table_border_strong),
    "text": (_C.text,),
    "faint": (_C.text_disabled,),
    "accent": (_C.slider_grab, _C.slider_grab_active, _C.check_mark, _C.tab_selected_overline,
               _C.nav_cursor),
}
