/** Recovery codes, shown once: to copy, to print, to keep as a file. */
import { useEffect, useRef } from "preact/hooks";
import { CopyField } from "../parts/copy_field";
import { saveFile } from "../parts/save_file";
import { workspace } from "../session";
import { t } from "../text";

export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const text = codes.join("\n");
  return (
    <section class="card recovery-codes" aria-labelledby="recovery-codes">
      <h3 id="recovery-codes" ref={heading} tabIndex={-1}>{t("second_factor.codes_title")}</h3>
      <p>{t("second_factor.codes_text")}</p>
      <ol class="codes mono">{codes.map((code) => <li key={code}>{code}</li>)}</ol>
      <div class="on-screen">
        <CopyField label={t("second_factor.codes_title")} text={text} isLong />
        <div class="second-factor-acts">
          <button type="button" class="button" onClick={() => print()}>{t("second_factor.print")}</button>
          <button type="button" class="button" onClick={() => saveFile("recovery-codes.txt", `${workspace.value?.name ?? ""}\n\n${text}\n`)}>{t("second_factor.download")}</button>
          <button type="button" class="button primary" onClick={onDone}>{t("second_factor.kept")}</button>
        </div>
      </div>
    </section>
  );
}
