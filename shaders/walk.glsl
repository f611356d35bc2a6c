// Boundaries around a pixel in doubt, found by walking there.
//
// Rays leave the pixel in all directions. The network being affine piece by piece, where along a ray the first
// neuron switches is known exactly; the walk goes a little beyond, evaluates the network there, and so on, as far
// as anything is drawn. Every drawn boundary that it crosses is noted. One that a ray meets nearly at a right
// angle is as near as its piece's foot, which lies between this ray and the next.

const float FAINT = 0.75;     // pixels up to there from where nothing more is drawn
const float BEYOND = 0.005;   // pixels by which steps go too far, so as to be across
const int MOST_STEPS = 16;    // along one ray
const float TAU = 6.2831853;

int ray, steps;
float turn;                  // angle from a ray to the next
vec2 turned;                 // what (1, 0) becomes by it
float upright;               // squared cosine of half that angle: a line met at a sharper one is nearer elsewhere
vec2 direction;              // of the present ray
float walked;                // along it, in pixels

// What is ahead on the ray from where the network has been evaluated: the place along it where each of four
// neurons switches, as far as their pieces hold; FAR for none. One that is at zero is off, and may switch at once.
vec4 places_ahead(vec4 z, vec4 z_dx, vec4 z_dy) {
    vec4 slope = z_dx * direction.x + z_dy * direction.y;
    vec4 onwards = mix(-slope, slope, greaterThan(z, vec4(0.0)));
    return mix(vec4(FAR), walked - z / slope, lessThan(onwards, vec4(0.0)));
}

// Of a block's neurons, where they bend next.
vec4 bends_ahead(int block) {
#if HAS_IDENTITY
    if (CODE_OF(block) == IDENTITY) return vec4(FAR);
#endif
#if HAS_PIECES
    if (CODE_OF(block) == PIECES) {
        return min(places_ahead(z[block] - number(block, 0), z_dx[block], z_dy[block]),
                   places_ahead(z[block] - number(block, 1), z_dx[block], z_dy[block]));
    }
#endif
    return places_ahead(z[block], z_dx[block], z_dy[block]);
}

// Squared distances to boundaries met at such places.
vec4 squared_if_met(vec4 places, vec4 z_dx, vec4 z_dy) {
    vec4 slope = z_dx * direction.x + z_dy * direction.y;
    vec4 square = slope * slope / (z_dx * z_dx + z_dy * z_dy + 1e-26);
    return places * places * mix(vec4(1.0), square, greaterThan(square, vec4(upright)));
}

// The next contour ahead: where it is along the ray, and its squared distance.
#if defined HEAD_CLASSES
vec2 contour_ahead() {
    vec2 found = vec2(FAR);
    find_winner();
    #pragma unroll
    for (int block = 0; block < OUTPUT_BLOCKS; ++block) {
        vec4 by_x = top_slope.x - said_dx[block], by_y = top_slope.y - said_dy[block];
        vec4 places = places_ahead(lead(block), by_x, by_y), squared = squared_if_met(places, by_x, by_y);
        #pragma unroll
        for (int j = 0; j < 4; ++j) {
            if (places[j] < found.x) found = vec2(places[j], squared[j]);
        }
    }
    return found;
}
#elif defined HEAD_VALUE
vec2 contour_ahead() {
    float here = in_levels(said);
    vec4 away = said - vec4(level(floor(here)), level(ceil(here)), level(1.0), level(1.0));
    vec4 by_x = vec4(said_slope.x), by_y = vec4(said_slope.y);
    vec4 places = places_ahead(away, by_x, by_y);
    float next = smallest(places);
    return vec2(next, smallest(squared_if_met(vec4(next), by_x, by_y)));
}
#endif

void begin_ray(int which, vec2 its_direction) {
    ray = which;
    steps = 0;
    direction = its_direction;
    walked = unbroken;
}

// Without sines and cosines, which processors would have to compute at every step, for there they take all branches.
vec2 next_direction() {
    return direction.x * turned + direction.y * vec2(-turned.y, turned.x);
}

void begin_walk() {
    turn = TAU / ceil(TAU * (seen - FAINT) / APART);
    turned = vec2(cos(turn), sin(turn));
    upright = 0.5 + 0.5 * turned.x;
    begin_ray(0, vec2(1.0, 0.0));
}

bool is_walking() {
    return (float(ray) + 0.5) * turn < TAU && unbroken < seen;
}

// Where the network must be evaluated next.
vec2 next_place(vec2 pixel) {
    return pixel + walked * direction;
}

// Notes drawn boundaries that the ray crosses next, and gives back how far along it the first neuron switches.
float cross_next() {
    float next = FAR;
    #pragma unroll
    for (int block = 0; block < BLOCKS_IN_ALL; ++block) {
        next = min(next, smallest(bends_ahead(block)));
    }
#ifdef CONTOURS
    vec2 contour = contour_ahead();
    next = min(next, contour.x);
    if (contour.x < next + BEYOND) nearest_contour = min(nearest_contour, contour.y);
#endif
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        #pragma unroll
        for (int i = 0; i < BLOCKS[layer]; ++i) {
            int block = FIRST[layer] + i;
            vec4 places = bends_ahead(block);
            vec4 squared = squared_if_met(places, z_dx[block], z_dy[block]);
            vec4 crossed = bits(drawn[block / 8], block) * vec4(lessThan(places, vec4(next + BEYOND)));
            squared = mix(vec4(FAR), squared, greaterThan(crossed, vec4(0.0)));
            nearest[layer] = min(nearest[layer], smallest(squared));
            vec4 highlight = mix(vec4(FAR), squared, equal(ivec4(highlighted - 4 * block), ivec4(0, 1, 2, 3)));
            nearest_highlighted = min(nearest_highlighted, smallest(highlight));
        }
    }
    return next;
}

// From where it has been evaluated, to the next place: on this ray, or on the next one.
void walk_on() {
    walked = cross_next() + BEYOND;
    ++steps;
    if (walked > seen || steps > MOST_STEPS) begin_ray(ray + 1, next_direction());
}
