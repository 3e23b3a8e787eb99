/** Marks, files, preview. */
import { useRef } from "preact/hooks";
import { soonPart } from "../soon_part";
import { Icon, type IconName } from "../parts/icon";
import { t } from "../text";
import { format, type Mark } from "./format";

const MARKS: readonly [Mark, IconName][] = [["bold", "bold"], ["italic", "italic"], ["list", "list"], ["quote", "quote"], ["code", "code"], ["link", "link"]];

const WritingTools = soonPart((soon) => soon.WritingTools, "writing");

interface Props {
  /** What is written: a mail that begins with us has nobody yet to fill a template for, and no ticket to promise on. */
  of?: "ticket" | "letter" | "first";
  area: { current: HTMLTextAreaElement | null };
  isPreview: boolean;
  onPreview: () => void;
  onFiles: (files: FileList) => void;
}

export function Toolbar({ of = "ticket", area, isPreview, onPreview, onFiles }: Props) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div class="toolbar" role="toolbar" aria-label={t("composer.tools")}>
      <button type="button" class="icon-button" aria-label={t("composer.attach")} title={t("composer.attach")} onClick={() => picker.current?.click()}>
        <Icon name="paperclip" size={16} />
      </button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          if (event.currentTarget.files) onFiles(event.currentTarget.files);
          event.currentTarget.value = "";
        }}
      />
      <WritingTools of={of} area={area} isPreview={isPreview} />
      {MARKS.map(([mark, icon]) => (
        <button key={mark} type="button" class="icon-button mark-button" disabled={isPreview} aria-label={t(`composer.mark_${mark}` as "composer.mark_bold")} title={t(`composer.mark_${mark}` as "composer.mark_bold")} onClick={() => area.current && format(area.current, mark)}>
          <Icon name={icon} size={16} />
        </button>
      ))}
      <button type="button" class="icon-button" aria-pressed={isPreview} aria-label={t("composer.preview")} title={t("composer.preview")} onClick={onPreview}>
        <Icon name="eye" size={16} />
      </button>
    </div>
  );
}
