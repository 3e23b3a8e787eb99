/** All keys there are, as people are shown them: those of commands may be laid elsewhere, the others stay. */
import { keyOf, type CommandId } from "../key_map";
import { isSupervisor } from "../session";
import { modifier } from "../sidebar";
import type { Key } from "../text";

export interface KeyRow {
  readonly text: Key;
  readonly command?: CommandId;
  readonly keys?: string;
}
export interface KeyGroup {
  readonly title: Key;
  readonly rows: readonly KeyRow[];
}

const OF_SUPERVISORS: readonly (CommandId | undefined)[] = ["go_reports", "go_board"];
const fixed = (keys: string, text: Key): KeyRow => ({ keys, text });
const own = (command: CommandId, text: Key): KeyRow => ({ command, text });

const GROUPS: readonly KeyGroup[] = [
  {
    title: "keys.anywhere",
    rows: [
      fixed("MOD+K", "keys.palette"), own("search", "keys.search"), fixed("?", "keys.help"), own("write_mail", "letter.new"), own("go_mine", "keys.go_mine"), own("go_unassigned", "keys.go_unassigned"),
      own("go_waiting", "keys.go_waiting"), own("go_all", "keys.go_all"), own("go_customers", "sidebar.customers"), own("go_settings", "keys.go_settings"), own("go_reports", "sidebar.reports"), own("go_board", "sidebar.board"),
      fixed("Alt+1", "keys.views"), fixed("MOD+Z", "keys.take_back"), own("accept_offer", "keys.accept_offer"), own("decline_offer", "keys.decline_offer"), fixed("Esc", "keys.back"),
    ],
  },
  {
    title: "keys.list",
    rows: [
      own("next_row", "keys.next_row"), own("previous_row", "keys.previous_row"), fixed("Enter", "keys.open"), own("take_next", "keys.take_next"), own("pick", "lists.pick"), own("pick_next", "lists.pick_next"),
      own("pick_previous", "keys.pick_previous"), fixed("MOD+A", "keys.pick_all"), fixed("Home", "keys.first"), fixed("End", "keys.last"),
    ],
  },
  {
    title: "keys.ticket",
    rows: [
      own("reply", "keys.reply"), own("note", "keys.note"), own("forward", "letter.forward"), own("find", "find.title"), own("first", "first.command"), own("assign", "keys.assign"), own("to_me", "keys.to_me"), own("pass_on", "keys.pass_on"),
      own("tags", "lists.tags"), own("snooze", "lists.snooze"), own("follow", "lists.follow"), own("unread", "ticket.mark_unread"), own("macro", "keys.macro"), own("join", "ticket.join"), own("priority", "keys.priority"),
      own("status", "keys.status"), own("resolve", "keys.resolve"), own("resolve_next", "keys.resolve_next"), own("previous", "keys.previous"), own("next", "keys.next"), own("panel", "keys.panel"), own("copy", "keys.copy"),
    ],
  },
  {
    title: "keys.composer",
    rows: [
      fixed("MOD+Enter", "keys.send"), fixed("MOD+Shift+Enter", "keys.send_resolve"), fixed("Alt+N", "keys.switch"), fixed("/", "keys.templates"), fixed("@", "keys.mention"), fixed(":", "keys.emoji"), fixed("MOD+Z", "keys.undo"), fixed("Esc", "keys.leave"),
    ],
  },
];

/** Of those there are, what this agent may do. */
export function keyGroups(): KeyGroup[] {
  return GROUPS.map(({ title, rows }) => ({ title, rows: rows.filter(({ command }) => isSupervisor() || !OF_SUPERVISORS.includes(command)) }));
}

/** As they are now; "" for none. */
export function keysOf({ command, keys = "" }: KeyRow): string {
  return command ? keyOf(command) : keys.replace("MOD", modifier());
}
