// The points of the data over the picture: render/points.py and render/pixels/points.py once more.

class PointsDrawing {
    constructor(gl) {
        this.gl = gl;
        this.program = startProgram(gl, ...data.points_shaders);
        this.buffer = gl.createBuffer();
        this.vertices = gl.createVertexArray();
    }

    get ready() {
        return isFinished(this.gl, this.program);
    }

    // Over a picture of `size` pixels in the framebuffer that is drawn into.
    draw({points, target: {aspect}}, view, size) {
        const {gl} = this, {radius, edge} = pointWidths(points.count, view, size, aspect);
        const values = pointsInSight(points, view, size, aspect);
        gl.useProgram(this.program);
        gl.uniform2fv(locate(gl, this.program, "size"), size);
        gl.uniform2fv(locate(gl, this.program, "widths"), [radius, edge]);
        gl.bindVertexArray(this.vertices);
        gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
        gl.bufferData(gl.ARRAY_BUFFER, values, gl.DYNAMIC_DRAW);
        [["middle", 2, 0], ["ink", 4, 8], ["kind", 2, 24]].forEach(([name, count, start]) => {
            const place = gl.getAttribLocation(this.program, name);
            gl.enableVertexAttribArray(place);
            gl.vertexAttribPointer(place, count, gl.FLOAT, false, 32, start);
        });
        gl.disable(gl.DEPTH_TEST);
        gl.enable(gl.BLEND);
        gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
        gl.drawArrays(gl.POINTS, 0, values.length / 8);
        gl.disable(gl.BLEND);
        gl.bindVertexArray(null);
    }

    release() {
        const {gl} = this;
        gl.deleteProgram(this.program);
        gl.deleteBuffer(this.buffer);
        gl.deleteVertexArray(this.vertices);
    }
}

// In pixels: of a point's inside, from its middle, and of the edge around that.
function pointWidths(count, view, size, aspect) {
    const {usual, least, smallest, largest, crowded, edge, thinnest} = data.drawing.points;
    const unit = Math.max(least, Math.min(...size) / usual), [across, down] = pixelsPerUnit(view, size, aspect);
    const apart = Math.sqrt(across * down / count);
    const radius = unit * Math.min(largest, Math.max(smallest, crowded * apart / unit));
    return {radius, edge: Math.max(thinnest, edge * radius)};
}

// Eight numbers for each that is in the square, or anywhere: where it is in the picture, and all it is drawn with.
function pointsInSight({count, places, inks}, view, size, aspect) {
    const values = new Float32Array(8 * count);
    let filled = 0;
    for (let i = 0; i < count; ++i) {
        const place = [places[2 * i], places[2 * i + 1]];
        if (!view.beyond && place.some(part => part < 0 || part > 1)) continue;
        values.set(pointToPixel(view, size, aspect, place), filled);
        for (let part = 0; part < 6; ++part) values[filled + 2 + part] = inks[6 * i + part] / 255;
        filled += 8;
    }
    return values.subarray(0, filled);
}
