// Boundaries as they are drawn: their width, and how much of the pixel they cover.
//
// A boundary is where a pre-activation z is zero, or where its neuron bends: the zero set of off_bend. Around the pixel the network is affine, so the distance
// to it, in pixels, is |z| / |grad z|: exactly, unless a fold (a boundary of an earlier layer) lies nearer,
// for beyond a fold z goes on with another slope. Boundaries for which that matters are doubtful, and walked
// to (see walk.glsl). Distances are squared until the last moment. So it is with contours (see contours.glsl).

uniform float half_width;       // of a boundary, in pixels
uniform float highlighted_half_width;
uniform float seen;             // pixels from a boundary within which anything is drawn

const float FAR = 1e9;

// Where THOROUGH is prepended, more pixels are doubted and walked from more closely. Web pages go without: there it
// is the whole network that each step of each walk evaluates.
#ifdef THOROUGH
const float STRAY = 6.0;        // pixels beyond what is seen, from where a boundary may still come near behind a fold
const float APART = 0.44;       // pixels between two rays of a walk, where lines end
#else
const float STRAY = 2.0;
const float APART = 0.8;
#endif

float nearest[DEPTH];           // squared distance to the nearest boundary of each layer that is drawn
float nearest_highlighted;
#ifdef CONTOURS
float nearest_contour;
#endif
float unbroken;                 // pixels around the pixel without any boundary, drawn or not

float smallest(vec4 v) {
    return min(min(v.x, v.y), min(v.z, v.w));
}

float largest(vec4 v) {
    return max(max(v.x, v.y), max(v.z, v.w));
}

// The small numbers put the boundary of a dead neuron, whose slope is zero, far away.
vec4 squared_distances(vec4 z, vec4 z_dx, vec4 z_dy) {
    return (z * z + 1e-20) / (z_dx * z_dx + z_dy * z_dy + 1e-26);
}

// How far a boundary might be and yet be doubtful, if the nearest fold is this far; both squared.
float doubtful_within(float fold) {
    return fold < seen * seen ? (seen + STRAY) * (seen + STRAY) : 0.0;
}

// Of the pixel, by a line at a squared distance. One thinner than a pixel never covers it all.
float covered(float squared, float half_width) {
    return clamp(half_width + 0.5 - sqrt(squared), 0.0, min(1.0, 2.0 * half_width));
}
