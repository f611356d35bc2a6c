// First pass, for every pixel: the field, and all boundaries that one look at the network settles.
// Pixels where a boundary is left in doubt get a depth behind the second pass's triangle.

#include "network.glsl"
#include "boundary.glsl"
#include "contours.glsl"
#include "subject.glsl"
#include "look.glsl"
#include "square.glsl"
#include "field.glsl"
#include "paint.glsl"

void main() {
    vec2 pixel = this_pixel();
    find_anchor(pixel);
    evaluate(pixel);
    bool settled = look_around();
    paint_field(pixel, field_value(pixel, subject()));
    paint_lines(pixel);
    gl_FragDepth = settled ? 0.0 : 1.0;
}
