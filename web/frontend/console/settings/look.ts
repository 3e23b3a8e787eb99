/** The look of settings: cards, lines, forms. Whatever shows them imports this. */
import css from "../styles/settings.css" with { type: "text" };
import { wear } from "../wear";

wear(css);
