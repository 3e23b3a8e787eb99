/** What every catalogue must have: the texts of the English one. */
import type { Text } from "../../shared/i18n";
import type { en } from "./en";

export type Key = keyof typeof en;
export type Messages = Readonly<Record<Key, Text>>;
