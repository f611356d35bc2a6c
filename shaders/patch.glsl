// Patches: squares of pixels, small enough that few neurons switch within one.
//
// Around a patch, as far as anything is drawn in it, every neuron is either decided, on or off throughout, or
// undecided. With all states as they are at the patch's middle, the network would be affine. What an undecided
// neuron passes on in its other state adds to that, by a constant factor, to each undecided neuron after it
// and to the subject. So they and these factors make a small network, which says exactly what the whole one
// says there.
//
// The first four undecided neurons are surveyed in all patches, three more where there are more than four, and
// where there are more than seven, eight around each single pixel.
// Prepended: UNDECIDED, how many of them a shader knows.

uniform ivec2 patches_from;   // the pixel at which the first patch starts
uniform int patches_across;
uniform float patch_side;     // in pixels
uniform float per_patch_side; // 1 / patch_side

vec2 middle;                  // of the patch
vec3 of_subject;              // there: value, slopes

// Patches lie in textures four rows in one: software renderers cut textures into large squares, one for each of
// their threads, and there are few patches to cut.
const int FOLDED = 4;

ivec2 texel_of_patch(ivec2 place) {
    return ivec2(place.x + (place.y & (FOLDED - 1)) * patches_across, place.y / FOLDED);
}

ivec2 patch_of_texel(ivec2 texel) {
    int row = texel.x / patches_across;
    return ivec2(texel.x - row * patches_across, texel.y * FOLDED + row);
}

vec2 middle_of_patch(ivec2 place) {
    return vec2(patches_from) + (vec2(place) + 0.5) * patch_side;
}

// Of the subject, where all neurons are in the states they have at the patch's middle.
float affine_subject(vec2 pixel) {
    return of_subject.x + dot(of_subject.yz, pixel - middle);
}
