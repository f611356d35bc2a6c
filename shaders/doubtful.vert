// One point for two by two pixels, where the first pass has left any of them in doubt.

uniform sampler2D depths;  // as picture.frag writes them

void main() {
    ivec2 size = textureSize(depths, 0);
    int across = (size.x + 1) / 2, row = gl_VertexID / across;
    ivec2 corner = 2 * ivec2(gl_VertexID - row * across, row);
    float deepest = 0.0;
    for (int i = 0; i < 4; ++i) {
        deepest = max(deepest, texelFetch(depths, min(corner + ivec2(i % 2, i / 2), size - 1), 0).r);
    }
    vec2 middle = vec2(corner + 1) / vec2(size);
    gl_Position = vec4(2.0 * middle - 1.0, deepest > 0.5 ? 0.0 : 2.0, 1.0);  // 2 is behind all that can be seen
    gl_PointSize = 2.0;
}
