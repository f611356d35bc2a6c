// A picture, whose first row is its top, in a box (left, bottom, width, height) of the window's pixels.

uniform sampler2D picture;
uniform vec4 box;

out vec4 color;

void main() {
    vec2 place = (gl_FragCoord.xy - box.xy) / box.zw;
    color = texture(picture, vec2(place.x, 1.0 - place.y));
}
