/** All texts by area and language. An area's texts load with the screens that need them. */
import type { Text } from "../../shared/i18n";
import type { words as customers } from "./en/customers";
import type { words as customer_settings } from "./en/customer_settings";
import type { words as audit } from "./en/audit";
import type { words as app } from "./en/app";
import type { words as desk } from "./en/desk";
import type { words as finding } from "./en/finding";
import type { words as forms } from "./en/forms";
import type { words as telegram } from "./en/telegram";
import type { words as bots } from "./en/bots";
import type { words as mailbox_more } from "./en/mailbox_more";
import type { words as merging } from "./en/merging";
import type { words as help } from "./en/help";
import type { words as privacy } from "./en/privacy";
import type { words as setup } from "./en/setup";
import type { words as learning } from "./en/learning";
import type { words as lists } from "./en/lists";
import type { words as media } from "./en/media";
import type { words as board } from "./en/board";
import type { words as planning } from "./en/planning";
import type { words as reports } from "./en/reports";
import type { words as routing } from "./en/routing";
import type { words as second_factor } from "./en/second_factor";
import type { words as sign_on } from "./en/sign_on";
import type { words as tag_page } from "./en/tag_page";
import type { words as settings } from "./en/settings";
import type { words as settings_mail } from "./en/settings_mail";
import type { words as settings_hours } from "./en/settings_hours";
import type { words as system } from "./en/system";
import type { words as ticket } from "./en/ticket";
import type { words as widget } from "./en/widget";
import type { words as writing } from "./en/writing";
import type { words as automations } from "./en/automations";
import type { words as answers } from "./en/answers";
import type { words as news } from "./en/news";
import type { words as webhooks } from "./en/webhooks";
import type { words as wishes } from "./en/wishes";

interface English {
  automations: typeof automations;
  app: typeof app;
  audit: typeof audit;
  customers: typeof customers;
  customer_settings: typeof customer_settings;
  desk: typeof desk;
  ticket: typeof ticket;
  routing: typeof routing;
  second_factor: typeof second_factor;
  sign_on: typeof sign_on;
  tag_page: typeof tag_page;
  settings: typeof settings;
  settings_hours: typeof settings_hours;
  settings_mail: typeof settings_mail;
  system: typeof system;
  board: typeof board;
  planning: typeof planning;
  reports: typeof reports;
  finding: typeof finding;
  forms: typeof forms;
  help: typeof help;
  privacy: typeof privacy;
  setup: typeof setup;
  learning: typeof learning;
  lists: typeof lists;
  media: typeof media;
  merging: typeof merging;
  mailbox_more: typeof mailbox_more;
  bots: typeof bots;
  telegram: typeof telegram;
  widget: typeof widget;
  writing: typeof writing;
  answers: typeof answers;
  wishes: typeof wishes;
  news: typeof news;
  webhooks: typeof webhooks;
}

export type Area = keyof English;
export type Key = { [A in Area]: keyof English[A] }[Area];
export type Messages = Readonly<Partial<Record<Key, Text>>>;
/** What every other language must have: the texts of the English one. */
export type Same<Words> = Readonly<Record<keyof Words, Text>>;

export const LOCALES = ["en", "ru", "uk"] as const;
export type Locale = (typeof LOCALES)[number];
export const LANGUAGE_NAMES: Record<string, string> = { en: "English", ru: "Русский", uk: "Українська" };

/** Before first use. */
export const FIRST_AREAS: readonly Area[] = ["desk", "ticket"];

type Load = () => Promise<{ words: Messages }>;

type SoonArea = keyof typeof import("./soon/en");

function soon(area: SoonArea): Record<Locale, Load> {
  const of = (load: () => Promise<Record<SoonArea, Messages>>) => async () => ({ words: (await load())[area] });
  return { en: of(() => import("./soon/en")), ru: of(() => import("./soon/ru")), uk: of(() => import("./soon/uk")) };
}

