// For crowded patches, by their cells: the field, and boundaries, those in doubt walked to. Cells with at most
// UNDECIDED neurons are drawn, where that has not been done before; the last pass draws those that have more.

#include "anchor.glsl"
#include "boundary.glsl"
#include "subject.glsl"
#include "load.glsl"
#include "small.glsl"
#include "small_walk.glsl"
#include "field.glsl"
#include "paint.glsl"

uniform vec2 patches_from;  // as in patches.vert
uniform ivec2 patches;
uniform float patch_side;

#include "cells.glsl"

void main() {
    float side = patch_side / CELLS;
    vec2 pixel = this_pixel(), from_corner = gl_FragCoord.xy - patches_from;
    vec2 cell = floor(from_corner / side), away = from_corner - (cell + 0.5) * side;
    vec2 place = floor(cell / CELLS);  // of the patch
    vec2 per_texel = 1.0 / (TEXELS * GROUPS * group_size());
    vec2 first = (2.0 * (cell + CELLS * (spot_of_patch(place) - place)) + 0.5) * per_texel;
    find_anchor(pixel);
    enter_patch(first);
    if (undecided > float(UNDECIDED)) discard;
    load_small(first, first + vec2(per_texel.x, 0.0));
#if UNDECIDED > 7
    load_last(first + vec2(0.0, per_texel.y), first + per_texel);
#endif
    evaluate_small(away);
    bool settled = look_around();
    float value = field_value(pixel, affine_subject(away) + added_to_subject());
    walk_small(away, settled);
    paint(pixel, value);
}
