// Whether pages of a server are light: as was chosen in one of them last, or else as the system is.

const THEME = "ginn-gl theme";

function themeIsLight() {
    return (localStorage.getItem(THEME) ?? (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "")) === "light";
}

function keepThemeLight(light) {
    localStorage.setItem(THEME, light ? "light" : "dark");
}
