// The points that are learnt, drawn over the picture: render/points.py and pixels/points.py once more.

class PointsDrawing {
    constructor(gl) {
        this.gl = gl;
        this.program = startProgram(gl, ...data.points);
        this.places = gl.createBuffer();
        this.vertices = gl.createVertexArray();
    }

    get ready() {
        return isFinished(this.gl, this.program);
    }

    // points: {count, numbers}, eight to a point: its place (x, y), its colour, its edge's grey, its opacity, and 1 for a
    // diamond.
    draw(points, view, size, aspect) {
        const {gl, program} = this, within = points.numbers.slice();
        let count = 0;
        for (let i = 0; i < points.count; ++i) {
            const point = points.numbers.subarray(8 * i, 8 * i + 8), place = [point[0], point[1]];
            if (!view.beyond && place.some(part => part < 0 || part > 1)) continue;
            within.set(point, 8 * count);
            const [x, y] = pointToPixel(view, size, aspect, place);
            within.set([x, size[1] - y], 8 * count++);  // upside down, as a picture is until it is shown
        }
        gl.useProgram(program);
        gl.bindVertexArray(this.vertices);
        gl.bindBuffer(gl.ARRAY_BUFFER, this.places);
        gl.bufferData(gl.ARRAY_BUFFER, within, gl.DYNAMIC_DRAW);
        for (const [name, parts, start] of [["middle", 2, 0], ["ink", 4, 2], ["kind", 2, 6]]) {
            const place = gl.getAttribLocation(program, name);
            gl.enableVertexAttribArray(place);
            gl.vertexAttribPointer(place, parts, gl.FLOAT, false, 32, 4 * start);
        }
        gl.uniform2fv(locate(gl, program, "size"), size);
        gl.uniform2fv(locate(gl, program, "widths"), radiusFor(points.count, view, size, aspect));
        gl.enable(gl.BLEND);
        gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
        gl.drawArrays(gl.POINTS, 0, count);
        gl.disable(gl.BLEND);
        gl.bindVertexArray(null);
    }

    release() {
        const {gl} = this;
        gl.deleteProgram(this.program);
        gl.deleteBuffer(this.places);
        gl.deleteVertexArray(this.vertices);
    }
}

// Of so many points, their inside and their edge, in pixels.
function radiusFor(count, view, size, aspect) {
    const {usual, smallest, largest, crowded, least, edge, thinnest} = data.drawing.points;
    const unit = Math.max(least, Math.min(...size) / usual), [across, down] = pixelsPerUnit(view, size, aspect);
    const apart = Math.sqrt(across * down / Math.max(1, count));
    const radius = unit * limit(crowded * apart / unit, smallest, largest);
    return [radius, Math.max(thinnest, edge * radius)];
}
