// A patch's small network, evaluated and looked at as network.glsl and look.glsl do with the whole one. Its
// neurons are the undecided ones, in the order of layers, and known by their numbers in it.

#include "affine.glsl"

#if UNDECIDED > 4
uniform sampler2D surveyed_more[7];    // what survey_more.frag puts out
#endif

float value[UNDECIDED];                // of each one at the middle, were the others' states fixed
vec2 slope[UNDECIDED];
float on_subject[UNDECIDED];           // factors
float effects[UNDECIDED * UNDECIDED];  // of k on l: [UNDECIDED * k + l]
int lines[UNDECIDED];                  // the layer, from 1, if its boundary is drawn, else 0; 16 more if highlighted

float z[UNDECIDED];                    // where it has been evaluated
vec2 z_slope[UNDECIDED];
float switched[UNDECIDED];             // 1 for those that are on and off at the middle, -1 for the reverse, else 0

void load_four() {
    vec4 itself[4];
    #pragma unroll
    for (int k = 0; k < 4; ++k) {
        itself[k] = texelFetch(surveyed[1 + k], texel, 0);
    }
    vec4 effects_a = texelFetch(surveyed[5], texel, 0), effects_b = texelFetch(surveyed[6], texel, 0);
    int all_lines = int(effects_b.w);
    #pragma unroll
    for (int k = 0; k < 4; ++k) {
        value[k] = itself[k].x;
        slope[k] = itself[k].yz;
        on_subject[k] = itself[k].w;
        lines[k] = all_lines >> (5 * k) & 31;
    }
    effects[1] = effects_a.x;
    effects[2] = effects_a.y;
    effects[3] = effects_a.z;
    effects[UNDECIDED + 2] = effects_a.w;
    effects[UNDECIDED + 3] = effects_b.x;
    effects[2 * UNDECIDED + 3] = effects_b.y;
}

#if UNDECIDED > 4
// Nothing has been put out for patches with four or fewer.
vec4 if_more(vec4 fetched) {
    return undecided > 4.0 ? fetched : vec4(0.0);
}

// False where even seven are too few.
bool load_seven() {
    load_four();
    vec4 itself[3], on_it[3];
    #pragma unroll
    for (int i = 0; i < 3; ++i) {
        itself[i] = if_more(texelFetch(surveyed_more[i], texel, 0));
        on_it[i] = if_more(texelFetch(surveyed_more[i + 3], texel, 0));
    }
    vec4 rest = if_more(texelFetch(surveyed_more[6], texel, 0));
    int all_lines = int(rest.w);
    #pragma unroll
    for (int i = 0; i < 3; ++i) {
        value[4 + i] = itself[i].x;
        slope[4 + i] = itself[i].yz;
        on_subject[4 + i] = itself[i].w;
        lines[4 + i] = all_lines >> (5 * i) & 31;
        #pragma unroll
        for (int k = 0; k < 4; ++k) {
            effects[UNDECIDED * k + 4 + i] = on_it[i][k];
        }
    }
    effects[4 * UNDECIDED + 5] = rest.x;
    effects[4 * UNDECIDED + 6] = rest.y;
    effects[5 * UNDECIDED + 6] = rest.z;
    return rest.w >= 0.0;
}
#endif

void evaluate(vec2 place) {
    vec2 away = place - middle;
    #pragma unroll
    for (int l = 0; l < UNDECIDED; ++l) {
        z[l] = value[l] + dot(slope[l], away);
        z_slope[l] = slope[l];
        #pragma unroll
        for (int k = 0; k < l; ++k) {
            float factor = effects[UNDECIDED * k + l] * switched[k];
            z[l] += factor * z[k];
            z_slope[l] += factor * z_slope[k];
        }
        switched[l] = float(z[l] > 0.0) - float(value[l] > 0.0);
    }
}

// The same of the pattern's number; and what lies beyond the nearest boundary.
float added_to_pattern() {
    float sum = 0.0, nearest_of_all = FAR;
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        float squared = (z[k] * z[k] + 1e-20) / (dot(z_slope[k], z_slope[k]) + 1e-26);
        sum += on_subject[k] * switched[k];
        if (squared < nearest_of_all) step_beyond = z[k] > 0.0 ? -on_subject[k] : on_subject[k];
        nearest_of_all = min(nearest_of_all, squared);
    }
    share_beyond = max(0.5 - sqrt(nearest_of_all), 0.0);
    return sum;
}

