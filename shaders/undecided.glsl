// The neurons that are undecided in a patch, and what they do to each other, as patch.glsl tells.

float value[UNDECIDED];                // of each one at the patch's middle, were the others' states fixed
vec2 slope[UNDECIDED];
float on_subject[UNDECIDED];           // factors
float effects[UNDECIDED * UNDECIDED];  // of k on l: [UNDECIDED * k + l]
int lines[UNDECIDED];                  // the layer, from 1, if its boundary is drawn, else 0; 16 more if highlighted
