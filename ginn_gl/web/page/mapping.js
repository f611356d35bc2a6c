// Where a point of the plane lies in the picture, and the anchors: mapping.py and anchors.py once more.
// Sizes are [width, height] in pixels, positions [x, y].

function pixelsPerUnit(view, size, aspect) {
    const scale = view.zoom * Math.min(size[1], size[0] / aspect);
    return [scale * aspect, scale];
}

function pixelToPoint(view, size, aspect, pixel) {
    const scale = pixelsPerUnit(view, size, aspect);
    return [0, 1].map(i => view.center[i] + (pixel[i] - size[i] / 2) / scale[i]);
}

function pointToPixel(view, size, aspect, point) {
    const scale = pixelsPerUnit(view, size, aspect);
    return [0, 1].map(i => size[i] / 2 + (point[i] - view.center[i]) * scale[i]);
}

// What is seen of the unit square, with so many pixels around it: left, top, width, height.
function squareInPicture(view, size, aspect, pixels) {
    const within = (edge, i) => Math.min(Math.max(0, Math.round(edge)), size[i]);
    const low = pointToPixel(view, size, aspect, [0, 0]).map((edge, i) => within(edge - pixels, i));
    const high = pointToPixel(view, size, aspect, [1, 1]).map((edge, i) => within(edge + pixels, i));
    return [low[0], low[1], high[0] - low[0], high[1] - low[1]];
}

function tilesOf(size) {
    const {tiles, most_tiles} = data.drawing;
    const side = Math.max(Math.ceil(Math.min(...size) / tiles), Math.ceil(Math.max(...size) / most_tiles));
    return {side, across: Math.ceil(size[0] / side), down: Math.ceil(size[1] / side)};
}

// A row for each tile, in float64 until it is put away: what the network says in its middle, and where that is.
function anchorRows(run, parameters, view, size) {
    const {network, target} = run, tiles = tilesOf(size), columns = network.places_at + 2;
    const rows = new Float32Array(4 * columns * tiles.across * tiles.down), values = valuesFor(network);
    const [across, down] = pixelsPerUnit(view, size, target.aspect);
    for (let tile = 0; tile < tiles.across * tiles.down; ++tile) {
        const middle = [tile % tiles.across, Math.floor(tile / tiles.across)].map(i => (i + 0.5) * tiles.side);
        const [x, y] = pixelToPoint(view, size, target.aspect, middle);
        const [column, row] = [x * target.width, y * target.height];
        forward(network, parameters, x, y, values);
        putAnchor(network, values, rows, 4 * columns * tile);
        rows.set([Math.floor(column), Math.floor(row), column - Math.floor(column), row - Math.floor(row),
                  x * across, y * down, (1 - x) * across, (1 - y) * down], 4 * (columns * tile + network.places_at));
    }
    return {rows, columns, count: tiles.across * tiles.down};
}
