/** Which files are worth sending: what is plainly too large or of a refused type is told before the upload. The desk decides by content. */

export type Fault = "empty" | "too_large" | "wrong_type" | "too_many" | "refused" | "lost";

const types = /^(image\/(?!svg)|audio\/|video\/|text\/(plain|csv|markdown|calendar|vcard|rtf)$|application\/(pdf|rtf|msword|zip$|vnd\.(openxmlformats-officedocument|oasis\.opendocument|ms-(excel|powerpoint|word|outlook))))/;
const endings = /\.(pdf|txt|csv|md|log|rtf|docx?|xlsx?|pptx?|od[tsp]|jpe?g|png|gif|webp|avif|heic|bmp|tiff?|mp3|m4a|aac|ogg|oga|opus|wav|flac|mp4|m4v|mov|webm|mkv|avi|3gp)$/i;

/** What the file dialog offers first. */
export const accepted = "image/*,audio/*,video/*,.pdf,.txt,.csv,.rtf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp";

export function faultOf(file: { name: string; type: string; size: number }, maxBytes: number): Fault | null {
  if (file.size === 0) return "empty";
  if (file.size > maxBytes) return "too_large";
  const hasEnding = /\.[^.]+$/.test(file.name);
  if (file.type ? !types.test(file.type) && !endings.test(file.name) : hasEnding && !endings.test(file.name)) return "wrong_type";
  return null;
}
