// A patch's small network, evaluated and looked at as network.glsl and look.glsl do with the whole one. Its
// neurons are the undecided ones, in the order of layers, and known by their numbers in it.

float now[UNDECIDED];                  // pre-activations where it has been evaluated
vec2 now_slope[UNDECIDED];
float switched[UNDECIDED];             // 1 for those that are on and off at the middle, -1 for the reverse, else 0

// away: pixels from the patch's middle.
void evaluate_small(vec2 away) {
    #pragma unroll
    for (int l = 0; l < UNDECIDED; ++l) {
        now[l] = value[l] + dot(slope[l], away);
        now_slope[l] = slope[l];
        #pragma unroll
        for (int k = 0; k < l; ++k) {
            float factor = effects[UNDECIDED * k + l] * switched[k];
            now[l] += factor * now[k];
            now_slope[l] += factor * now_slope[k];
        }
        switched[l] = float(now[l] > 0.0) - float(value[l] > 0.0);
    }
}

// The same of the pattern's number; and what lies beyond the nearest boundary.
float added_to_pattern() {
    float sum = 0.0, nearest_of_all = FAR;
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        float squared = (now[k] * now[k] + 1e-20) / (dot(now_slope[k], now_slope[k]) + 1e-26);
        sum += on_subject[k] * switched[k];
        if (squared < nearest_of_all) step_beyond = now[k] > 0.0 ? -on_subject[k] : on_subject[k];
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
        sum += on_subject[k] * switched[k] * now[k];
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
        vec3 own = vec3(now[l], now_slope[l]), fold = vec3(1.0, 0.0, 0.0), beyond_fold = own;
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
            float beyond_zero = max(seen * length(now_slope[k]) - abs(now[k]), 0.0);
            reach[l] += abs(effects[UNDECIDED * k + l]) * (beyond_zero + reach[k]);
            float its_place = factor == 0.0 ? FAR : away[k];
            float its_bend = factor == 0.0 || away[k] > seen * seen ? FAR : first_fold[k];
            bool nearer = its_place < first_fold[l];
            vec3 other = vec3(now[k], now_slope[k]);
            second_fold = min(second_fold, min(its_bend, nearer ? first_fold[l] : its_place));
            fold = nearer ? other : fold;
            beyond_fold = nearer ? own + (now[k] > 0.0 ? -factor : factor) * other : beyond_fold;
            first_fold[l] = min(first_fold[l], its_place);
        }
        float squared = squared_distance(own, fold, beyond_fold);
        bool unclear = second_fold < min(squared, seen * seen);
        away[l] = unclear ? min(squared, second_fold) : squared;
        unbroken = min(unbroken, away[l]);
        settled = settled && !(lines[l] > 0 && unclear && abs(now[l]) < reach[l] + seen * length(now_slope[l]));
        found(l, unclear ? FAR : squared);
    }
    unbroken = sqrt(unbroken);
    return settled;
}
