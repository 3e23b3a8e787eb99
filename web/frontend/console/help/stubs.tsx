/** Below a customer's tickets: that there are others, with other teams. */
import { Icon, channelIcon } from "../parts/icon";
import { teamOf, workspace } from "../session";
import type { Stub } from "../store/types";
import { t, when } from "../text";
import { statusName, typeName } from "../ticket/names";
import "./look";

export default function Stubs({ stubs }: { stubs: readonly Stub[] }) {
  const desk = workspace.value;
  return (
    <section class="stubs" aria-label={t("stub.title")}>
      <h3 class="muted small-text">{t("stub.title")}</h3>
      <ul>
        {stubs.map((stub, at) => {
          const status = desk?.statuses.find(({ id }) => id === stub.status_id);
          const type = desk?.types.find(({ id }) => id === stub.type_id);
          return (
            <li key={at} class="stub">
              <Icon name={channelIcon(stub.channel_kind)} size={14} label={t(`channel.${stub.channel_kind}` as "channel.email")} />
              <span>{type ? typeName(type) : ""} · {teamOf(stub.team_id)?.name ?? t("stub.no_team")}</span>
              <span class={`chip category-${stub.category}`}>{status ? statusName(status) : t(`category.${stub.category}`)}</span>
              <time class="muted" dateTime={stub.created_at}>{when.short(stub.created_at)}</time>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
