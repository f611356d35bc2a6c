// What is drawn under the boundaries: its value, and its colour.

uniform bool beyond;      // draw outside the unit square too, where the network was never trained

uniform vec3 neuron_color;
uniform float brightest;  // the activation that is drawn in the full colour
uniform sampler2D target;

const vec3 NO_ERROR = vec3(0.10, 0.105, 0.115);
const vec3 TOO_WHITE = vec3(0.96, 0.80, 0.55);
const vec3 TOO_BLACK = vec3(0.52, 0.66, 0.84);

// The network goes on beyond the unit square, the target does not.
bool has_field_beyond() {
    return beyond && (field == FIELD_PROBABILITY || field == FIELD_ACTIVATION);
}

float wanted_at(vec2 pixel) {
    ivec2 size = textureSize(target, 0);
    vec4 texel = at_anchor(BLOCKS_IN_ALL + 1);
    ivec2 place = ivec2(texel.xy + floor(texel.zw + (pixel - anchor) * per_pixel * vec2(size)));
    return texelFetch(target, clamp(place, ivec2(0), size - 1), 0).r;
}

// subject: the logit of white against black, or the neuron's pre-activation.
float field_value(vec2 pixel, float subject) {
    float wanted = wanted_at(pixel);
    if (field == FIELD_TARGET) return wanted;
    if (field == FIELD_ACTIVATION) return max(subject, 0.0);
    return 1.0 / (1.0 + exp(-subject)) - (field == FIELD_ERROR ? wanted : 0.0);
}

vec3 field_color(float value) {
    if (field == FIELD_ACTIVATION) return neuron_color * min(value / brightest, 1.0);
    if (field == FIELD_ERROR) return mix(NO_ERROR, value > 0.0 ? TOO_WHITE : TOO_BLACK, abs(value));
    return vec3(value);
}
