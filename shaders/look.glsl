// Boundaries of the whole network, from where it has been evaluated: how far they are, and which are doubtful.

#include "drawn.glsl"
#include "pattern.glsl"

uint doubtful[WORDS];

float smallest(vec4 v) {
    return min(min(v.x, v.y), min(v.z, v.w));
}

// From the network evaluated at the pixel's middle. True where nothing is doubtful.
bool look_around() {
    float fold = FAR;
    vec4 highlight = vec4(FAR), doubts = vec4(0.0);
    #pragma unroll
    for (int word = 0; word < WORDS; ++word) {
        doubtful[word] = 0u;
    }
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        float limit = doubtful_within(fold);
        vec4 any = vec4(FAR), trusted = vec4(FAR);
        #pragma unroll
        for (int i = 0; i < BLOCKS[layer]; ++i) {
            int block = FIRST[layer] + i;
            vec4 squared = squared_distances(z[block], z_dx[block], z_dy[block]);
            vec4 wanted = bits(drawn[block / 8], block);
            vec4 behind_fold = vec4(greaterThan(squared, vec4(fold)));
            vec4 doubt = wanted * behind_fold * vec4(lessThan(squared, vec4(limit)));
            doubtful[block / 8] |= uint(dot(doubt, vec4(1.0, 2.0, 4.0, 8.0))) << uint(block % 8 * 4);
            doubts += doubt;
            any = min(any, squared);
            vec4 sure = mix(vec4(FAR), squared, greaterThan(wanted, doubt));
            trusted = min(trusted, sure);
            highlight = block == highlighted / 4 ? squared : highlight;
        }
        nearest[layer] = smallest(trusted);
        fold = min(fold, smallest(any));
    }
    vec4 its_place = vec4(equal(ivec4(highlighted % 4), ivec4(0, 1, 2, 3)));
    nearest_highlighted = highlighted < 0 ? FAR : dot(highlight, its_place);
    return doubts == vec4(0.0);
}

// Takes a neuron off the list of the doubtful ones; -1 where none is left.
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

// The pattern's number. All boundaries count here, drawn or not, and the nearest one is never in doubt.
float pattern() {
    float number = 0.0, nearest_of_all = FAR;
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        #pragma unroll
        for (int i = 0; i < BLOCKS[layer]; ++i) {
            int block = FIRST[layer] + i;
            vec4 on = vec4(greaterThan(z[block], vec4(0.0))), numbers = keys(layer, i);
            vec4 squared = squared_distances(z[block], z_dx[block], z_dy[block]);
            number += dot(numbers, on);
            #pragma unroll
            for (int j = 0; j < 4; ++j) {
                if (squared[j] < nearest_of_all) step_beyond = numbers[j] * (1.0 - 2.0 * on[j]);
                nearest_of_all = min(nearest_of_all, squared[j]);
            }
        }
    }
    share_beyond = max(0.5 - sqrt(nearest_of_all), 0.0);
    return number;
}

// What is drawn as the field, from where the network has been evaluated.
float subject() {
    if (field == FIELD_REGIONS) return pattern();
    float picked = field == FIELD_ACTIVATION ? 0.0 : logit;
    #pragma unroll
    for (int block = 0; block < BLOCKS_IN_ALL; ++block) {
        if (field == FIELD_ACTIVATION) picked += dot(is_neuron(block), z[block]);
    }
    return picked;
}
