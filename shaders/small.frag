// For patches with two to four undecided neurons: the field, and boundaries, but for pixels where one of these is
// doubtful. What it discards, the next pass draws.

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
    load_four();
    evaluate_small(away);
    if (!look_around()) discard;
    paint(pixel, field_value(pixel, affine_subject(away) + added_to_subject()));
}
