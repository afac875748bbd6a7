/** The address of the wasm file, where the bundler takes it as a file: for `wasmUrl`. */
declare const address: string;
export default address;
