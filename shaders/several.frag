// For patches with three to seven undecided neurons: the field, and boundaries, those in doubt walked to.

#include "anchor.glsl"
#include "boundary.glsl"
#include "subject.glsl"
#include "load.glsl"
#include "small.glsl"
#include "small_walk.glsl"
#include "field.glsl"
#include "paint.glsl"

void main() {
    vec2 pixel = this_pixel(), away = gl_FragCoord.xy - middle;
    find_anchor(pixel);
    enter_patch(texel);
    load_small(texel, texel);
    evaluate_small(away);
    bool settled = look_around();
    float value = field_value(pixel, affine_subject(away) + added_to_subject());
    walk_small(away, settled);
    paint(pixel, value);
}
