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
