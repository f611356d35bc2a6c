// The table of runs: asks for rows that have changed, every other second while somebody looks.

const SECONDS = 2;  // between two questions
const STATES = {training: "in training", finished: "finished", stopped: "stopped", failed: "failed", killed: "was killed",
                damaged: "damaged", unread: "…"};
const part = Object.fromEntries([...document.querySelectorAll("[id]")].map(found => [found.id, found]));

// What is in a row, and what it is sorted by, at first downwards for some.
const COLUMNS = [
    {name: "picture", title: ""},
    {name: "name", title: "Name", key: row => row.name.toLowerCase()},
    {name: "network", title: "Network", key: row => row.network},
    {name: "steps", title: "Steps", key: row => row.step, down: true},
    {name: "loss", title: "Loss", key: row => row.loss, number: true},
    {name: "state", title: "State", key: row => Object.keys(STATES).indexOf(row.state)},
    {name: "changed", title: "Changed", key: row => row.changed, down: true},
];

const rows = new Map(), shown = new Map();  // by id: what the server said, and the table's row of that
let session = "", version = 0, order = {name: "changed", down: true}, isAsking = false;

async function ask() {
    if (isAsking || document.hidden) return;
    isAsking = true;
    try {
        const answer = await fetch(`rows?session=${session}&version=${version}`);
        if (!answer.ok) throw new Error(`${answer.status}`);
        take(await answer.json());
        part.said.classList.remove("apart");
    } catch {
        part.said.textContent = "no connection: trying again";
        part.said.classList.add("apart");
    } finally {
        isAsking = false;
    }
}

function take(answer) {
    if (answer.session !== session) {
        rows.clear();
        shown.forEach(row => row.remove());
        shown.clear();
    }
    ({session, version} = answer);
    for (const id of answer.gone) {
        rows.delete(id);
        shown.get(id)?.remove();
        shown.delete(id);
    }
    for (const row of answer.rows) {
        rows.set(row.id, row);
        const before = shown.get(row.id), built = buildRow(row, before);
        before?.replaceWith(built);
        shown.set(row.id, built);
    }
    if (answer.rows.length || answer.gone.length) arrange();
    const training = [...rows.values()].filter(row => row.state === "training").length;
    part.said.textContent = `${thousands(rows.size)}${training ? ` · ${thousands(training)} in training` : ""}`;
}

// In order, and those that the filter leaves.
function arrange() {
    const {key} = COLUMNS.find(column => column.name === order.name), words = part.filter.value.toLowerCase().split(/\s+/);
    const said = row => `${row.name} ${row.folder} ${row.network ?? ""} ${STATES[row.state]}`.toLowerCase();
    const chosen = [...rows.values()].filter(row => words.every(word => said(row).includes(word)));
    chosen.sort((one, other) => compare(key(one), key(other), order.down) || compare(one.name, other.name));
    part.rows.replaceChildren(...chosen.map(row => shown.get(row.id)));
    part.nothing.hidden = chosen.length > 0;
    part.nothing.textContent = rows.size ? "No run like this" : "No run here yet: one that is trained into these folders appears";
    for (const head of part.heads.children) {
        head.removeAttribute("aria-sort");
        if (head.className.includes(order.name)) head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
    }
    part.order.value = order.name;
}

// What is not known comes last, either way.
function compare(one, other, down = false) {
    if (one === other) return 0;
    if (one === null || one === undefined) return 1;
    if (other === null || other === undefined) return -1;
    return (one < other ? -1 : 1) * (down ? -1 : 1);
}

// before: the table's row of it until now, whose picture is seen until the new one has come.
function buildRow(row, before) {
    const built = document.createElement("tr");
    built.className = `${row.state} ${row.bad ? "bad" : ""}`;
    const picture = newCell("picture"), frame = document.createElement("span"), name = newCell("name");
    picture.append(frame);
    const isThere = row.step !== undefined;
    if (isThere) {
        const image = before?.querySelector("img") ?? document.createElement("img"), link = document.createElement("a");
        image.src = `runs/${row.id}/thumbnail?${row.step}`;
        image.alt = "";
        image.loading = "lazy";
        frame.append(image);
        link.href = `runs/${row.id}/`;
        link.textContent = row.name;
        name.append(link);
    } else {
        name.append(row.name);
    }
    const small = document.createElement("small");
    small.textContent = [row.folder, isThere && row.made !== "trained" && row.made].filter(Boolean).join(" · ");
    if (small.textContent) name.append(small);
    const state = newCell("state"), badge = document.createElement("span");
    badge.textContent = STATES[row.state];
    state.append(badge);
    const changed = newCell("changed", row.changed ? sinceWhen(row.changed) : "");
    if (row.changed) changed.title = new Date(1000 * row.changed).toLocaleString();
    if (!isThere) {
        const trouble = newCell("trouble", row.trouble ?? "");
        trouble.colSpan = 3;
        built.append(picture, name, trouble, state, changed);
        return built;
    }
    const steps = newCell("steps", thousands(row.step));
    if (row.iterations && row.step < row.iterations) {
        const progress = document.createElement("progress");
        [progress.max, progress.value] = [row.iterations, row.step];
        steps.textContent += ` of ${thousands(row.iterations)}`;
        steps.append(progress);
    }
    built.append(picture, name, newCell("network", row.network), steps,
                 newCell("loss number", row.loss === null ? "" : String(Number(row.loss.toPrecision(3)))), state, changed);
    return built;
}

function newCell(className, text = "") {
    const cell = document.createElement("td");
    cell.className = className;
    cell.textContent = text;
    return cell;
}

function buildHeads() {
    part.heads.append(...COLUMNS.map(column => {
        const head = document.createElement("th");
        head.className = column.name + (column.number ? " number" : "");
        if (!column.key) return head;
        const button = document.createElement("button");
        button.textContent = column.title;
        button.addEventListener("click", () => sortBy(column));
        head.append(button);
        return head;
    }));
    const sorted = COLUMNS.filter(column => column.key);
    part.order.append(...sorted.map(column => new Option(column.title, column.name)));
    part.order.addEventListener("change", () => sortBy(sorted.find(column => column.name === part.order.value)));
}

function sortBy(column) {
    const isAgain = order.name === column.name;
    order = {name: column.name, down: isAgain ? !order.down : Boolean(column.down)};
    arrange();
}

// "5 min ago"; a date where that is more than a day.
function sinceWhen(seconds) {
    const past = Date.now() / 1000 - seconds, units = [[60, "min"], [3600, "h"]];
    if (past < 60) return "just now";
    if (past >= 86_400) return new Date(1000 * seconds).toLocaleDateString(undefined, {year: "numeric", month: "short", day: "numeric"});
    const [length, unit] = units.findLast(([length]) => past >= length);
    return `${Math.floor(past / length)} ${unit} ago`;
}

function thousands(number) {
    return number.toLocaleString("en-US");
}

function showTheme() {
    part.light.checked = themeIsLight();
    document.documentElement.classList.toggle("light", part.light.checked);
}

buildHeads();
showTheme();
part.filter.addEventListener("input", arrange);
part.light.addEventListener("change", () => {
    keepThemeLight(part.light.checked);
    showTheme();
});
document.addEventListener("visibilitychange", ask);
setInterval(ask, 1000 * SECONDS);
ask();
