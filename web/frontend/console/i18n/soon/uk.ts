/** Ukrainian texts of what loads soon after the start, see ../../soon.ts: one file for all these areas. */
export { words as app } from "../uk/app";
export { words as customers } from "../uk/customers";
export { words as finding } from "../uk/finding";
export { words as forms } from "../uk/forms";
export { words as help } from "../uk/help";
export { words as lists } from "../uk/lists";
export { words as routing } from "../uk/routing";
export { words as widget } from "../uk/widget";
export { words as writing } from "../uk/writing";
