// For pixels of patches with two to seven undecided neurons that are left: the field, and boundaries, those in
// doubt walked to.

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
    load_seven();
    evaluate_small(pixel);
    bool settled = look_around();
    float value = field_value(pixel, affine_subject(pixel) + added_to_subject());
    begin_walk(settled);
    while (walk_on(pixel, place)) evaluate_small(place);
    paint(pixel, value);
}
