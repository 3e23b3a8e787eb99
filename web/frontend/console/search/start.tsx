/** Before anything is asked: how to, and what was asked lately. */
import { useState } from "preact/hooks";
import { Empty } from "../parts/states";
import { go } from "../route";
import { t } from "../text";
import { forgetSearches, recentSearches } from "./recent";
import { withoutFilters } from "./words";

export function Start() {
  const [recent, setRecent] = useState(recentSearches);
  return (
    <Empty icon="search" title={t("search.start")}>
      <p>{t("search.start_text")}</p>
      <p>{t("search.filters")}</p>
      {recent.length > 0 && (
        <div class="recent" role="group" aria-label={t("search.recent")}>
          <h2 class="small-text">{t("search.recent")}</h2>
          <ul>{recent.map((query) => <li key={query}><button type="button" class="button small" dir="auto" title={query} onClick={() => search(query)}>{query}</button></li>)}</ul>
          <button type="button" class="link-button small-text" onClick={() => (forgetSearches(), setRecent([]))}>{t("search.forget")}</button>
        </div>
      )}
    </Empty>
  );
}

/** Where filters left nothing: the words alone. */
export function Wider({ query }: { query: string }) {
  const words = withoutFilters(query);
  return words && <button type="button" class="button" onClick={() => search(words)}>{t("search.wider", { query: words })}</button>;
}

function search(query: string): void {
  go({ page: "search", query }, { replace: true });
  document.querySelector<HTMLElement>(".search-field input")?.focus();
}
