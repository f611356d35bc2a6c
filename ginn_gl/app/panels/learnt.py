"""What the next training learns: which image or points, how they are taken, and how they look."""

from __future__ import annotations

import moderngl
import numpy as np
from imgui_bundle import ImVec2, ImVec4, imgui
from imgui_bundle import icons_fontawesome_4 as icons

from ...data import MADE
from ...data.made import MOST, MOST_NOISE
from ...target import BOTTLE, SHAPES, shape
from ..actions import learning
from ..forms.training import COLOURINGS, Problems
from ..processes.preview import ClassSeen
from ..state import State
from .widgets import action_button, choice, complaint, row

SIDE = 6.5    # of the preview's longer side, in font sizes
LABELS = 4.0  # width of the labels beside it
SHELVED = 64     # pixels of a ready-made target's picture
MOST_CLASSES = 3  # that are listed
FILE = "a file ..."
SHAPES_SHOWN = {"built-in bottle" if name == BOTTLE else name if name == "stripes" else f"a {name}": name
                for name in SHAPES}
MADE_SHOWN = {name: f"{name.removeprefix('reg-')}, values" if name.startswith("reg-") else name for name in MADE}


class PreviewTexture:
    """The preview on the GPU, made anew when its pixels are others."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._texture: moderngl.Texture | None = None
        self._pixels: np.ndarray | None = None

    def of(self, pixels: np.ndarray) -> moderngl.Texture:
        """pixels: (H, W) uint8 of 0 and 1; or of 0 to 255, (H, W, 1) shades or (H, W, 3) colours."""
        if pixels is not self._pixels:
            if self._texture:
                self._texture.release()
            height, width = pixels.shape[:2]
            shades = pixels * np.uint8(255) if pixels.ndim == 2 else pixels
            parts = 1 if pixels.ndim == 2 else pixels.shape[2]
            self._texture = self._context.texture((width, height), parts, np.ascontiguousarray(shades), alignment=1)
            self._texture.swizzle = "RRR1" if parts == 1 else "RGB1"
            self._texture.build_mipmaps()  # or thin lines would be left out
            self._texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
            self._pixels = pixels
        assert self._texture is not None
        return self._texture


class Shelf:
    """Targets that are ready-made, as small pictures to choose from, and the way to draw one."""

    def __init__(self, context: moderngl.Context) -> None:
        self._textures = {name: PreviewTexture(context).of(shape(name, SHELVED)) for name in SHAPES}

    def draw(self, state: State) -> None:
        """In a row."""
        chosen = state.forms.training
        em, gap = imgui.get_font_size(), 4.0
        side = min(2.2 * em, (imgui.get_content_region_avail().x + gap) / (len(SHAPES) + 1) - gap)
        for name, texture in self._textures.items():
            is_chosen = chosen.data is None and name == (chosen.target or BOTTLE)
            corner, painter = imgui.get_cursor_screen_pos(), imgui.get_window_draw_list()
            if imgui.invisible_button(f"shape {name}", ImVec2(side, side)):
                learning.choose_shape(state, name)
            hovered = imgui.is_item_hovered()
            imgui.set_item_tooltip(f"Learn the {name}")
            high = ImVec2(corner.x + side, corner.y + side)
            painter.add_image(imgui.ImTextureRef(texture.glo), corner, high)
            edge = imgui.Col_.check_mark if is_chosen else imgui.Col_.text if hovered else imgui.Col_.border
            painter.add_rect(corner, high, imgui.get_color_u32(edge), thickness=2.5 if is_chosen else 1)
            imgui.same_line(0, gap)
        if imgui.button(f"{icons.ICON_FA_PAINT_BRUSH}###draw a target", ImVec2(side, side)):
            learning.open_drawing(state)
        imgui.set_item_tooltip("Draw a target with the mouse")


def draw(state: State, problems: Problems, preview: PreviewTexture, shelf: Shelf) -> None:
    """The choice, and below it the preview, beside which stands how it is made or taken, and what it is."""
    _draw_choice(state)
    shelf.draw(state)
    if state.forms.training.typed is not None:
        _draw_path(state, problems)
    _draw_preview(state, preview)
    imgui.same_line()
    imgui.begin_group()
    if state.work.preview.computing:
        imgui.text_disabled("Reading ...")
    elif state.forms.training.data in MADE:
        _draw_making(state)
    elif state.work.preview.photo and state.forms.training.data is None:
        _draw_colouring(state, problems)
    _draw_facts(state)
    imgui.end_group()


def _draw_choice(state: State) -> None:
    button = 5.0 * imgui.get_font_size()
    row("Learn", -button - imgui.get_style().item_spacing.x)
    draft = state.forms.training
    shape_shown = next((said for said, name in SHAPES_SHOWN.items() if name == (draft.target or BOTTLE)), FILE)
    shown = FILE if draft.typed is not None else MADE_SHOWN.get(draft.data or "", shape_shown)
    chosen = choice("##target", shown, (*SHAPES_SHOWN, *MADE_SHOWN.values(), FILE))
    imgui.set_item_tooltip("The paper's bottle, another shape, points made here, or a file: an image, or a table of\n"
                           "points")
    if chosen in SHAPES_SHOWN:
        learning.choose_shape(state, SHAPES_SHOWN[chosen])
    elif chosen == FILE:
        learning.type_path(state, draft.typed or "")
    elif chosen:
        learning.choose_made(state, next(name for name, said in MADE_SHOWN.items() if said == chosen))
    imgui.same_line()
    action_button(state, "Open ...", "open", ImVec2(-1, 0))


def _draw_path(state: State, problems: Problems) -> None:
    row("File")
    typed = state.forms.training.typed or ""
    changed, typed = imgui.input_text_with_hint("##path", "image, .csv, .parquet or .npz", typed)
    imgui.set_item_tooltip(f"{typed}\nAn image, or a table whose last column is the label or value".strip())
    if changed:
        learning.type_path(state, typed)
    complaint(problems.get("data"))


def _draw_preview(state: State, preview: PreviewTexture) -> None:
    side = SIDE * imgui.get_font_size()
    if state.work.preview.problem:  # nothing that could be taken for what will be learnt
        corner = imgui.get_cursor_screen_pos()
        imgui.get_window_draw_list().add_rect_filled(corner, ImVec2(corner.x + side, corner.y + side),
                                                     imgui.get_color_u32(imgui.Col_.frame_bg), 4)
        imgui.dummy(ImVec2(side, side))
        return
    pixels = state.work.preview.picture(state.forms.training)
    height, width = pixels.shape[:2]
    size = ImVec2(side * width / max(width, height), side * height / max(width, height))
    shade = 0.3 if state.work.preview.computing else 1.0
    imgui.image_with_bg(imgui.ImTextureRef(preview.of(pixels).glo), size, tint_col=(shade, shade, shade, 1))


def _draw_facts(state: State) -> None:
    """What will be learnt, in few words; nothing while that is not known."""
    preview, draft = state.work.preview, state.forms.training
    if preview.computing or preview.problem:
        return
    if preview.data is None:
        height, width = preview.picture(draft).shape[:2]
        imgui.text_disabled(f"{width} x {height} pixels")
    elif draft.data in MADE:
        imgui.text_disabled(", ".join(preview.facts))
    else:
        for fact in preview.facts:
            imgui.text_disabled(fact)
        _draw_classes(preview.classes)


def _draw_classes(classes: list[ClassSeen]) -> None:
    """Which class has which colour, and how many points it has."""
    em, painter = imgui.get_font_size(), imgui.get_window_draw_list()
    for one in classes[:MOST_CLASSES]:
        corner = imgui.get_cursor_screen_pos()
        middle = ImVec2(corner.x + 0.4 * em, corner.y + 0.5 * em)
        painter.add_circle_filled(middle, 0.34 * em, imgui.get_color_u32(imgui.Col_.text_disabled))
        painter.add_circle_filled(middle, 0.26 * em, imgui.get_color_u32(ImVec4(*one.colour, 1)))
        imgui.set_cursor_pos_x(imgui.get_cursor_pos_x() + 1.1 * em)
        imgui.text_disabled(f"{one.name}: {one.count:,}")
    if len(classes) > MOST_CLASSES:
        imgui.text_disabled(f"and {len(classes) - MOST_CLASSES} more")


def _draw_making(state: State) -> None:
    """What points that are made here are made by."""
    draft = state.forms.training
    assert draft.data is not None
    _, usual_points, usual_noise = MADE[draft.data]
    row("Points", labels=LABELS)
    points = imgui.input_int("##points", usual_points if draft.points is None else draft.points, 100, 1000)[1]
    imgui.set_item_tooltip(f"2 to {MOST:,}")
    row("Noise", labels=LABELS)
    noise = imgui.slider_float("##noise", usual_noise if draft.noise is None else draft.noise, 0, MOST_NOISE, "%.2f",
                               imgui.SliderFlags_.always_clamp)[1]
    row("Seed", labels=LABELS)
    seed = imgui.input_int("##data seed", draft.data_seed)[1]
    imgui.set_item_tooltip("Decides where the points are")
    wanted = min(MOST, max(2, points)), noise, max(0, seed)
    if wanted != (usual_points if draft.points is None else draft.points,
                  usual_noise if draft.noise is None else draft.noise, draft.data_seed):
        draft.points, draft.noise, draft.data_seed = wanted
        state.work.preview.show_made(draft)


def _draw_colouring(state: State, problems: Problems) -> None:
    draft, grey = state.forms.training, state.work.preview.grey
    assert grey is not None
    row("As", labels=LABELS)
    chosen = choice("##colouring", draft.colouring, COLOURINGS)
    imgui.set_item_tooltip("How the image is learnt: as two classes, or by its shades or colours, with squared error")
    if chosen:
        draft.colouring, draft.head = chosen, None
    if draft.colouring != COLOURINGS[0]:
        return
    row("White", -5.0 * imgui.get_font_size(), labels=LABELS)
    shown = grey.otsu if draft.threshold is None else draft.threshold
    changed, threshold = imgui.slider_float("##threshold", shown, 0, 1, "from %.3f", imgui.SliderFlags_.always_clamp)
    if changed:
        draft.threshold = threshold
    imgui.set_item_tooltip("From which shade on the image is white: 0 is its darkest, 1 its lightest")
    imgui.same_line()
    imgui.begin_disabled(draft.threshold is None)
    if imgui.button("As found##threshold", ImVec2(-1, 0)):
        draft.threshold = None
    imgui.end_disabled()
    imgui.set_item_tooltip(f"{grey.otsu:.3f}, which parts the shades best, by Otsu's method")
    complaint(problems.get("threshold"), LABELS)
