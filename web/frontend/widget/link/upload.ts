/** One file on its way to the desk, with progress and a way to stop it. */

import type { Attachment } from "../state/protocol";
import { addressOf } from "./address";
import { Problem, problemOf } from "./rest";

export interface Sending {
  readonly done: Promise<Attachment>;
  stop(): void;
}

/** onProgress: 0..1. `done` raises Problem when the desk refuses, TypeError when the connection breaks. */
export function sendFile(file: File, token: string, onProgress: (part: number) => void): Sending {
  const call = new XMLHttpRequest(); // fetch tells no upload progress
  const body = new FormData();
  body.append("file", file, file.name);
  const done = new Promise<Attachment>((resolve, reject) => {
    call.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    call.onload = () => (call.status < 300 ? parse(call, resolve, reject) : reject(problemOf(call.status, call.responseText)));
    call.onerror = call.ontimeout = () => reject(new TypeError("no answer"));
  });
  call.open("POST", addressOf("uploads"));
  call.setRequestHeader("Authorization", `Bearer ${token}`);
  call.send(body);
  return { done, stop: () => call.abort() };
}

function parse(call: XMLHttpRequest, resolve: (attachment: Attachment) => void, reject: (problem: Problem) => void): void {
  try {
    resolve(JSON.parse(call.responseText) as Attachment);
  } catch {
    reject(new Problem(call.status, ""));
  }
}
