// Fetches the core and hands it its imports. wasm-bindgen's own loader can be called in five ways, of which the entry knows one.

/** The exports of a new instance of the core. */
export async function load(imports, { module_or_path = new URL("trailmark_bg.wasm", import.meta.url) } = {}) {
  const answer = await fetch(module_or_path);
  // Streaming is refused under any other name; some servers do not know the type.
  const streams = answer.headers.get("content-type") === "application/wasm";
  const { instance } = await (streams ? WebAssembly.instantiateStreaming(answer, imports) : WebAssembly.instantiate(await answer.arrayBuffer(), imports));
  return instance.exports;
}