/** A new language is one folder and one column; a new area one file per language and one row; `soon`: with others in one file. */
export const CATALOGUES: Record<Area, Record<Locale, Load>> = {
  audit: { en: () => import("./en/audit"), ru: () => import("./ru/audit"), uk: () => import("./uk/audit") },
  app: soon("app"),
  customers: soon("customers"),
  customer_settings: { en: () => import("./en/customer_settings"), ru: () => import("./ru/customer_settings"), uk: () => import("./uk/customer_settings") },
  automations: { en: () => import("./en/automations"), ru: () => import("./ru/automations"), uk: () => import("./uk/automations") },
  desk: { en: () => import("./en/desk"), ru: () => import("./ru/desk"), uk: () => import("./uk/desk") },
  ticket: { en: () => import("./en/ticket"), ru: () => import("./ru/ticket"), uk: () => import("./uk/ticket") },
  routing: soon("routing"),
  second_factor: { en: () => import("./en/second_factor"), ru: () => import("./ru/second_factor"), uk: () => import("./uk/second_factor") },
  tag_page: { en: () => import("./en/tag_page"), ru: () => import("./ru/tag_page"), uk: () => import("./uk/tag_page") },
  sign_on: { en: () => import("./en/sign_on"), ru: () => import("./ru/sign_on"), uk: () => import("./uk/sign_on") },
  settings: { en: () => import("./en/settings"), ru: () => import("./ru/settings"), uk: () => import("./uk/settings") },
  settings_mail: { en: () => import("./en/settings_mail"), ru: () => import("./ru/settings_mail"), uk: () => import("./uk/settings_mail") },
  settings_hours: { en: () => import("./en/settings_hours"), ru: () => import("./ru/settings_hours"), uk: () => import("./uk/settings_hours") },
  system: { en: () => import("./en/system"), ru: () => import("./ru/system"), uk: () => import("./uk/system") },
  board: { en: () => import("./en/board"), ru: () => import("./ru/board"), uk: () => import("./uk/board") },
  planning: { en: () => import("./en/planning"), ru: () => import("./ru/planning"), uk: () => import("./uk/planning") },
  reports: { en: () => import("./en/reports"), ru: () => import("./ru/reports"), uk: () => import("./uk/reports") },
  finding: soon("finding"),
  forms: soon("forms"),
  help: soon("help"),
  privacy: { en: () => import("./en/privacy"), ru: () => import("./ru/privacy"), uk: () => import("./uk/privacy") },
  setup: { en: () => import("./en/setup"), ru: () => import("./ru/setup"), uk: () => import("./uk/setup") },
  learning: { en: () => import("./en/learning"), ru: () => import("./ru/learning"), uk: () => import("./uk/learning") },
  lists: soon("lists"),
  media: { en: () => import("./en/media"), ru: () => import("./ru/media"), uk: () => import("./uk/media") },
  mailbox_more: { en: () => import("./en/mailbox_more"), ru: () => import("./ru/mailbox_more"), uk: () => import("./uk/mailbox_more") },
  merging: { en: () => import("./en/merging"), ru: () => import("./ru/merging"), uk: () => import("./uk/merging") },
  telegram: { en: () => import("./en/telegram"), ru: () => import("./ru/telegram"), uk: () => import("./uk/telegram") },
  widget: soon("widget"),
  writing: soon("writing"),
  answers: { en: () => import("./en/answers"), ru: () => import("./ru/answers"), uk: () => import("./uk/answers") },
  wishes: { en: () => import("./en/wishes"), ru: () => import("./ru/wishes"), uk: () => import("./uk/wishes") },
  news: { en: () => import("./en/news"), ru: () => import("./ru/news"), uk: () => import("./uk/news") },
  webhooks: { en: () => import("./en/webhooks"), ru: () => import("./ru/webhooks"), uk: () => import("./uk/webhooks") },
  bots: { en: () => import("./en/bots"), ru: () => import("./ru/bots"), uk: () => import("./uk/bots") },
};
