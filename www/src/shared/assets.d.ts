/** A file that the build copies beside the scripts: its address, relative to them. */
declare module "*.wasm" {
  const address: string;
  export default address;
}
