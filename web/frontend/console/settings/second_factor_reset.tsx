/** Takes the second factor from somebody who lost phone and codes; the admin proves who they are first. */
import { api } from "../api";
import { Dialog } from "../parts/dialog";
import { Skeleton } from "../parts/states";
import { me, workspace } from "../session";
import type { Agent } from "../store/types";
import { t } from "../text";
import { toast } from "../toasts";
import css from "../styles/second_factor.css" with { type: "text" };
import { wear } from "../wear";
import { useData } from "./data";
import { Reproof } from "./reproof";

wear(css);

export default function SecondFactorReset({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { value: mine } = useData<{ is_on: boolean }>("/api/me/second-factor");
  const reset = async (proof: { password: string; code: string }): Promise<void> => {
    await api("POST", `/api/agents/${agent.id}/second-factor-reset`, proof);
    toast(t("second_factor.reset_done", { name: agent.name }));
    onClose();
  };
  return (
    <Dialog title={t("second_factor.reset_of", { name: agent.name })} onClose={onClose}>
      {mine ? <Reproof title={me.value!.agent.name} text={t("second_factor.reset_text", { name: agent.name, desk: workspace.value?.name ?? "" })} asksCode={mine.is_on} onProof={reset} onCancel={onClose} /> : <Skeleton rows={3} />}
    </Dialog>
  );
}
