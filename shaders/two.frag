// For patches with two undecided neurons: the field, and boundaries. Only one of these has a fold, and so none is ever
// doubtful.

#include "anchor.glsl"
#include "boundary.glsl"
#include "subject.glsl"
#include "load.glsl"
#include "small.glsl"
#include "field.glsl"
#include "paint.glsl"

void main() {
    vec2 pixel = this_pixel(), away = gl_FragCoord.xy - middle;
    find_anchor(pixel);
    enter_patch(texel);
    load_small(texel, texel);
    evaluate_small(away);
    look_around();
    paint(pixel, field_value(pixel, affine_subject(away) + added_to_subject()));
}
