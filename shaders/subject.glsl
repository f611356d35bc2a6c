// What of the network is drawn as the field: its outputs, the pattern's number, or one neuron's activation.

uniform int field;        // one of the FIELD_ constants
uniform int neuron;       // whose activation, counted block by block

// Of regions: by how much the pattern's number is another beyond the nearest boundary, and how much of the pixel
// lies there.
float step_beyond = 0.0, share_beyond = 0.0;

// Which of a block's four neurons it is.
bvec4 is_neuron(int block) {
    return equal(ivec4(neuron - 4 * block), ivec4(0, 1, 2, 3));
}
