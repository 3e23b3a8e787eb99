/** The frame, and the private port to it: offered once per load, to its exact origin. */

import type { Greeting, ToFrame, ToHost } from "../port";
import { make } from "./dom";
import type { View } from "./launcher";

const patienceMs = 10_000;

export interface Frame {
  readonly element: HTMLIFrameElement;
  say(order: ToFrame): void;
}

export interface FrameOptions {
  readonly base: string;
  readonly box: HTMLElement;
  readonly view: View;
  /** The visitor is about to open it. */
  readonly soon: unknown;
  readonly greeting: () => Greeting;
  readonly hear: (news: ToHost) => void;
}

export function openFrame({ base, box, view, soon, greeting, hear }: FrameOptions): Frame {
  const element = document.createElement("iframe");
  if (soon) element.name = "soon"; // somebody comes for the history: the frame asks for it before we can speak
  box.appendChild(element);
  element.title = view.words.chat;
  const failure = make("div", "f", box);
  let port: MessagePort | undefined;
  let timer: number;

  /** A desk that does not answer is asked again and again while the page lives. */
  function load() {
    element.src = base + "/frame";
    timer = setTimeout(() => {
      failure.textContent = view.words.fails;
      failure.hidden = false;
      load();
    }, patienceMs);
  }

  element.onload = () => {
    const { port1, port2 } = new MessageChannel();
    port = port1;
    port.onmessage = ({ data }: MessageEvent<ToHost>) => {
      if (data.t === "ready") {
        clearTimeout(timer);
        failure.hidden = true;
      }
      hear(data);
    };
    (element.contentWindow as Window).postMessage(greeting(), new URL(base).origin, [port2]);
  };
  failure.hidden = true;
  load();
  return { element, say: (order) => port && port.postMessage(order) };
}
