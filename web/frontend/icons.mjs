// Draws the icons of the installed console as PNG: the desk's mark at the sizes phones ask for.
import { deflateSync } from "node:zlib";

const BLUE = [0x1f, 0x5f, 0xbf];
const WHITE = [0xff, 0xff, 0xff];
/** The mark is drawn on 32 by 32 units, as web/pages/icon.py has it. */
const UNITS = 32;
const SAMPLES = 4;

/** Name -> how it is drawn; a maskable one fills its square and keeps the mark in the middle that no phone cuts off. */
const ICONS = {
  "icons/icon-192.png": { size: 192 },
  "icons/icon-512.png": { size: 512 },
  "icons/maskable-512.png": { size: 512, isMaskable: true },
  "icons/touch-180.png": { size: 180, isMaskable: true },
};

/** Return name -> bytes. */
export function drawIcons() {
  return new Map(Object.entries(ICONS).map(([name, how]) => [name, png(how)]));
}

function png({ size, isMaskable = false }) {
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) rows.set(pixel({ x, y, size, isMaskable }), y * (size * 4 + 1) + 1 + x * 4);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8); // eight bits, colours with transparency
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** PNG's checksum; Node's own is too new for the oldest Node we build with. */
function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** Smooth edges: the mean of some points within the pixel. */
function pixel({ x, y, size, isMaskable }) {
  const sum = [0, 0, 0, 0];
  for (let at = 0; at < SAMPLES * SAMPLES; at++) {
    const across = ((x + ((at % SAMPLES) + 0.5) / SAMPLES) * UNITS) / size;
    const down = ((y + (Math.floor(at / SAMPLES) + 0.5) / SAMPLES) * UNITS) / size;
    const colour = isMaskable ? (colourAt(shrunk(across), shrunk(down)) ?? BLUE) : colourAt(across, down);
    if (!colour) continue;
    colour.forEach((part, of) => (sum[of] += part));
    sum[3] += 1;
  }
  const covered = sum[3] || 1;
  return [...sum.slice(0, 3).map((part) => Math.round(part / covered)), Math.round((sum[3] * 255) / (SAMPLES * SAMPLES))];
}

function shrunk(at) {
  return UNITS / 2 + (at - UNITS / 2) / 0.8;
}

function colourAt(x, y) {
  if (inLine(x, y, { from: 12, to: 20, at: 12.2 }) || inLine(x, y, { from: 12, to: 17, at: 15.6 })) return BLUE;
  if (inBox(x, y, { left: 8, top: 7, right: 24, bottom: 20, round: 3 }) || inTail(x, y)) return WHITE;
  return inBox(x, y, { left: 0, top: 0, right: 32, bottom: 32, round: 8 }) ? BLUE : null;
}

function inBox(x, y, { left, top, right, bottom, round }) {
  const across = Math.max(left + round - x, x - (right - round), 0);
  const down = Math.max(top + round - y, y - (bottom - round), 0);
  return across * across + down * down <= round * round;
}

function inLine(x, y, { from, to, at }) {
  const across = Math.max(from - x, x - to, 0);
  return across * across + (y - at) * (y - at) <= 0.81;
}

/** The corner of the speech bubble. */
function inTail(x, y) {
  return x >= 9 && y >= 19 && y <= 25 && x - 9 <= (25 - y) * 1.1;
}