// What the neurons add to the subject, for being in other states than at the patch's middle.
float added_to_subject() {
    if (field == FIELD_REGIONS) return added_to_pattern();
    float sum = 0.0;
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        sum += on_subject[k] * switched[k] * z[k];
    }
    return sum;
}

// A neuron's boundary has been found, at a squared distance.
void found(int k, float squared) {
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        if ((lines[k] & 15) == layer + 1) nearest[layer] = min(nearest[layer], squared);
    }
    if (lines[k] > 15) nearest_highlighted = min(nearest_highlighted, squared);
}

float value_at(vec3 piece, vec2 place) {
    return piece.x + dot(piece.yz, place);
}

// Squared distance to where z is zero: the pixel's own piece of it as far as the fold, and the one beyond that.
float squared_distance(vec3 own, vec3 fold, vec3 beyond_fold) {
    bool own_holds = value_at(fold, foot(own)) * fold.x >= 0.0;
    bool beyond_holds = value_at(fold, foot(beyond_fold)) * fold.x <= 0.0;
    vec4 value = vec4(own.x, beyond_fold.x, 0.0, 0.0);
    vec4 squared = squared_distances(value, vec4(own.y, beyond_fold.y, 0.0, 0.0), vec4(own.z, beyond_fold.z, 0.0, 0.0));
    vec2 both = corner(own, fold);
    return min(dot(both, both), min(own_holds ? squared.x : FAR, beyond_holds ? squared.y : FAR));
}

// From the small network evaluated at the pixel's middle. True where nothing is doubtful: where of the folds of
// no boundary more than one matters.
bool look_around() {
    float factors[UNDECIDED * UNDECIDED];                // of k on l, through others in their present states too
    float away[UNDECIDED], first_fold[UNDECIDED];        // squared distances to a boundary, and to its nearest fold
    float reach[UNDECIDED];                              // the most that folds in view add to z
    bool settled = true;
    nearest_highlighted = unbroken = FAR;
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        nearest[layer] = FAR;
    }
    #pragma unroll
    for (int l = 0; l < UNDECIDED; ++l) {
        vec3 own = vec3(z[l], z_slope[l]), fold = vec3(1.0, 0.0, 0.0), beyond_fold = own;
        float second_fold = FAR;
        first_fold[l] = FAR;
        reach[l] = 0.0;
        #pragma unroll
        for (int k = 0; k < l; ++k) {
            float factor = effects[UNDECIDED * k + l];
            #pragma unroll
            for (int between = 0; between < l; ++between) {
                if (between > k) factor += factors[UNDECIDED * k + between] * switched[between]
                                           * effects[UNDECIDED * between + l];
            }
            factors[UNDECIDED * k + l] = factor;
            float beyond_zero = max(seen * length(z_slope[k]) - abs(z[k]), 0.0);
            reach[l] += abs(effects[UNDECIDED * k + l]) * (beyond_zero + reach[k]);
            float its_place = factor == 0.0 ? FAR : away[k];
            float its_bend = factor == 0.0 || away[k] > seen * seen ? FAR : first_fold[k];
            bool nearer = its_place < first_fold[l];
            vec3 other = vec3(z[k], z_slope[k]);
            second_fold = min(second_fold, min(its_bend, nearer ? first_fold[l] : its_place));
            fold = nearer ? other : fold;
            beyond_fold = nearer ? own + (z[k] > 0.0 ? -factor : factor) * other : beyond_fold;
            first_fold[l] = min(first_fold[l], its_place);
        }
        float squared = squared_distance(own, fold, beyond_fold);
        bool unclear = second_fold < min(squared, seen * seen);
        away[l] = unclear ? min(squared, second_fold) : squared;
        unbroken = min(unbroken, away[l]);
        settled = settled && !(lines[l] > 0 && unclear && abs(z[l]) < reach[l] + seen * length(z_slope[l]));
        found(l, unclear ? FAR : squared);
    }
    unbroken = sqrt(unbroken);
    return settled;
}
