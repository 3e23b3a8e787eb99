/** The look of what helps writing. Whatever shows it imports this. */
import css from "../styles/writing.css" with { type: "text" };
import { wear } from "../wear";

wear(css);
