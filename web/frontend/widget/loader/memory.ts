/** What the page remembers once the visitor has acted: that they use the chat, and whether it is open. Never who they are. */

type Place = "localStorage" | "sessionStorage";

/** Return what is remembered in this place, remembering `value` first: "" forgets. Nothing when the browser refuses. */
export function remember(place: Place, key: string | undefined, value?: string): string | null {
  const name = "helpdesk:" + key;
  try {
    const storage = window[place];
    if (value) storage.setItem(name, value);
    else if (value === "") storage.removeItem(name);
    return storage.getItem(name);
  } catch {
    return null;
  }
}
