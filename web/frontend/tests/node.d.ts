/** The part of Node's test tools that the tests use; the browser code must not see Node's types. */

declare module "node:test" {
  export function test(name: string, run: () => void | Promise<void>): void;
  export const mock: { timers: { enable(what: { apis: readonly string[] }): void; tick(ms: number): void; reset(): void } };
}

declare module "node:assert/strict" {
  interface Assert {
    ok(value: unknown, message?: string): asserts value;
    equal(actual: unknown, expected: unknown, message?: string): void;
    notEqual(actual: unknown, expected: unknown, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    match(text: string, pattern: RegExp, message?: string): void;
    throws(run: () => unknown, message?: string): void;
  }
  const assert: Assert;
  export default assert;
}

declare module "node:fs" {
  export function readFileSync(path: string, encoding: "utf8"): string;
}

declare module "node:v8" {
  export function setFlagsFromString(flags: string): void;
}

declare module "node:vm" {
  export function runInNewContext(code: string): unknown;
}

declare const process: { memoryUsage(): { heapUsed: number }; readonly argv: readonly string[]; readonly stdout: { write(text: string): void }; cpuUsage(since?: { user: number; system: number }): { user: number; system: number } };
