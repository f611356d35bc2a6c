// Second pass, only for pixels that the first has left in doubt: the others fail the depth test.
//
// Each boundary in doubt is walked to, evaluating the network at each step, and drawn only where z is seen to
// change its sign. The network being affine piece by piece, the first step goes to where the pixel's own
// piece would be zero, the second to where the piece found there would be, both times to the point nearest to
// the pixel and a little beyond; if both lie outside their pieces, the boundary has a corner where the two
// meet. Where even that fails, between slivers of pieces, the four pixels around are asked for another sign
// of z. Once there is one, bisection finds where it changes.

#include "network.glsl"
#include "boundary.glsl"
#include "field.glsl"
#include "paint.glsl"

const float BEYOND = 0.02;   // pixels by which steps go too far, so as to see the sign change
const float NARROW = 0.1;    // pixels between two signs that are near enough
const int GUESSES = 3;
const int ASKED = 4;
const int MOST_STEPS = 14;

int followed;                // the neuron to whose boundary the walk goes
int steps;
vec3 piece;                  // z around the last place: its value if it went on to the pixel, and its slope
bool positive, crossed;      // z at the pixel, and whether it has been seen to change its sign
vec2 here, across;           // places, seen from the pixel, between which it has: on its own side, and beyond

// Takes a neuron off the list; -1 where none is left.
int take_doubtful() {
    #pragma unroll
    for (int word = 0; word < WORDS; ++word) {
        if (doubtful[word] != 0u) {
            uint lowest = doubtful[word] & (~doubtful[word] + 1u);
            doubtful[word] ^= lowest;
            int neuron = 32 * word + int(log2(float(lowest)) + 0.5);
            if (neuron == highlighted) nearest_highlighted = FAR;  // until it is found
            return neuron;
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

// Where a piece is zero nearest to the pixel, and where two pieces are.
vec2 foot(vec3 piece) {
    return -piece.x / max(dot(piece.yz, piece.yz), 1e-37) * piece.yz;
}

vec2 corner(vec3 a, vec3 b) {
    float area = a.y * b.z - a.z * b.y;
    return vec2(b.x * a.z - a.x * b.z, a.x * b.y - b.x * a.y) / (abs(area) > 1e-37 ? area : 1e-37);
}

vec2 neighbour(int i) {
    return i < 2 ? vec2(2 * i - 1, 0) : vec2(0, 2 * i - 5);
}

// One step of the walk from `pixel`, on from `place`, where the network has been evaluated. False where the
// walk has ended, be it that it arrived or that it leads nowhere.
bool step_to_zero(vec2 pixel, inout vec2 place) {
    vec3 at = pick(followed);
    vec2 walked = place - pixel;
    if (steps == 0) {
        positive = at.x > 0.0;
        crossed = false;
        here = vec2(0.0);
    }
    if ((at.x > 0.0) == positive) {
        if (crossed && steps > GUESSES) here = walked;
    } else if (!crossed || length(walked) < length(across)) {
        crossed = true;
        across = walked;
    }
    bool arrived = crossed && across == walked && abs(at.x) < 2.0 * BEYOND * length(at.yz);
    if (arrived || crossed && distance(here, across) < NARROW) {
        float away = max(length(walked) - BEYOND, 0.0);
        found(followed, away * away);
        // A zero far off, come upon by a detour, does not say that there is none near.
        if (steps < 2 || steps > GUESSES || away < seen) return false;
        steps = GUESSES;
    }
    vec3 before = piece;
    piece = vec3(at.x - dot(at.yz, walked), at.yz);
    vec2 next = steps < GUESSES - 1 ? foot(piece) : corner(before, piece);
    next *= 1.0 + BEYOND / max(length(next), 1e-6);
    if (length(next) > seen + STRAY) steps = max(steps, GUESSES);
    if (steps >= GUESSES) next = crossed ? 0.5 * (here + across) : neighbour(steps - GUESSES);
    place = pixel + next;
    ++steps;
    return steps <= (crossed ? MOST_STEPS : GUESSES + ASKED);
}

void begin_walk() {
    followed = take_doubtful();
    steps = 0;
}

// Where the network must be evaluated next to settle this pixel; false where it is settled.
bool walk_on(vec2 pixel, inout vec2 place) {
    if (followed >= 0 && step_to_zero(pixel, place)) return true;
    begin_walk();
    place = pixel;
    return followed >= 0;
}

void main() {
    vec2 pixel = this_pixel(), place = pixel;
    float value = 0.0;
    find_anchor(pixel);
    // One loop, because the network is most of what there is to compile: it is to be there only once.
    bool first = true;
    do {
        evaluate(place);
        if (first) {
            look_around();
            value = field_value(pixel);
            begin_walk();
            first = false;
        }
    } while (walk_on(pixel, place));
    paint(pixel, value);
}
