/** One's own second factor: a code of an authenticator app, asked when one signs in. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Failed, Skeleton } from "../parts/states";
import css from "../styles/second_factor.css" with { type: "text" };
import { t, when } from "../text";
import { wear } from "../wear";
import { useData } from "./data";
import { OwnSignOn } from "./own_sign_on";
import { Reproof } from "./reproof";
import { EnrolmentSteps, type Enrolment } from "./second_factor_enrolment";
import { RecoveryCodes } from "./recovery_codes";

wear(css);

interface Kept {
  is_on: boolean;
  since: string | null;
  codes_left: number;
  is_required: boolean;
}

type Doing = "rest" | "begin" | "renew" | "remove";
const PATH = "/api/me/second-factor";
const FEW = 3;

export default function SecondFactor() {
  const { value: kept, error, reload } = useData<Kept>(PATH);
  const [doing, setDoing] = useState<Doing>("rest");
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (error) return <Failed error={error} retry={reload} />;
  if (!kept) return <Skeleton rows={3} />;
  const rest = (): void => (setDoing("rest"), setEnrolment(null), setCodes(null), reload());
  const show = (made: readonly string[]): void => (setEnrolment(null), setDoing("rest"), setCodes(made));
  if (codes) return <RecoveryCodes codes={codes} onDone={rest} />;
  if (enrolment) return <EnrolmentSteps enrolment={enrolment} onCodes={show} onCancel={rest} />;
  if (doing === "begin") return <Reproof title={t("second_factor.begin")} asksCode={kept.is_on} onCancel={rest} onProof={async (proof) => setEnrolment(await api<Enrolment>("POST", `${PATH}/enrolment`, proof))} />;
  if (doing === "renew") return <Reproof title={t("second_factor.renew")} asksCode onCancel={rest} onProof={async (proof) => show((await api<{ recovery_codes: string[] }>("POST", `${PATH}/recovery-codes`, proof)).recovery_codes)} />;
  if (doing === "remove") return <Reproof title={t("second_factor.remove")} asksCode onCancel={rest} onProof={async (proof) => (await api("POST", `${PATH}/removal`, proof), rest())} />;
  return (
    <>
      <State kept={kept} onDo={setDoing} />
      <OwnSignOn asksCode={kept.is_on} />
    </>
  );
}

function State({ kept, onDo }: { kept: Kept; onDo: (doing: Doing) => void }) {
  if (!kept.is_on) {
    return (
      <div class="card">
        <p>{t("second_factor.text")}</p>
        {kept.is_required && <p class="notice">{t("second_factor.required")}</p>}
        <button type="button" class="button primary" onClick={() => onDo("begin")}><Icon name="lock" size={16} /> {t("second_factor.begin")}</button>
      </div>
    );
  }
  return (
    <div class="card">
      <p class="notice is-good"><Icon name="circle_check" size={16} /> {t("second_factor.on", { time: when.full(kept.since!) })}</p>
      <p class={kept.codes_left > FEW ? "muted" : "notice"}>{t("second_factor.codes_left", { count: kept.codes_left })}</p>
      {kept.is_required && <p class="muted small-text">{t("second_factor.required")}</p>}
      <div class="second-factor-acts">
        <button type="button" class="button" onClick={() => onDo("begin")}>{t("second_factor.replace")}</button>
        <button type="button" class="button" onClick={() => onDo("renew")}>{t("second_factor.renew")}</button>
        {!kept.is_required && <button type="button" class="button danger-button" onClick={() => onDo("remove")}>{t("second_factor.remove")}</button>}
      </div>
    </div>
  );
}
