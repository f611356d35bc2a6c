// For pixels of patches with up to seven undecided neurons that are left: the field, and boundaries, those in
// doubt walked to. What it discards, the last pass draws.

#include "anchor.glsl"
#include "boundary.glsl"
#include "subject.glsl"
#include "load.glsl"
#include "small.glsl"
#include "walk.glsl"
#include "small_cross.glsl"
#include "field.glsl"
#include "paint.glsl"

void main() {
    vec2 pixel = this_pixel(), place = pixel;
    find_anchor(pixel);
    enter_patch(pixel);
    if (!load_seven()) discard;
    evaluate_small(pixel);
    bool settled = look_around();
    float value = field_value(pixel, affine_subject(pixel) + added_to_subject());
    begin_walk(settled);
    while (walk_on(pixel, place)) evaluate_small(place);
    paint(pixel, value);
}
