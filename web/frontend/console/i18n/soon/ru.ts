/** Russian texts of what loads soon after the start, see ../../soon.ts: one file for all these areas. */
export { words as app } from "../ru/app";
export { words as customers } from "../ru/customers";
export { words as finding } from "../ru/finding";
export { words as forms } from "../ru/forms";
export { words as help } from "../ru/help";
export { words as lists } from "../ru/lists";
export { words as routing } from "../ru/routing";
export { words as widget } from "../ru/widget";
export { words as writing } from "../ru/writing";
