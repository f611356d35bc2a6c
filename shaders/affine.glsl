// The pixel's patch, and the field there as it is while no neuron switches.
//
// Prepended: WITHIN, 1 if all pixels that are drawn lie in the unit square, else 0.

#include "patch.glsl"

uniform sampler2D surveyed[7];  // what survey.frag puts out
uniform vec4 edges;             // left, top, right and bottom one of the unit square, in pixels

float undecided;                // how many neurons are; 15 for more
int lines_of_first;             // of these, as undecided.glsl has them

// texel: its place in surveys, from 0 to 1. Software renderers take long for texelFetch, for the sake of mipmaps.
void enter_patch(vec2 texel) {
    vec4 affine = texture(surveyed[0], texel);
    of_subject = affine.xyz;
    undecided = floor(affine.w / 32.0);
    lines_of_first = int(affine.w - 32.0 * undecided);
}

// How much of the pixel lies in the unit square.
float inside_square(vec2 pixel) {
    vec2 part = clamp(min(pixel - edges.xy, edges.zw - pixel) + 0.5, 0.0, 1.0);
    return WITHIN == 1 ? 1.0 : part.x * part.y;
}
