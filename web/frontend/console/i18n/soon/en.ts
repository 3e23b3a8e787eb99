/** English texts of what loads soon after the start, see ../../soon.ts: one file for all these areas. */
export { words as app } from "../en/app";
export { words as customers } from "../en/customers";
export { words as finding } from "../en/finding";
export { words as forms } from "../en/forms";
export { words as help } from "../en/help";
export { words as lists } from "../en/lists";
export { words as routing } from "../en/routing";
export { words as widget } from "../en/widget";
export { words as writing } from "../en/writing";
