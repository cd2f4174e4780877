/** The names that translators' tools look for, over the catalogue that Django serves at `/jsi18n/`. */

export type Values = Readonly<Record<string, string | number>>;

interface Catalogue {
  gettext?: (text: string) => string;
  ngettext?: (one: string, many: string, count: number) => string;
  pgettext?: (context: string, text: string) => string;
}

const catalogue = (): Catalogue => globalThis as unknown as Catalogue;

/** Fill `%(name)s` places from `values`; a place with no value stays as it is written. */
export function fill(text: string, values?: Values): string {
  if (!values) return text;
  return text.replace(/%\((\w+)\)s/g, (place, name: string) => {
    const value = values[name];
    return value === undefined ? place : String(value);
  });
}

/** The language of the page. */
export const language = (): string => (globalThis as { document?: Document }).document?.documentElement.lang || "en";

/** Chromium knows of Uzbek only the name; its numbers are written as Russian ones. */
const WRITTEN_AS: Readonly<Record<string, string>> = { uz: "ru" };

/** Made once: lists write hundreds of numbers each second. */
const formats = new Map<string, Intl.NumberFormat>();

/** A number as the user's language writes it, with so many digits after its decimal sign: 1.5, 1,5. */
export function numberText(value: number, digits = 0): string {
  const key = `${language()} ${digits}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.NumberFormat(WRITTEN_AS[language()] ?? language(), { minimumFractionDigits: digits, maximumFractionDigits: digits })));
  return format.format(value);
}

/** The text in the user's language, with its places filled. */
export function gettext(text: string, values?: Values): string {
  return fill(catalogue().gettext?.(text) ?? text, values);
}

/** The form that `count` asks for; `%(count)s` is filled with it. */
export function ngettext(one: string, many: string, count: number, values?: Values): string {
  const chosen = catalogue().ngettext?.(one, many, count) ?? (count === 1 ? one : many);
  return fill(chosen, { count, ...values });
}

/** As `gettext`, for a word that means different things in different places. */
export function pgettext(context: string, text: string, values?: Values): string {
  return fill(catalogue().pgettext?.(context, text) ?? text, values);
}
