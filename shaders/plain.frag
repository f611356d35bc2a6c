// For every pixel: the field, as it is where no neuron of the patch switches. Pixels of other patches get a
// depth behind the triangles of the passes that follow.

#include "anchor.glsl"
#include "boundary.glsl"
#include "subject.glsl"
#include "affine.glsl"
#include "field.glsl"
#include "paint.glsl"

void main() {
    vec2 pixel = this_pixel();
    find_anchor(pixel);
    gl_FragDepth = enter_patch(pixel) > 0.0 ? 1.0 : 0.0;
    paint_field(pixel, field_value(pixel, affine_subject(pixel)));
}
