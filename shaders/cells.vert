// One point for each patch that is to be cut into cells, as large as these are in their texture, which is the viewport.

#include "counted.glsl"
#include "cells.glsl"

void main() {
    vec2 place = place_of_patch(gl_VertexID), texel = (texel_of_patch(place) + 0.5) * per_texel;
    vec2 spot = (spot_of_patch(place) + 0.5) / (GROUPS * group_size());
    gl_Position = vec4(2.0 * spot - 1.0, is_meant(texel) ? -1.0 : 2.0, 1.0);  // or behind all
    gl_PointSize = TEXELS;
}
