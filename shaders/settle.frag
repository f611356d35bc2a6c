// Last pass, only for pixels that those before have left in doubt: the others fail the depth test.

#include "network.glsl"
#include "boundary.glsl"
#include "contours.glsl"
#include "subject.glsl"
#include "look.glsl"
#include "walk.glsl"
#include "square.glsl"
#include "field.glsl"
#include "paint.glsl"

void main() {
    vec2 pixel = this_pixel(), place = pixel;
    find_anchor(pixel);
    // One loop, because the network is most of what there is to compile: it is to be there only once.
    bool first = true;
    do {
        evaluate(place);
        if (first) {
            look_around();
            paint_field(pixel, field_value(pixel, subject()));
            begin_walk();
            first = false;
        } else {
            walk_on();
        }
        place = next_place(pixel);
    } while (is_walking());
    paint_lines(pixel);
}
