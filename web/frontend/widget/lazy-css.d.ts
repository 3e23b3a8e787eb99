/** A style sheet as text, for what is loaded later. */
declare module "*.lazy.css" {
  const text: string;
  export default text;
}
