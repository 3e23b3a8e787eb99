/** The panel's drawings: 24 units square, drawn with the text's colour. */

const paths = {
  back: "M15 5l-7 7 7 7",
  more: "M5 11.5v1M12 11.5v1M19 11.5v1",
  smile: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5v.1M15 9.5v.1",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4 12l16-8-6 16-3-6.5z M11 13.5L20 4",
  clip: "M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.7-8.6a3.3 3.3 0 0 1 4.7 4.7l-8.7 8.6a1.7 1.7 0 0 1-2.4-2.4l7.7-7.6",
  down: "M6 9l6 6 6-6",
  save: "M12 4v11M7 11l5 5 5-5M5 20h14",
  file: "M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5",
  clock: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM12 7v5l3 2",
  once: "M5 12.5l4.5 4.5L19 7.5",
  twice: "M2 12.5l4.5 4.5L15 8M12 16l1 1L22 7.5",
  alert: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM12 7.5v5.5M12 16.5v.1",
} as const;

export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
