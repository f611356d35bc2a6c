// Boundaries of the whole network, from where it has been evaluated: how far they are, and whether any is doubtful.

#include "drawn.glsl"
#include "pattern.glsl"

float smallest(vec4 v) {
    return min(min(v.x, v.y), min(v.z, v.w));
}

float largest(vec4 v) {
    return max(max(v.x, v.y), max(v.z, v.w));
}

// From the network evaluated at the pixel's middle. True where nothing is doubtful.
bool look_around() {
    float fold = FAR, steepest = 0.0;  // of slopes so far, squared: behind a fold, any may be so steep
    vec4 highlight = vec4(FAR), doubts = vec4(0.0);
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        float limit = doubtful_within(fold);
        vec4 any = vec4(FAR), trusted = vec4(FAR);
        #pragma unroll
        for (int i = 0; i < BLOCKS[layer]; ++i) {
            int block = FIRST[layer] + i;
            steepest = max(steepest, largest(z_dx[block] * z_dx[block] + z_dy[block] * z_dy[block]));
        }
        #pragma unroll
        for (int i = 0; i < BLOCKS[layer]; ++i) {
            int block = FIRST[layer] + i;
            vec4 squared = squared_distances(z[block], z_dx[block], z_dy[block]);
            vec4 wanted = bits(drawn[block / 8], block);
            vec4 behind_fold = vec4(greaterThan(squared, vec4(fold)));
#ifdef THOROUGH
            vec4 comes_near = vec4(lessThan(z[block] * z[block], vec4(limit * steepest)));
#else
            vec4 comes_near = vec4(lessThan(squared, vec4(limit)));
#endif
            vec4 doubt = wanted * behind_fold * comes_near;
            doubts += doubt;
            any = min(any, squared);
            vec4 sure = mix(vec4(FAR), squared, greaterThan(wanted, doubt));
            trusted = min(trusted, sure);
            highlight = block == highlighted / 4 ? sure : highlight;
        }
        nearest[layer] = smallest(trusted);
        fold = min(fold, smallest(any));
    }
    unbroken = sqrt(fold);
    vec4 its_place = vec4(equal(ivec4(highlighted % 4), ivec4(0, 1, 2, 3)));
    nearest_highlighted = highlighted < 0 ? FAR : dot(highlight, its_place);
    return doubts == vec4(0.0);
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
        if (field == FIELD_ACTIVATION) picked += dot(vec4(is_neuron(block)), z[block]);
    }
    return picked;
}
