/** Requests to the desk's visitor side, and its problems as errors. */

import { addressOf } from "./address";

export class Problem extends Error {
  constructor(readonly status: number, readonly code: string) {
    super(code);
  }
}

export interface Question {
  readonly token?: string | null;
  readonly method?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Ask for JSON. Raises Problem for an answer that is an error, TypeError when there is no answer. */
export async function ask<T>(path: string, question: Question = {}): Promise<T> {
  const answer = await request(path, question);
  return (answer.status === 204 ? {} : await answer.json()) as T;
}

export async function request(path: string, { token, method, body, signal }: Question): Promise<Response> {
  const headers: Record<string, string> = {};
  if (token) headers["Authorization"] = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(addressOf(path), {
    method: method ?? "GET",
    headers,
    credentials: "omit",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  if (!answer.ok) throw problemOf(answer.status, await answer.text());
  return answer;
}

export function problemOf(status: number, text: string): Problem {
  try {
    const { code } = JSON.parse(text) as { code?: string };
    return new Problem(status, code ?? "");
  } catch {
    return new Problem(status, "");
  }
}
