/** Files of messages: fetched with the token and shown as blobs, so that no address with rights in it ever exists. */

import { request } from "../link/rest";
import { box } from "./channel";
import { readToken } from "./token";

const addresses = new Map<string, Promise<string>>();

/** Return an address of the file, or of its small copy, that works in this frame alone. Fetched once. */
export function fileAddress(id: string, asked = ""): Promise<string> {
  const path = encodeURIComponent(id) + asked;
  const known = addresses.get(path);
  if (known) return known;
  const fetched = fetchBlob(path).then((blob) => URL.createObjectURL(blob));
  addresses.set(path, fetched);
  fetched.catch(() => addresses.delete(path));
  return fetched;
}

export async function saveFile(file: { id: string; filename: string }): Promise<void> {
  const link = document.createElement("a");
  link.href = await fileAddress(file.id);
  link.download = file.filename;
  link.click();
}

async function fetchBlob(path: string): Promise<Blob> {
  const answer = await request(`files/${path}`, { token: readToken(box) });
  return answer.blob();
}
