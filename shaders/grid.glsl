// Where patches lie in textures of one texel for each. place: of a patch, counted from the first one.
//
// Four rows lie in one: software renderers cut textures into large squares, one for each of their threads, and there
// are few patches to cut.

const float FOLDED = 4.0;

vec2 texel_of_patch(vec2 place) {
    float row = floor(place.y / FOLDED);
    return vec2(FOLDED * place.x + place.y - FOLDED * row, row);
}

vec2 patch_of_texel(vec2 texel) {
    float column = floor(texel.x / FOLDED);
    return vec2(column, FOLDED * texel.y + texel.x - FOLDED * column);
}
