// For cells of crowded patches, eleven undecided neurons. Of four texels, each puts out a part.

#include "survey.glsl"
#include "put_out.glsl"

uniform ivec2 patches;  // as in patches.vert

#include "cells.glsl"

void main() {
    vec2 texel = floor(gl_FragCoord.xy), spot = floor(texel / TEXELS);
    vec2 cell = floor(0.5 * texel), which = texel - 2.0 * cell;
    cell += CELLS * (patch_of_spot(spot) - spot);
    float side = patch_side / CELLS;
    survey_square((cell + 0.5) * side, side);
    put_part(int(which.x + 2.0 * which.y));
}
