// The walk to a doubtful boundary: the network is evaluated at each step, and the boundary drawn only where z
// is seen to change its sign.
//
// The network being affine piece by piece, the first step goes to where the pixel's own piece would be zero,
// the second to where the piece found there would be, both times to the point nearest to the pixel and a
// little beyond; if both lie outside their pieces, the boundary has a corner where the two meet. Where even
// that fails, between slivers of pieces, the four pixels around are asked for another sign of z. Once there is
// one, bisection finds where it changes.
//
// Neurons are known by numbers, which take_doubtful, pick and found understand.

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
