/** All shortcuts on one page. */
import { closed, overlay } from "../commands";
import { Dialog } from "../parts/dialog";
import { isSupervisor, preferences } from "../session";
import { modifier } from "../sidebar";
import { t, type Key } from "../text";
import { Keys } from "./keys_view";

const OF_SUPERVISORS: readonly Key[] = ["sidebar.reports", "sidebar.board"];
const GROUPS: readonly { title: Key; keys: readonly (readonly [string, Key])[] }[] = [
  {
    title: "keys.anywhere",
    keys: [["MOD+K", "keys.palette"], ["/", "keys.search"], ["?", "keys.help"], ["C", "letter.new"], ["G M", "keys.go_mine"], ["G U", "keys.go_unassigned"], ["G W", "keys.go_waiting"], ["G I", "keys.go_all"], ["G C", "sidebar.customers"], ["G S", "keys.go_settings"], ["G R", "sidebar.reports"], ["G B", "sidebar.board"], ["Alt+1", "keys.views"], ["MOD+Z", "keys.take_back"], ["Shift+Y", "keys.accept_offer"], ["Shift+X", "keys.decline_offer"], ["Esc", "keys.back"]],
  },
  {
    title: "keys.list",
    keys: [["J", "keys.next_row"], ["K", "keys.previous_row"], ["Enter", "keys.open"], [".", "keys.take_next"], ["X", "lists.pick"], ["Shift+J", "lists.pick_next"], ["MOD+A", "keys.pick_all"], ["Home", "keys.first"], ["End", "keys.last"]],
  },
  {
    title: "keys.ticket",
    keys: [["R", "keys.reply"], ["N", "keys.note"], ["F", "letter.forward"], ["Shift+C", "first.command"], ["A", "keys.assign"], ["I", "keys.to_me"], ["Shift+T", "keys.pass_on"], ["T", "lists.tags"], ["Z", "lists.snooze"], ["W", "lists.follow"], ["U", "ticket.mark_unread"], ["M", "keys.macro"], ["Shift+M", "ticket.join"], ["P", "keys.priority"], ["S", "keys.status"], ["E", "keys.resolve"], ["Shift+E", "keys.resolve_next"], ["[", "keys.previous"], ["]", "keys.next"], ["\\", "keys.panel"], ["Y", "keys.copy"]],
  },
  {
    title: "keys.composer",
    keys: [["MOD+Enter", "keys.send"], ["MOD+Shift+Enter", "keys.send_resolve"], ["Alt+N", "keys.switch"], ["/", "keys.templates"], ["@", "keys.mention"], [":", "keys.emoji"], ["MOD+Z", "keys.undo"], ["Esc", "keys.leave"]],
  },
];

export default function Shortcuts() {
  return (
    <Dialog title={t("keys.title")} onClose={() => closed("shortcuts")} className="wide">
      {!preferences.value.shortcuts && <p class="muted">{t("keys.are_off")}</p>}
      <p><button type="button" class="button" onClick={() => (overlay.value = "tour")}>{t("tour.again")}</button></p>
      <div class="shortcuts">
        {GROUPS.map(({ title, keys }) => (
          <section key={title}>
            <h3>{t(title)}</h3>
            <dl>
              {keys.filter(([, text]) => isSupervisor() || !OF_SUPERVISORS.includes(text)).map(([shortcut, text]) => (
                <div key={text}>
                  <dt><Keys keys={shortcut.replace("MOD", modifier())} /></dt>
                  <dd>{t(text)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
