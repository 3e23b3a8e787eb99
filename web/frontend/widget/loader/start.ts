/** Puts the parts together: settings asked for once, launcher, frame on demand, and the page's commands. */

import type { Theme, ToFrame, ToHost } from "../port";
import { serveCommands } from "./commands";
import { makeCover } from "./cover";
import { makeEvents } from "./events";
import { openFrame, type Frame } from "./frame";
import { makeLauncher, type View } from "./launcher";
import { remember } from "./memory";
import { currentPage } from "./page";
import type { Script } from "./script";
import { loadSettings, type Settings } from "./settings";
import { stay } from "./stay";
import { titleFlash } from "./title";
import { pickWords } from "./words";

type Serve = NonNullable<ReturnType<typeof serveCommands>>;
type Emit = ReturnType<typeof makeEvents>["emit"];

export function start(script: Script): void {
  const events = makeEvents();
  const serve = serveCommands(events);
  if (serve) loadSettings(script.chat, (settings) => run(script, settings, { serve, emit: events.emit }));
}

function run({ chat, data }: Script, { colors, position }: Settings, { serve, emit }: { serve: Serve; emit: Emit }): void {
  const view: View = { words: pickWords(data["locale"]), isOpen: false, isDark: false, isFull: false, unread: 0, news: "" };
  const launcher = makeLauncher(view, colors && colors.accent, position);
  const { host, button, box } = launcher;
  const flash = titleFlash();
  const systemDark = matchMedia("(prefers-color-scheme:dark)");
  const cover = makeCover(box, view, draw);
  const { channel } = data;
  let theme = (data["theme"] || "auto") as Theme;
  let text = "";
  let frame: Frame | undefined;

  function draw() {
    view.isDark = theme === "auto" ? systemDark.matches : theme === "dark";
    launcher.draw();
    if (frame) frame.element.title = view.words.chat;
    flash(view.unread && document.hidden ? view.news : "");
  }

  function load() {
    frame = frame || openFrame({
      chat, box, view, hear,
      greeting: () => ({ helpdesk: 1, locale: view.words.locale, theme, open: view.isOpen, focus: document.activeElement === host, page: currentPage() }),
    });
  }

  function say(order: ToFrame) {
    if (frame) frame.say(order);
  }

  function hear(news: ToHost) {
    if (news.t === "ready") say({ t: "prefill", text });
    else if (news.t === "close") open(false);
    else if (news.t === "unread") {
      if (news.n === view.unread) return;
      view.unread = news.n;
      view.news = news.text;
      draw();
      emit(news.t, news.n);
    } else {
      remember("localStorage", channel, "1");
      emit(news.t, { ticket: news.ticket });
    }
  }

  function open(wanted: boolean, focus = true) {
    if (view.isOpen === wanted) return;
    view.isOpen = wanted;
    if (wanted) {
      show();
      load();
      say({ t: "page", page: currentPage() });
    }
    remember("sessionStorage", channel, wanted ? "1" : "");
    cover();
    if (focus) (wanted ? frame!.element : button).focus();
    say(wanted ? { t: "open", focus } : { t: "close" });
    emit(wanted ? "open" : "close");
  }

  function show(display = "contents") {
    host.style.setProperty("display", display, "important");
  }

  button.onclick = () => open(!view.isOpen);
  button.onpointerenter = button.onfocus = load;
  host.onkeydown = ({ key }) => {
    if (key === "Escape") open(false);
  };
  document.addEventListener("visibilitychange", draw);
  systemDark.onchange = draw;

  show();
  cover();
  const leave = stay(host);
  serve({
    open: () => open(true),
    close: () => open(false),
    toggle: () => open(!view.isOpen),
    show: () => show(),
    hide() {
      open(false);
      show("none");
    },
    locale(locale: string) {
      view.words = pickWords(locale);
      draw();
      say({ t: "locale", locale: view.words.locale });
    },
    theme(wanted: Theme) {
      theme = wanted;
      draw();
      say({ t: "theme", theme });
    },
    prefill(wanted: string) {
      text = wanted;
      say({ t: "prefill", text });
    },
    destroy() {
      open(false);
      flash("");
      document.removeEventListener("visibilitychange", draw);
      leave();
    },
  });
  emit("ready");
  if (remember("sessionStorage", channel) && !view.isFull) open(true, false);
  else if (remember("localStorage", channel)) load();
}
