// Boundaries of the whole network, from where it has been evaluated: how far they are, and whether any is doubtful.

#include "drawn.glsl"
#include "pattern.glsl"

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
            vec4 off = off_bend(block, z[block]), squared = squared_distances(off, z_dx[block], z_dy[block]);
            vec4 wanted = bits(drawn[block / 8], block);
            vec4 behind_fold = vec4(greaterThan(squared, vec4(fold)));
#ifdef THOROUGH
            vec4 comes_near = vec4(lessThan(off * off, vec4(limit * steepest)));
#else
            vec4 comes_near = vec4(lessThan(squared, vec4(limit)));
#endif
            vec4 doubt = wanted * behind_fold * comes_near;
            doubts += doubt;
            if (folds(block)) any = min(any, squared);
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
#ifdef CONTOURS
    nearest_contour = squared_to_contour();
    if (nearest_contour > fold && nearest_contour < doubtful_within(fold)) {
        nearest_contour = FAR;
        doubts += 1.0;
    }
#endif
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
            vec4 steps = vec4(0.0), squared = squared_distances(off_bend(block, z[block]), z_dx[block], z_dy[block]);
            number += keys_of_on(layer, block, steps);
            #pragma unroll
            for (int j = 0; j < 4; ++j) {
                if (squared[j] < nearest_of_all) step_beyond = steps[j];
                nearest_of_all = min(nearest_of_all, squared[j]);
            }
        }
    }
    share_beyond = max(0.5 - sqrt(nearest_of_all), 0.0);
    return number;
}

// Of the neuron that is drawn as the field.
float activation() {
    float picked = 0.0;
    #pragma unroll
    for (int block = 0; block < BLOCKS_IN_ALL; ++block) {
        if (block == neuron / 4) picked = dot(vec4(is_neuron(block)), value_of(block, z[block]));
    }
    return picked;
}

// What is drawn as the field, as far as that is one number, from where the network has been evaluated.
float subject() {
    if (field == FIELD_REGIONS) return pattern();
    if (field == FIELD_ACTIVATION) return activation();
#ifdef OUTPUT_BLOCKS
    return 0.0;
#else
    return said;
#endif
}
