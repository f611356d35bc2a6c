// A sheet laid over what is drawn already: as large as that, and times its opacity.

uniform sampler2D sheet;

in vec2 place;

out vec4 color;

void main() {
    color = texelFetch(sheet, ivec2(place * vec2(textureSize(sheet, 0))), 0);
}
