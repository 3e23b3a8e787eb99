/** Where the desk is: everything lies beside the frame's own address, so a desk below a path prefix works too. */

const base = location.pathname.replace(/\/frame\/?$/, "");

export function addressOf(path: string): string {
  return `${base}/${path}`;
}
