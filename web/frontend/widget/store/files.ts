/** Files of messages: fetched with the token and shown as blobs, so that no address with rights in it ever exists. */

import { request } from "../link/rest";
import { box } from "./channel";
import { readToken } from "./token";

const addresses = new Map<string, Promise<string>>();

/** Return an address of the file that works in this frame alone. Fetched once. */
export function fileAddress(id: string): Promise<string> {
  const known = addresses.get(id);
  if (known) return known;
  const fetched = fetchBlob(id).then((blob) => URL.createObjectURL(blob));
  addresses.set(id, fetched);
  fetched.catch(() => addresses.delete(id));
  return fetched;
}

export async function saveFile(file: { id: string; filename: string }): Promise<void> {
  const link = document.createElement("a");
  link.href = await fileAddress(file.id);
  link.download = file.filename;
  link.click();
}

async function fetchBlob(id: string): Promise<Blob> {
  const answer = await request(`files/${encodeURIComponent(id)}`, { token: readToken(box) });
  return answer.blob();
}
