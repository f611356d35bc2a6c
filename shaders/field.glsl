// What is drawn under the boundaries: its value, and its colour.

uniform vec2 origin;     // the point at the picture's top left corner
uniform vec2 per_pixel;  // how far x and y go in one pixel
uniform bool beyond;     // draw outside the unit square too, where the network was never trained

uniform int field;       // one of the FIELD_ constants
uniform ivec2 neuron;    // whose activation: its block, and its place in it
uniform vec3 neuron_color;
uniform float brightest; // the activation that is drawn in the full colour
uniform sampler2D target;

const vec3 BACKGROUND = vec3(0.149, 0.157, 0.173);
const vec3 TOO_WHITE = vec3(0.93, 0.78, 0.52);
const vec3 TOO_BLACK = vec3(0.45, 0.62, 0.80);
const vec3 NO_ERROR = vec3(0.11, 0.115, 0.125);

vec2 point_at(vec2 pixel) {
    return origin + pixel * per_pixel;
}

// How much of the pixel lies in the unit square.
float inside_square(vec2 point) {
    vec2 to_edge = (0.5 - abs(point - 0.5)) / per_pixel;
    vec2 part = clamp(to_edge + 0.5, 0.0, 1.0);
    return part.x * part.y;
}

float activation() {
    vec4 picked = vec4(0.0);
    #pragma unroll
    for (int block = 0; block < BLOCKS_IN_ALL; ++block) {
        picked = block == neuron.x ? z[block] : picked;
    }
    return max(0.0, dot(picked, vec4(equal(ivec4(neuron.y), ivec4(0, 1, 2, 3)))));
}

float field_value(vec2 point) {
    float wanted = texture(target, point).r;
    if (field == FIELD_TARGET) return wanted;
    if (field == FIELD_ACTIVATION) return activation();
    return probability_of_white() - (field == FIELD_ERROR ? wanted : 0.0);
}

vec3 field_color(float value) {
    if (field == FIELD_ACTIVATION) return neuron_color * min(value / brightest, 1.0);
    if (field == FIELD_ERROR) return mix(NO_ERROR, value > 0.0 ? TOO_WHITE : TOO_BLACK, abs(value));
    return vec3(value);
}
