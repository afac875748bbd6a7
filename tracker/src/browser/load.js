// Fetches the core and makes its one export a function of texts. wasm-bindgen writes a loader for everything that an export may take and
// give; this is the part of it that a text needs, at a third of the bytes.

/**
 * The core, running.
 * @returns {Promise<(news: string) => string>}
 */
export async function load(url = new URL("trailmark_bg.wasm", import.meta.url)) {
  // Not as a stream, which is refused from servers that do not know the type; the core is compiled in the time that a packet takes.
  const answer = await fetch(url);
  const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer());
  const { memory, happened, __wbindgen_malloc: allocate, __wbindgen_free: free } = instance.exports;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  // Made anew each time: memory that grows leaves its old buffer behind.
  const bytes = (from, length) => new Uint8Array(memory.buffer, from, length);
  return (news) => {
    const text = encoder.encode(news);
    const at = allocate(text.length, 1);
    bytes(at, text.length).set(text);
    // The core frees what it takes; what it gives is ours to free.
    const [from, length] = happened(at, text.length);
    const orders = decoder.decode(bytes(from, length));
    free(from, length, 1);
    return orders;
  };
}
