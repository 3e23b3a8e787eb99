/** The set-up of a new desk: what is done is read from the desk, so that it goes on here in any browser. */
import { useEffect } from "preact/hooks";
import { api } from "../api";
import { CopyField } from "../parts/copy_field";
import { channelIcon, Icon } from "../parts/icon";
import { Failed, Skeleton } from "../parts/states";
import { go } from "../route";
import { t, when } from "../text";
import { tell } from "../toasts";
import { useData } from "./data";

type Name = "desk" | "channel" | "message" | "invite";
interface Step { step: Name; is_done: boolean; is_skipped: boolean }
interface Tried { id: number; name: string; kind: "webchat" | "email" | "telegram"; is_paused: boolean; write_to: string; ticket: { id: number; number: number; at: string | null } | null }
interface Steps { steps: Step[]; channels: Tried[] }

const LOOK_MS = 3_000;
const WAYS = ["mailboxes", "bots", "channels"] as const;

export default function SetupStepsPage() {
  const { value, error, reload } = useData<Steps>("/api/setup-steps");
  useEffect(() => {
    const timer = setInterval(() => document.hidden || reload(), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  if (!value) return error ? <Failed error={error} retry={reload} /> : <Skeleton rows={4} />;
  const left = value.steps.filter((one) => !one.is_done && !one.is_skipped);
  const skip = ({ step, is_skipped }: Step): void => {
    const others = value.steps.filter((one) => one.is_skipped && one.step !== step).map((one) => one.step);
    void api("PUT", "/api/setup-steps", { skipped: is_skipped ? others : [...others, step] }).then(reload, tell);
  };
  return (
    <>
      <p class="muted" role="status">{left.length ? t("setup.left", { count: left.length }) : t("setup.all_done")}</p>
      <ol class="card lines">
        {value.steps.map((one) => (
          <li key={one.step} class="line setup-step" aria-current={one === left[0] ? "step" : undefined}>
            <Icon name={one.is_done ? "circle_check" : "clock"} size={20} label={t(one.is_done ? "setup.done" : one.is_skipped ? "setup.skipped" : "setup.open")} />
            <span class="line-main">
              <strong>{t(`setup.${one.step}`)}</strong>
              <span class="muted small-text">{one.is_skipped && !one.is_done ? t("setup.skipped") : t(`setup.${one.step}_text`)}</span>
              {(one === left[0] || one.is_done) && <Part name={one.step} channels={value.channels} />}
            </span>
            {!one.is_done && <button type="button" class="button small" onClick={() => skip(one)}>{t(one.is_skipped ? "setup.take_up" : "setup.skip")}</button>}
          </li>
        ))}
      </ol>
    </>
  );
}

function Part({ name, channels }: { name: Name; channels: readonly Tried[] }) {
  if (name === "desk") return <Way section="desk" />;
  if (name === "invite") return <Way section="agents" />;
  if (name === "channel") return <span class="setup-ways">{WAYS.map((section) => <Way key={section} section={section} />)}</span>;
  return <ul class="setup-tried">{channels.filter((one) => !one.is_paused).map((one) => <TriedChannel key={one.id} channel={one} />)}</ul>;
}

function Way({ section }: { section: "desk" | "agents" | (typeof WAYS)[number] }) {
  return <button type="button" class="link-button" onClick={() => go({ page: "settings", section })}>{t(`setup.to_${section}`)}</button>;
}

/** A real message takes the way every message takes; the desk looks for it every three seconds. */
function TriedChannel({ channel: { name, kind, write_to, ticket } }: { channel: Tried }) {
  return (
    <li>
      <span><Icon name={channelIcon(kind)} size={16} label={t(`channel.${kind}` as "channel.email")} /> <strong>{name}</strong></span>
      {ticket ? (
        <button type="button" class="link-button" onClick={() => go({ ticket: ticket.id })}><Icon name="check" size={14} /> {t("setup.came", { number: ticket.number, at: ticket.at ? when.full(ticket.at) : "" })}</button>
      ) : (
        <>
          <span class="muted small-text" role="status">{t(`setup.waits_${kind}`)}</span>
          {kind === "webchat" ? <a href={write_to} target="_blank" rel="noopener">{t("setup.open_try")}</a> : write_to && <CopyField label={t(`setup.waits_${kind}`)} text={kind === "telegram" ? `@${write_to}` : write_to} />}
        </>
      )}
    </li>
  );
}
