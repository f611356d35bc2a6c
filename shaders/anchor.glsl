// What is known in float64 near the pixel: its tile's row of a texture, as anchors.py describes.

uniform sampler2D anchors;
uniform int tile_side;      // in pixels
uniform int tiles_across;
uniform vec2 per_pixel;     // how far x and y go in one pixel
uniform ivec2 part_corner;  // of the part of the picture that is drawn, in pixels; where tiles meet

int tile;                   // and its anchor's place
vec2 anchor;

// The middle of the pixel that is drawn, in the whole picture.
vec2 this_pixel() {
    return gl_FragCoord.xy + vec2(part_corner);
}

// To be called before all else, with the pixel that is drawn.
void find_anchor(vec2 pixel) {
    vec2 corner = vec2(part_corner);
    // Not a division of integers, which processors take long for.
    ivec2 place = ivec2((pixel - corner) / float(tile_side));
    tile = place.y * tiles_across + place.x;
    anchor = (vec2(place) + 0.5) * float(tile_side) + corner;
}

// Not by texelFetch, which software renderers take long for, for the sake of mipmaps.
vec4 at_anchor(int column) {
    return texture(anchors, (vec2(column, tile) + 0.5) / vec2(textureSize(anchors, 0)));
}
