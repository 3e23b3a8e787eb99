/** Puts the parts together: settings asked for once, launcher, frame on demand, and the page's commands. */

import type { Identity, Prefill, Theme, ToFrame, ToHost, Told } from "../port";
import { serveCommands } from "./commands";
import { makeCover } from "./cover";
import { makeEvents } from "./events";
import { openFrame, type Frame } from "./frame";
import { makeLauncher, type View } from "./launcher";
import { remember } from "./memory";
import { followPage } from "./page";
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
  if (serve) loadSettings(script.base, (settings) => run(script, settings, { serve, emit: events.emit }));
}

function run({ base, attributes }: Script, settings: Settings, { serve, emit }: { serve: Serve; emit: Emit }): void {
  const view: View = { words: pickWords(settings["words"], attributes["locale"]), isOpen: false, isDark: false, isFull: false, unread: 0, news: "", peek: 0 };
  const launcher = makeLauncher(view, settings);
  const { host, button, box } = launcher;
  const flash = titleFlash();
  const systemDark = matchMedia("(prefers-color-scheme:dark)");
  const cover = makeCover(box, view, draw);
  const page = followPage((page) => say({ t: "page", page }));
  /** Said again to every frame that has become ready. */
  const kept = new Map<string, ToFrame>();
  const { channel } = attributes;
  let theme = (attributes["theme"] || settings.theme || "auto") as Theme;
  let frame: Frame | undefined;

  function draw() {
    view.isDark = theme === "auto" ? systemDark.matches : theme === "dark";
    launcher.draw();
    if (frame) frame.element.title = view.words.chat;
    flash(view.unread && document.hidden ? view.news : "");
  }

  function load(soon?: unknown) {
    frame = frame || openFrame({
      base, box, view, soon, hear,
      greeting: () => ({ helpdesk: 1, locale: view.words.locale, theme, open: view.isOpen, focus: document.activeElement === host, page: page.now() }),
    });
  }

  function say(order: ToFrame) {
    if (frame) frame.say(order);
  }

  function keep(order: ToFrame) {
    kept.set(order.t, order);
    say(order);
  }

  function hear(news: ToHost) {
    if (news.t === "ready") kept.forEach(say);
    else if (news.t === "close" || news.t === "open") open(news.t === "open");
    else if (news.t === "peek") {
      view.peek = news.n;
      draw();
    } else if (news.t === "unread") {
      if (news.n === view.unread) return;
      view.unread = news.n;
      view.news = news.text;
      draw();
      emit(news.t, news.n);
    } else {
      const { t, d } = news as Told;
      if (d) remember("localStorage", channel, t === "forgotten" ? "" : "1");
      emit(t, d);
    }
  }

  function open(wanted: boolean, focus = true) {
    if (view.isOpen === wanted) return;
    view.isOpen = wanted;
    view.peek = 0;
    if (wanted) {
      show();
      load(1);
      page.tell();
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
  emit("ready");
  serve({
    open: () => open(true),
    close: () => open(false),
    toggle: () => open(!view.isOpen),
    show: () => show(),
    hide() {
      open(false);
      show("none");
    },
    setLanguage(locale: string) {
      view.words = pickWords(settings["words"], locale);
      draw();
      keep({ t: "locale", locale });
    },
    setTheme(wanted: Theme) {
      theme = wanted;
      draw();
      say({ t: "theme", theme });
    },
    setPage: page.given,
    prefill: (text: Prefill) => keep({ t: "prefill", text }),
    identify: (identity: Identity | null) => keep({ t: "identify", identity }),
    shutdown() {
      open(false);
      flash("");
      document.removeEventListener("visibilitychange", draw);
      page.leave();
      leave();
    },
  });
  if (remember("sessionStorage", channel) && !view.isFull) open(true, false);
  else if (remember("localStorage", channel) || settings.proactive?.length) load();
}
