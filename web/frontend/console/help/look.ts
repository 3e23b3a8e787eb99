/** The look of other people's help. Whatever shows it imports this. */
import css from "../styles/help.css" with { type: "text" };
import { wear } from "../wear";

wear(css);
