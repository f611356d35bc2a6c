// A picture, whose first row is its top.

uniform sampler2D picture;

in vec2 place;

out vec4 color;

void main() {
    color = texture(picture, vec2(place.x, 1.0 - place.y));
}
