/** The REST API: JSON in and out, problems as typed errors, sign-in when the session has ended. */
import type { Attachment } from "./store/types";

export type ProblemCode =
  | "offline" | "aborted" | "not_found" | "forbidden" | "conflict" | "invalid" | "too_many" | "too_large" | "unsupported_media"
  | "unavailable" | "unauthenticated" | "expired" | "csrf" | "taken" | "newer_message" | "colleague_answered" | "newer_draft" | "unknown";

export class Problem extends Error {
  constructor(
    readonly code: ProblemCode | (string & {}),
    readonly status: number,
    readonly fields: Readonly<Record<string, unknown>> = {},
    detail = "",
  ) {
    super(detail || code);
  }

  /** It may work later without anybody changing anything. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

interface Asked { body: unknown; signal: AbortSignal | undefined }
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
const TIMEOUT_MS = 20_000;
/** Nobody waits for these: marks, what stands beside a ticket, further parts of a list. A browser has six connections, and whatever somebody waits for gets the next one. */
const BESIDE = /^\/api\/(customers\/|tickets\/\d+\/(read|visitor)\b|tickets\?.*\bafter_id=)/;
let csrf = "";

export function useCsrf(token: string): void {
  csrf = token;
}

export async function api<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const answer = await (isQuestion(method, path) ? (takeWarm(path) ?? askPatiently(method, path, { body, signal })) : ask(method, path, { body, signal }));
  if (answer.ok) return answer.status === 204 ? (undefined as T) : readJson<T>(answer);
  const problem = await problemOf(answer);
  if (problem.code === "csrf" && (await renewCsrf())) {
    const again = await ask(method, path, { body, signal });
    if (again.ok) return again.status === 204 ? (undefined as T) : readJson<T>(again);
  }
  if (problem.status === 401) goToSignIn();
  throw problem;
}

const warmed = new Map<string, Promise<Response>>();

/** Ask now for what `api` will be asked for in a moment: the start of the page does not wait for one answer after another. */
export function warm(path: string): void {
  const answer = askPatiently("GET", path, { body: undefined, signal: undefined });
  answer.catch(() => warmed.delete(path));
  warmed.set(path, answer);
}

function takeWarm(path: string): Promise<Response> | undefined {
  const answer = warmed.get(path);
  warmed.delete(path);
  return answer;
}

const waited = new Set<() => void>();

/** Ask once more for all that is still waited for; where that is nothing the page itself waits for its parts. */
export function askAgain(): void {
  if (waited.size === 0) return location.reload();
  for (const again of waited) again();
}

/** What changes nothing may be asked twice. */
function isQuestion(method: Method, path: string): boolean {
  return method === "GET" || path.endsWith("-searches");
}

/** An answer that does not come is asked for anew when somebody wants that. */
async function askPatiently(method: Method, path: string, { body, signal }: Asked): Promise<Response> {
  for (;;) {
    const turn = new AbortController();
    const again = (): void => turn.abort();
    waited.add(again);
    try {
      return await ask(method, path, { body, signal: signal ? AbortSignal.any([signal, turn.signal]) : turn.signal });
    } catch (problem) {
      if (signal?.aborted || !turn.signal.aborted) throw problem;
    } finally {
      waited.delete(again);
    }
  }
}

async function ask(method: Method, path: string, { body, signal }: Asked): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRF-Token"] = csrf;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      priority: BESIDE.test(path) ? "low" : "auto",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Problem(signal?.aborted ? "aborted" : "offline", 0);
  }
}

async function readJson<T>(answer: Response): Promise<T> {
  const text = await answer.text().catch(() => {
    throw new Problem("offline", 0);
  });
  return (text ? JSON.parse(text) : undefined) as T;
}

async function problemOf(answer: Response): Promise<Problem> {
  const data = (await answer.json().catch(() => ({}))) as { code?: string; fields?: Record<string, unknown>; detail?: string };
  return new Problem(data.code ?? codeOf(answer.status), answer.status, data.fields, data.detail);
}

/** The general word for a status, for codes we have no text of our own for. */
export function codeOf(status: number): ProblemCode {
  const known: Record<number, ProblemCode> = { 401: "unauthenticated", 403: "forbidden", 404: "not_found", 409: "conflict", 413: "too_large", 415: "unsupported_media", 429: "too_many" };
  return known[status] ?? (status >= 500 ? "unavailable" : "invalid");
}

async function renewCsrf(): Promise<boolean> {
  const answer = await ask("GET", "/api/me", { body: undefined, signal: undefined });
  if (!answer.ok) return false;
  csrf = ((await answer.json()) as { csrf: string }).csrf;
  return true;
}

export function goToSignIn(): void {
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}

/** Upload one file; `onProgress` gets 0 to 1. XMLHttpRequest, since fetch tells no upload progress. */
export function upload(file: File, { onProgress, signal }: { onProgress: (share: number) => void; signal: AbortSignal }): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/uploads");
    request.responseType = "text";
    request.setRequestHeader("X-CSRF-Token", csrf);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = () => reject(new Problem("offline", 0));
    request.onabort = () => reject(new Problem("aborted", 0));
    request.onload = () => settleUpload(request, resolve, reject);
    signal.addEventListener("abort", () => request.abort());
    const form = new FormData();
    form.append("file", file, file.name);
    request.send(form);
  });
}

function settleUpload(request: XMLHttpRequest, resolve: (attachment: Attachment) => void, reject: (problem: Problem) => void): void {
  let data: Record<string, unknown> = {};
  try {
    data = JSON.parse(request.responseText) as Record<string, unknown>;
  } catch {
    // an answer of a proxy in between: the status says enough
  }
  if (request.status < 300) return resolve(data as unknown as Attachment);
  reject(new Problem((data["code"] as string) ?? codeOf(request.status), request.status, data["fields"] as Record<string, unknown>));
}
