// What is known in float64 near the pixel: its tile's row of a texture, as anchors.py describes.

uniform sampler2D anchors;
uniform int tile_side;      // in pixels
uniform int tiles_across;
uniform vec2 per_pixel;     // how far x and y go in one pixel

int tile;                   // and its anchor's place
vec2 anchor;

// To be called before all else, with the pixel that is drawn.
void find_anchor(vec2 pixel) {
    ivec2 place = ivec2(pixel / float(tile_side));  // not a division of integers, which processors take long for
    tile = place.y * tiles_across + place.x;
    anchor = (vec2(place) + 0.5) * float(tile_side);
}

vec4 at_anchor(int column) {
    return texelFetch(anchors, ivec2(column, tile), 0);
}
