// A patch's small network, evaluated and looked at as network.glsl and look.glsl do with the whole one. Vectors
// of four hold a number for each undecided neuron, in the order of layers, by which they are known here.

uniform sampler2D surveyed[7];               // what survey.frag puts out

ivec2 texel;                                 // of the patch
vec2 middle;
vec4 subject_at_middle;                      // value, slopes, number of undecided neurons
vec4 value, slope_x, slope_y;                // theirs, likewise
vec4 sign_added;                             // -1 for those that are on at the middle, 1 for the others
vec4 on_subject, by_first, by_second, by_third;  // factors
ivec4 lines;                                 // the layer, from 1, if its boundary is drawn, else 0; 16 more if highlighted

vec4 z, z_dx, z_dy;                          // where it has been evaluated
vec4 doubtful;                               // ones and zeros

// Finds the pixel's patch, and gives back how many neurons are undecided in it.
int enter_patch(vec2 pixel) {
    ivec2 place = ivec2((pixel - vec2(patches_from)) / patch_side);
    texel = texel_of_patch(place);
    middle = middle_of_patch(place);
    subject_at_middle = texelFetch(surveyed[0], texel, 0);
    return int(subject_at_middle.w);
}

void load_small_network() {
    value = texelFetch(surveyed[1], texel, 0);
    slope_x = texelFetch(surveyed[2], texel, 0);
    slope_y = texelFetch(surveyed[3], texel, 0);
    on_subject = texelFetch(surveyed[4], texel, 0);
    vec4 effects = texelFetch(surveyed[5], texel, 0);
    vec4 last = texelFetch(surveyed[6], texel, 0);
    by_first = vec4(0.0, effects.xyz);
    by_second = vec4(0.0, 0.0, effects.w, last.x);
    by_third = vec4(0.0, 0.0, 0.0, last.y);
    lines = (ivec4(last.z) >> ivec4(0, 5, 10, 15)) & 31;
    sign_added = 1.0 - 2.0 * vec4(greaterThan(value, vec4(0.0)));
}

// What the k-th adds goes to those after it.
void pass_on(int k, vec4 factors) {
    float adds = max(sign_added[k] * z[k], 0.0);
    float rate = adds > 0.0 ? sign_added[k] : 0.0;
    vec4 by_x = factors * (rate * z_dx[k]), by_y = factors * (rate * z_dy[k]);
    z += factors * adds;
    z_dx += by_x;
    z_dy += by_y;
}

void evaluate(vec2 place) {
    vec2 away = place - middle;
    z = value + slope_x * away.x + slope_y * away.y;
    z_dx = slope_x;
    z_dy = slope_y;
    pass_on(0, by_first);
    pass_on(1, by_second);
    pass_on(2, by_third);
}

// Of the subject, where all neurons are as at the patch's middle; and what the undecided ones add.
float affine_subject(vec2 place) {
    return subject_at_middle.x + dot(subject_at_middle.yz, place - middle);
}

float added_to_subject() {
    return dot(on_subject, max(sign_added * z, 0.0));
}

// Squared distances to the nearest folds of each one's boundary: to those boundaries that reach it.
vec4 folds(vec4 squared) {
    vec4 near = mix(vec4(FAR), vec4(squared.x), notEqual(by_first, vec4(0.0)));
    near = min(near, mix(vec4(FAR), vec4(min(squared.y, near.y)), notEqual(by_second, vec4(0.0))));
    return min(near, mix(vec4(FAR), vec4(min(squared.z, near.z)), notEqual(by_third, vec4(0.0))));
}

// The k-th one's boundary is at a squared distance.
void found(int k, float squared) {
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        if ((lines[k] & 15) == layer + 1) nearest[layer] = min(nearest[layer], squared);
    }
    if (lines[k] > 15) nearest_highlighted = squared;
}

// From the small network evaluated at the pixel's middle.
void look_around() {
    vec4 squared = squared_distances(z, z_dx, z_dy), near = folds(squared);
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        bool doubt = lines[k] > 0 && squared[k] > near[k] && squared[k] < doubtful_within(near[k]);
        doubtful[k] = float(doubt);
        if (!doubt) found(k, squared[k]);
    }
}

// Takes a neuron off the list of the doubtful ones; -1 where none is left.
int take_doubtful() {
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        if (doubtful[k] > 0.0) {
            doubtful[k] = 0.0;
            return k;
        }
    }
    return -1;
}

vec3 pick(int k) {
    return vec3(z[k], z_dx[k], z_dy[k]);
}
