// For pixels of crowded patches, each of which is surveyed like a patch of its own: the field, and boundaries, those in
// doubt walked to. What it discards, the last pass draws.

#include "survey.glsl"
#include "boundary.glsl"
#include "small.glsl"
#include "small_walk.glsl"
#include "square.glsl"
#include "field.glsl"
#include "paint.glsl"

void main() {
    vec2 pixel = this_pixel(), away = vec2(0.0);
    find_anchor(pixel);
    middle = pixel;
    surveyed_side = 1.0;
    survey();
    if (count > float(UNDECIDED)) discard;
    evaluate_small(away);
    bool settled = look_around();
    float value = field_value(pixel, of_subject.x + added_to_subject());
    walk_small(away, settled);
    paint(pixel, value);
}
