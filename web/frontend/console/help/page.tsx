/** What colleagues ask of me and I of them, and the talks beside tickets that I take part in. */
import { useEffect } from "preact/hooks";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { go, route } from "../route";
import { myId } from "../session";
import { useData } from "../settings/data";
import { t } from "../text";
import { ApprovalCard } from "./approval_card";
import { approvalNews, listenToApprovals } from "./approvals";
import "./look";
import { SideCard } from "./side_card";
import { listenToSides, sideNews } from "./sides";
import type { Approval, Side } from "./types";

export default function HelpPage() {
  const isAside = route.value.query === "sides";
  const title = t(isAside ? "help.sides" : "help.approvals");
  return (
    <main id="main" class="pane page help-page" aria-label={title}>
      <header class="page-head">
        <button type="button" class="icon-button" aria-label={t("action.back_to_list")} onClick={() => go({})}><Icon name="back" /></button>
        <h1 class="pane-title">{title}</h1>
      </header>
      <div class="page-body">{isAside ? <Sides /> : <Approvals />}</div>
    </main>
  );
}

function Approvals() {
  const { value: all, error, reload } = useData<Approval[]>("/api/approvals");
  const news = approvalNews.value;
  useEffect(listenToApprovals, []);
  useEffect(() => void (news > 0 && reload()), [news]);
  if (error && !all) return <Failed error={error} retry={reload} />;
  if (!all) return <Skeleton rows={3} />;
  const mine = all.filter(({ asked_id }) => asked_id === myId());
  const others = all.filter(({ asked_id }) => asked_id !== myId());
  return (
    <>
      {all.length === 0 && <Empty icon="help" title={t("approval.none")}><p>{t("approval.none_text")}</p></Empty>}
      <Group title={t("approval.for_me")} all={mine} reload={reload} />
      <Group title={t("approval.by_me")} all={others} reload={reload} />
    </>
  );
}

function Group({ title, all, reload }: { title: string; all: readonly Approval[]; reload: () => void }) {
  if (all.length === 0) return null;
  return (
    <section class="help-group" aria-label={title}>
      <h2 class="settings-subtitle">{title}</h2>
      {all.map((one) => (
        <div key={one.id} class="card">
          <button type="button" class="link-button help-ticket" onClick={() => go({ ticket: one.ticket_id })}>#{one.ticket_number} · <span dir="auto">{one.customer.name}</span> · <span dir="auto">{one.ticket_subject}</span></button>
          <ApprovalCard approval={one} onDone={reload} />
        </div>
      ))}
    </section>
  );
}

function Sides() {
  const { value: all, error, reload } = useData<Side[]>("/api/sides");
  const news = sideNews.value;
  useEffect(listenToSides, []);
  useEffect(() => void (news > 0 && reload()), [news]);
  if (error && !all) return <Failed error={error} retry={reload} />;
  if (!all) return <Skeleton rows={3} />;
  if (all.length === 0) return <Empty icon="chat" title={t("side.none")}><p>{t("side.none_text")}</p></Empty>;
  return (
    <div class="help-group">
      {all.map((one) => (
        <div key={one.id} class="card">
          <button type="button" class="link-button help-ticket" onClick={() => go({ ticket: one.ticket_id })}>{t("help.open_ticket", { number: `#${one.ticket_number}` })}</button>
          <SideCard side={one} onRead={reload} />
        </div>
      ))}
    </div>
  );
}
