// Where the script is, asked while it first runs: later nobody can say. What it loads lies beside it, wherever that is.
export const script = document.currentScript;

const beside = (file) => new URL(file, script?.src || location.href).href;

// Their names are put in by pkg/build.mjs, which knows their hashes.
export const glue = beside(GLUE);
export const wasm = beside(WASM);
/** Whose origin serves the script also takes the events, unless the page says otherwise. */
export const { origin } = new URL(glue);
