/** Style sheets taken in as text, see bundles.mjs. */
declare module "*.css" {
  const css: string;
  export default css;
}
