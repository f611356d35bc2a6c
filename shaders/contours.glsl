// Lines of what the network says: where one of several classes ends and another begins, or a value is one of some
// levels; and which class wins.
//
// Prepended: HEAD_CLASSES, or HEAD_VALUE with LOW and HIGH, between which there are LEVELS at even distances; of other
// networks there are no such lines.

#if defined HEAD_CLASSES
int winner;       // the likeliest class, from 0
float top;        // its logit
vec2 top_slope;

void find_winner() {
    top = -2e9;
    #pragma unroll
    for (int block = 0; block < OUTPUT_BLOCKS; ++block) {
        #pragma unroll
        for (int j = 0; j < 4; ++j) {
            if (said[block][j] > top) {
                winner = 4 * block + j;
                top = said[block][j];
                top_slope = vec2(said_dx[block][j], said_dy[block][j]);
            }
        }
    }
}

// The probability of the likeliest class.
float certainty() {
    float total = 0.0;
    #pragma unroll
    for (int block = 0; block < OUTPUT_BLOCKS; ++block) {
        total += dot(our_exp(said[block] - top), vec4(1.0));
    }
    return 1.0 / total;
}

// How far the winner is ahead of each class of a block; of itself infinitely.
vec4 lead(int block) {
    return mix(top - said[block], vec4(1e9), equal(ivec4(winner - 4 * block), ivec4(0, 1, 2, 3)));
}

// The squared distance to the nearest of these lines.
float squared_to_contour() {
    float nearest = FAR;
    find_winner();
    #pragma unroll
    for (int block = 0; block < OUTPUT_BLOCKS; ++block) {
        vec4 squared = squared_distances(lead(block), top_slope.x - said_dx[block], top_slope.y - said_dy[block]);
        nearest = min(nearest, smallest(squared));
    }
    return nearest;
}
#elif defined HEAD_VALUE
float level(float number) {
    return LOW + (HIGH - LOW) * clamp(number, 1.0, float(LEVELS)) / float(LEVELS + 1);
}

// A value in units of the distance of levels.
float in_levels(float value) {
    return (value - LOW) / (HIGH - LOW) * float(LEVELS + 1);
}

float squared_to_contour() {
    float away = said - level(floor(in_levels(said) + 0.5));
    return squared_distances(vec4(away), vec4(said_slope.x), vec4(said_slope.y)).x;
}
#endif
