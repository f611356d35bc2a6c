// The help: what is shown, the network as a diagram, and every key; and the short messages over the picture.

const MESSAGE_SECONDS = 4, SHOWN_AT_MOST = 16;  // neurons of a layer in the diagram
const helpDialog = document.getElementById("help"), message = document.getElementById("message");
let messageTimer = null;

function say(text) {
    message.textContent = text;
    clearTimeout(messageTimer);
    messageTimer = setTimeout(() => message.textContent = "", 1000 * MESSAGE_SECONDS);
}

// Something is wrong that does not pass.
function complain(error) {
    clearTimeout(messageTimer);
    message.textContent = error.message;
    message.classList.add("error");
    document.body.classList.add("ready");
}

function buildHelp() {
    document.getElementById("keys").append(...ACTIONS.map(action => {
        const row = document.createElement("div"), key = document.createElement("dt"), does = document.createElement("dd");
        key.textContent = action.shown;
        does.textContent = action.does;
        row.append(key, does);
        return row;
    }));
    document.getElementById("close-help").addEventListener("click", () => helpDialog.close());
    helpDialog.addEventListener("click", event => event.target === helpDialog && helpDialog.close());
}

function toggleHelp() {
    if (helpDialog.open) {
        helpDialog.close();
    } else {
        document.getElementById("says").textContent = state.run.network.answers;
        document.getElementById("diagram").replaceChildren(drawDiagram(state.run.network));
        helpDialog.showModal();
    }
}

// Layers as columns of dots in the boundaries' colours, every connection a line.
function drawDiagram({hidden, outputs, output_names: said}) {
    const diagram = newPart("svg", {viewBox: "0 0 600 170", role: "img"});
    const widths = [2, ...hidden, outputs], columns = widths.map((width, i) => columnOf(width, i, widths.length));
    const lines = columns.slice(1).flatMap((column, i) => column.flatMap(end => columns[i].map(start => `M${start}L${end}`)));
    diagram.append(newPart("path", {d: lines.join(""), class: "connections"}));
    columns.forEach((column, i) => {
        const inner = i > 0 && i < columns.length - 1;
        const fill = inner ? `rgb(${data.palette.layers[i - 1].map(part => 255 * part)})` : "currentColor";
        diagram.append(...column.map(([x, y]) => newPart("circle", {cx: x, cy: y, r: 4, fill})));
        const label = newPart("text", {x: column[0][0], y: 166});
        label.textContent = inner ? `layer ${i}: ${hidden[i - 1]}` : i ? said : "x, y";
        diagram.append(label);
    });
    return diagram;
}

function columnOf(width, column, columns) {
    const count = Math.min(width, SHOWN_AT_MOST), spacing = Math.min(14, 150 / count);
    return Array.from({length: count}, (_, i) => [60 + 480 * column / (columns - 1), 76 + (i - (count - 1) / 2) * spacing]);
}

function newPart(name, attributes) {
    const part = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => part.setAttribute(key, value));
    return part;
}
