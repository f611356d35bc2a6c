// One triangle that covers the whole picture, without any vertex buffer.

out vec2 place;  // 0 to 1, from the lower left corner of what is drawn in to the upper right one

void main() {
    place = vec2(gl_VertexID % 2, gl_VertexID / 2) * 2.0;
    gl_Position = vec4(2.0 * place - 1.0, 0.0, 1.0);
}
