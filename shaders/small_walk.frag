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
    vec2 pixel = this_pixel(), away = gl_FragCoord.xy - middle, place = away;
    find_anchor(pixel);
    enter_patch(texel);
    load_seven();
    evaluate_small(away);
    bool settled = look_around();
    float value = field_value(pixel, affine_subject(away) + added_to_subject());
    begin_walk(settled);
    while (walk_on(away, place)) evaluate_small(place);
    paint(pixel, value);
}
