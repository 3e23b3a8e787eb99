/** The socket that comes back: hello, heartbeat, silence, back-off, end. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { backoffMs, openSocket, type Frame, type SocketOptions, type SocketState } from "../shared/socket";

class Wire {
  readyState = 0;
  sent: Frame[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Frame);
  }
  close(): void {
    this.readyState = 3;
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  say(frame: Frame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  cut(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

function connect(options: Partial<SocketOptions> = {}): { wires: Wire[]; states: SocketState[]; frames: Frame[]; socket: ReturnType<typeof openSocket> } {
  const wires: Wire[] = [];
  const states: SocketState[] = [];
  const frames: Frame[] = [];
  const open = (): WebSocket => {
    wires.push(new Wire());
    return wires.at(-1) as unknown as WebSocket;
  };
  const socket = openSocket({ url: "ws://desk", hello: () => ({ t: "hello" }), onFrame: (frame) => frames.push(frame), onState: (state) => states.push(state), open, ...options });
  return { wires, states, frames, socket };
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test("nothing is sent before the welcome but the hello", () => {
  const { wires, socket, states } = connect();
  wires[0]!.open();

  assert.equal(socket.send({ t: "typing" }), false);
  wires[0]!.say({ t: "welcome" });
  assert.equal(socket.send({ t: "typing" }), true);
  assert.deepEqual(wires[0]!.sent.map(({ t }) => t), ["hello", "typing"]);
  assert.deepEqual(states, ["connecting", "live"]);
  socket.close();
});

test("a lost connection is opened again, with a new hello", async () => {
  const { wires, socket } = connect();
  wires[0]!.open();
  wires[0]!.say({ t: "welcome" });

  wires[0]!.cut(1012);
  socket.retry();
  wires[1]!.open();

  assert.deepEqual(wires[1]!.sent, [{ t: "hello" }]);
  socket.close();
});

test("it pings, and takes silence for a lost connection", async () => {
  const { wires, socket } = connect({ pingEveryMs: 10, deadAfterMs: 60 });
  wires[0]!.open();
  wires[0]!.say({ t: "welcome" });

  await wait(30);
  assert.deepEqual(wires[0]!.sent.map(({ t }) => t), ["hello", "ping"]);
  await wait(80);
  assert.equal(wires[0]!.readyState, 3);
  socket.close();
});

test("offline is told when nothing has been welcomed for a while, and taken back after", async () => {
  const { wires, states, socket } = connect({ offlineAfterMs: 15 });

  await wait(40);
  wires.at(-1)!.open();
  wires.at(-1)!.say({ t: "welcome" });

  assert.deepEqual(states, ["connecting", "offline", "live"]);
  socket.close();
});

test("a session that has ended ends the socket", () => {
  const { wires, states, socket } = connect({ mayReconnect: (code) => code !== 4401 });
  wires[0]!.open();
  wires[0]!.cut(4401);

  assert.equal(states.at(-1), "closed");
  socket.retry();
  assert.equal(wires.length, 1);
});

test("what is no frame is passed over", () => {
  const { wires, frames, socket } = connect();
  wires[0]!.open();
  for (const data of ["{broken", "7", "null", '{"no":"kind"}']) wires[0]!.onmessage?.({ data });

  assert.deepEqual(frames, []);
  socket.close();
});

test("waiting grows to half a minute and is spread over all of it", () => {
  assert.equal(backoffMs(0, () => 1), 500);
  assert.equal(backoffMs(3, () => 1), 4_000);
  assert.equal(backoffMs(99, () => 1), 30_000);
  assert.equal(backoffMs(99, () => 0), 0);
});

test("who acts learns in seconds that a connection only looks open", () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const { wires, states, socket } = connect();
  wires[0]!.open();
  wires[0]!.say({ t: "welcome" });

  socket.wake();
  wires[0]!.say({ t: "pong" });
  mock.timers.tick(6_000);
  assert.equal(wires[0]!.readyState, 1);
  socket.wake();
  mock.timers.tick(5_000);
  assert.equal(wires[0]!.readyState, 3);
  mock.timers.tick(3_100);

  assert.equal(states.at(-1), "offline");
  socket.close();
  mock.timers.reset();
});
