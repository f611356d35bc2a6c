// Patches: squares of pixels, small enough that few neurons switch within one.
//
// Around a patch, as far as anything is drawn in it, every neuron is either decided, on or off throughout, or
// undecided. With all states as they are at the patch's middle, the network would be affine. What an undecided
// neuron passes on in its other state adds to that, by a constant factor, to each undecided neuron after it
// and to the subject. So they and these factors make a small network, which says exactly what the whole one
// says there.
//
// The first four undecided neurons are surveyed in all patches, three more where there are more than four, and
// where there are more than seven, eleven in each cell that the patch is cut into (see cells.glsl).
// Prepended: UNDECIDED, how many of them a shader knows, and FIRST_UNDECIDED, how many of those are of the first four.

vec3 of_subject;              // at the patch's middle: value, slopes

// Of the subject, where all neurons are in the states they have at the patch's middle. away: pixels from there.
float affine_subject(vec2 away) {
    return of_subject.x + dot(of_subject.yz, away);
}
