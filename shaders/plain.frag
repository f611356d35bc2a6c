// For every pixel: the field and at most one boundary, as they are where at most one neuron of the patch switches.
// Pixels of other patches are drawn again by the passes that follow.

#include "anchor.glsl"
#include "boundary.glsl"
#include "subject.glsl"
#include "affine.glsl"
#include "grid.glsl"
#include "field.glsl"
#include "paint.glsl"

noperspective in vec2 on_grid;  // from grid.vert
flat in vec3 grid;

void main() {
    vec2 pixel = this_pixel();
    find_anchor(pixel);
    vec2 place = floor(on_grid);
    vec2 away = floor((on_grid - place) * grid.z) + 0.5 - 0.5 * grid.z;  // exactly, however on_grid is rounded
    vec2 texel = (texel_of_patch(place) + 0.5) * grid.xy;
    enter_patch(texel);
    vec4 first = texture(surveyed[1], texel);
    float z = first.x + dot(first.yz, away);
    float switched = float(z > 0.0) - float(first.x > 0.0);
    float squared = (z * z + 1e-20) / (dot(first.yz, first.yz) + 1e-26);
    float added = undecided > 0.0 ? first.w * switched * (field == FIELD_REGIONS ? 1.0 : z) : 0.0;
    if (undecided > 0.0) {
        step_beyond = z > 0.0 ? -first.w : first.w;
        share_beyond = max(0.5 - sqrt(squared), 0.0);
    }
    float value = field_value(pixel, affine_subject(away) + added);
#if HIGHLIGHT
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        nearest[layer] = (lines_of_first & 15) == layer + 1 ? squared : FAR;
    }
    nearest_highlighted = lines_of_first > 15 ? squared : FAR;
    paint(pixel, value);
#else
    paint_field(pixel, value);
    paint_line(pixel, lines_of_first, squared);
#endif
}
