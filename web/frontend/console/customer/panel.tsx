/** Who the customer is, their tickets, and everything ever said. */
import { useRef, useState } from "preact/hooks";
import { api } from "../api";
import { lazyPart } from "../lazy_part";
import { soonPart } from "../soon_part";
import { change } from "../live";
import { Avatar } from "../parts/avatar";
import { focusOnce } from "../parts/focus";
import { Icon, type IconName } from "../parts/icon";
import { useSettled } from "../parts/later";
import { memo } from "../parts/memo";
import { rows, tickets, workspace } from "../session";
import { loadCustomer } from "../store/load";
import type { Customer, Identity, SlaClock } from "../store/types";
import css from "../styles/customer.css" with { type: "text" };
import { known, languageName, t, when } from "../text";
import { ServiceLevel } from "../ticket/service_level";
import { tell } from "../toasts";
import { wear } from "../wear";
import { CustomerHistory } from "./history";
import { CustomerTickets } from "./tickets";

wear(css);

const Unreachable = lazyPart<{ identity: Identity }>(() => import("../telegram/unreachable"), "telegram");
const MailUnreachable = lazyPart<{ identity: Identity }>(() => import("../mail/unreachable"), "wishes");
const Invite = lazyPart<{ ticketId: number }>(() => import("../telegram/invite"), "telegram");
const Visitor = soonPart((soon) => soon.Visitor, "widget");
const Profile = soonPart((soon) => soon.Profile, "customers", "forms", "writing");
const Start = soonPart((soon) => soon.StartButton, "writing");
const NO_CLOCKS: readonly SlaClock[] = [];

const STAYS_MS = 150;

export default memo(function Panel({ customer, ticketId }: { customer: Customer; ticketId: number }) {
  const isSettled = useSettled(customer.id, STAYS_MS);
  return (
    <>
      <section class="customer-card">
        <div class="customer-head">
          {customer.photo_url ? <img class="avatar photo" src={customer.photo_url} alt="" width={40} height={40} /> : <Avatar name={customer.name} id={customer.id} size={40} />}
          <div class="customer-names">
            <Name customer={customer} />
            <p class="muted small-text">
              {[customer.language && languageName(customer.language), organisation(customer), t("customer.since", { date: when.day(customer.created_at) })].filter(Boolean).join(" · ")}
            </p>
          </div>
        </div>
        {customer.blocked && <p class="mark mark-warn"><Icon name="lock" size={12} /> {t("customer.blocked")}</p>}
        {customer.unsubscribed_at && <p class="mark"><Icon name="mail" size={12} /> {t("customer.unsubscribed")}</p>}
        <ul class="identities">
          {customer.identities.map((identity) => <IdentityLine key={identity.id} identity={identity} />)}
        </ul>
        <Start customer={customer} />
        {mayInvite(ticketId) && <Invite key={ticketId} ticketId={ticketId} />}
        {isSettled && isChat(ticketId) && <Visitor key={`visitor-${ticketId}`} ticketId={ticketId} version={rows.value.get(ticketId)?.version ?? 0} />}
        {isSettled && <Profile key={`profile-${customer.id}`} customerId={customer.id} ticketId={ticketId} />}
        <ServiceLevel clocks={tickets.value.get(ticketId)?.sla ?? NO_CLOCKS} />
        <CustomerTickets customer={customer} ticketId={ticketId} />
      </section>
      {isSettled ? <CustomerHistory customer={customer} ticketId={ticketId} /> : <section class="history" />}
    </>
  );
});

/** Whoever talks on Telegram already needs no link there. */
function mayInvite(ticketId: number): boolean {
  const hasBot = workspace.value?.channels.some(({ kind, is_paused }) => kind === "telegram" && !is_paused);
  const isThere = tickets.value.get(ticketId)?.threads.some(({ channel_kind }) => channel_kind === "telegram");
  return hasBot === true && isThere === false && rows.value.get(ticketId)?.category !== "closed";
}

function isChat(ticketId: number): boolean {
  return tickets.value.get(ticketId)?.threads.some(({ channel_kind }) => channel_kind === "webchat") === true;
}

function organisation({ organisation: one }: Customer): string | null {
  return one === null || typeof one === "string" ? one : one.name;
}

const IDENTITY_ICONS: Record<string, IconName> = { email: "mail", phone: "phone", telegram: "plane", visitor: "chat", webchat: "chat" };

function IdentityLine({ identity }: { identity: Identity }) {
  const kind = known("identity.", identity.kind) ?? identity.kind;
  const text = identity.kind === "visitor" || identity.kind === "webchat" ? kind : identity.kind === "telegram" || identity.kind === "external" ? identity.display || identity.address : identity.address;
  return (
    <li title={identity.kind === "telegram" ? `${kind} ${identity.address}` : kind}>
      <Icon name={IDENTITY_ICONS[identity.kind] ?? "user"} size={14} label={kind} />
      <span class="identity-text">{text}</span>
      {identity.kind === "email" ? identity.unreachable_reason && <MailUnreachable identity={identity} /> : identity.unreachable_at && <Unreachable identity={identity} instead={<Icon name="alert" size={14} />} />}
      {identity.verified && <Icon name="circle_check" size={14} label={t("customer.verified")} />}
    </li>
  );
}

function Name({ customer }: { customer: Customer }) {
  const [draft, setDraft] = useState<string | null>(null);
  const [isRefused, setRefused] = useState(false);
  const isOver = useRef(false); // a field that goes loses the focus on its way, whether it was saved or given up
  const edit = (): void => ((isOver.current = false), setDraft(customer.name));
  const giveUp = (): void => ((isOver.current = true), setDraft(null));
  const save = async (): Promise<void> => {
    if (isOver.current) return;
    isOver.current = true;
    const name = draft?.trim();
    setDraft(null);
    setRefused(false);
    if (!name || name === customer.name) return;
    change((now) => loadCustomer(now, { ...customer, name }));
    await api("PATCH", `/api/customers/${customer.id}`, { name }).catch((error: unknown) => {
      change((now) => loadCustomer(now, customer));
      tell(error);
      isOver.current = false;
      setRefused(true);
      setDraft((newer) => newer ?? name);
    });
  };
  if (draft !== null) {
    return (
      <input
        class="input"
        aria-label={t("customer.name")}
        dir="auto"
        maxLength={200}
        value={draft}
        aria-invalid={isRefused}
        ref={isRefused ? undefined : focusOnce /* whoever was refused may be writing elsewhere by now */}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") void save();
          if (event.key === "Escape") (event.stopPropagation(), giveUp());
        }}
        onBlur={() => void save()}
      />
    );
  }
  return (
    <h2 class="customer-name" dir="auto">
      <button type="button" class="subject-button" title={t("customer.rename")} onClick={edit}>
        {customer.name || t("customer.nameless")}
      </button>
    </h2>
  );
}
