// For every pixel: its patch's small network, drawn. Pixels of patches without one get a depth behind the last
// pass's triangle.

#include "anchor.glsl"
#include "boundary.glsl"
#include "subject.glsl"
#include "patch.glsl"
#include "small.glsl"
#include "walk.glsl"
#include "field.glsl"
#include "paint.glsl"

void main() {
    vec2 pixel = gl_FragCoord.xy, place = pixel;
    find_anchor(pixel);
    int undecided = enter_patch(pixel);
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        nearest[layer] = FAR;
    }
    nearest_highlighted = FAR;
    float subject = affine_subject(pixel);
    // A loop that runs at most once, since software renderers go through both branches of an if.
    for (bool small = undecided > 0 && undecided <= UNDECIDED; small; small = false) {
        load_small_network();
        evaluate(pixel);
        subject += added_to_subject();
        look_around();
        begin_walk();
        place = pixel;
        while (walk_on(pixel, place)) evaluate(place);
    }
    paint(pixel, field_value(pixel, subject));
    gl_FragDepth = undecided > UNDECIDED ? 1.0 : 0.0;
}
