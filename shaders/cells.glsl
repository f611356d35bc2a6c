// Crowded patches are cut into cells, and each of those is surveyed as patches are. What is found takes four texels.
//
// Patches that are crowded lie side by side. In textures of cells they lie apart, because software renderers cut
// textures into large squares, one for each of their threads.

const float CELLS = 2.0;           // across a patch and down
const float TEXELS = 2.0 * CELLS;
const float GROUPS = 4.0;          // across and down; patches that are next to each other are in different ones

vec2 group_size() {
    return ceil(vec2(patches) / GROUPS);
}

// place: of a patch, counted from the first one.
vec2 spot_of_patch(vec2 place) {
    vec2 row = floor(place / GROUPS);
    return (place - GROUPS * row) * group_size() + row;
}

vec2 patch_of_spot(vec2 spot) {
    vec2 row = floor((spot + 0.5) / group_size());
    return GROUPS * (spot - row * group_size()) + row;
}
