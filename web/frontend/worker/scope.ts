/** What a service worker has that a page has not; the page's types do not know it. */

export interface LaterEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
export interface FetchEvent extends LaterEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
export interface PushEvent extends LaterEvent {
  readonly data: { json(): unknown } | null;
}
export interface NotificationEvent extends LaterEvent {
  readonly notification: Notification;
  readonly action: string;
}
export interface Tab {
  readonly url: string;
  readonly focused: boolean;
  focus(): Promise<Tab>;
  navigate(url: string): Promise<Tab | null>;
  postMessage(message: unknown, transfer?: Transferable[]): void;
}
interface Events {
  install: LaterEvent;
  activate: LaterEvent;
  fetch: FetchEvent;
  push: PushEvent;
  notificationclick: NotificationEvent;
}
interface Scope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options?: { type?: "window"; includeUncontrolled?: boolean }): Promise<readonly Tab[]>;
    openWindow(url: string): Promise<Tab | null>;
  };
  skipWaiting(): Promise<void>;
  addEventListener<Kind extends keyof Events>(kind: Kind, listener: (event: Events[Kind]) => void): void;
}

export const scope = self as unknown as Scope;
