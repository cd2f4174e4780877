/** Reading what came as JSON: small questions of values whose shape nobody has vouched for. */

export type Raw = Record<string, unknown>;

export const isRaw = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);
export const text = (value: unknown): string => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
export const kept = <T>(values: (T | null)[]): T[] => values.filter((value): value is T => value !== null);

/** A person or thing given as a name, or as an object with one. */
export function nameOf(value: unknown): string {
  if (!isRaw(value)) return text(value);
  return text(value.name) || text(value.full_name) || text(value.username) || text(value.call_sign) || text(value.code);
}

export function codeOf(value: unknown): string {
  return isRaw(value) ? text(value.code) || text(value.id) : text(value);
}
