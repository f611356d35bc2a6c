// Second pass, only for pixels that the first has left in doubt: those pass the depth test.
//
// Newton's method walks from the pixel to the boundary in doubt, evaluating the network at each step, and only
// where it arrives at a true zero is the boundary drawn.

#include "network.glsl"
#include "boundary.glsl"
#include "field.glsl"
#include "paint.glsl"

const float ARRIVED = 0.05;  // pixels from a zero that count as there
const int MOST_STEPS = 4;

int followed = -1;           // the neuron to whose boundary the walk goes
int steps;

// Takes a neuron off the list; -1 where none is left.
int next_doubtful() {
    #pragma unroll
    for (int word = 0; word < WORDS; ++word) {
        if (doubtful[word] != 0u) {
            uint lowest = doubtful[word] & (~doubtful[word] + 1u);
            doubtful[word] ^= lowest;
            return 32 * word + int(log2(float(lowest)) + 0.5);
        }
    }
    return -1;
}

// Its boundary has been found, at a squared distance.
void found(int neuron, float squared) {
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        int place = neuron - 4 * FIRST[layer];
        if (place >= 0 && place < 4 * BLOCKS[layer]) nearest[layer] = min(nearest[layer], squared);
    }
    if (neuron == highlighted) nearest_highlighted = squared;
}

// A neuron's pre-activation and its derivatives by x and y. Looks at all of them, because an array that is
// indexed by what is only known at run time would have to live in memory.
vec3 pick(int neuron) {
    vec4 value = vec4(0.0), by_x = vec4(0.0), by_y = vec4(0.0);
    #pragma unroll
    for (int block = 0; block < BLOCKS_IN_ALL; ++block) {
        bool here = block == neuron / 4;
        value = here ? z[block] : value;
        by_x = here ? z_dx[block] : by_x;
        by_y = here ? z_dy[block] : by_y;
    }
    int i = neuron % 4;
    return vec3(value[i], by_x[i], by_y[i]);
}

// One step of Newton's method from `place`, where the network has been evaluated, on the way from `pixel`.
// False where the walk has ended, be it that it arrived or that it leads nowhere.
bool step_to_zero(vec2 pixel, inout vec2 place) {
    vec3 at = pick(followed);
    vec2 way = -at.x / max(dot(at.yz, at.yz), 1e-37) * at.yz;
    place += way;
    vec2 walked = place - pixel;
    if (dot(way, way) < ARRIVED * ARRIVED) {
        found(followed, dot(walked, walked));
        return false;
    }
    return ++steps <= MOST_STEPS && length(walked) < seen + STRAY;
}

// Where the network must be evaluated next to settle this pixel; false where it is settled.
bool walk_on(vec2 pixel, inout vec2 place) {
    if (followed >= 0 && step_to_zero(pixel, place)) return true;
    followed = next_doubtful();
    steps = 0;
    place = pixel;
    return followed >= 0;
}

void main() {
    vec2 pixel = gl_FragCoord.xy, place = pixel;
    float value = 0.0;
    // One loop, because the network is most of what there is to compile: it is to be there only once.
    bool first = true;
    do {
        evaluate(point_at(place), per_pixel);
        if (first) {
            look_around();
            value = field_value(point_at(pixel));
            first = false;
        }
    } while (walk_on(pixel, place));
    paint(point_at(pixel), value);
}
