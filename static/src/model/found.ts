/** What a search found, by kind: what the screen knows and what the server adds are one list, with how many there are. */

import type { LonLat } from "./geo";

export const KINDS = ["incident", "alarm", "unit", "site", "place", "camera", "sensor"] as const;
export type FoundKind = (typeof KINDS)[number];
export type Counts = Readonly<Partial<Record<FoundKind, number>>>;

export interface Thing {
  kind: FoundKind;
  id: string;
  title: string;
  subtitle: string;
  at: LonLat | null;
}

export interface Group {
  kind: FoundKind;
  things: readonly Thing[];
  total: number;
  /** There are at least so many. */
  isMore: boolean;
}

export const FEW = 6;
/** The server gives no more of one kind. */
export const MOST = 50;
/** The server's count ends here. */
const COUNTED = 100;

type Raw = Record<string, unknown>;

export function thingOf(raw: Raw): Thing | null {
  const kind = KINDS.find((one) => one === raw.kind);
  if (!kind) return null;
  const at: LonLat | null = typeof raw.lon === "number" && typeof raw.lat === "number" ? [raw.lon, raw.lat] : null;
  return { kind, id: String(raw.id), title: String(raw.title ?? ""), subtitle: String(raw.subtitle ?? ""), at };
}

export function countsOf(answer: unknown): Counts {
  const { counts } = (answer ?? {}) as { counts?: unknown };
  return typeof counts === "object" && counts !== null ? (counts as Counts) : {};
}

/** Each kind's things, each once, at most `FEW` unless the kind was opened; how many there are stays true. */
export function groups(here: readonly Thing[], there: readonly Thing[], counts: Counts, opened: ReadonlySet<FoundKind>): Group[] {
  return KINDS.flatMap((kind) => {
    const known = new Map([...here, ...there].filter((thing) => thing.kind === kind).map((thing) => [thing.id, thing]));
    if (known.size === 0) return [];
    const counted = counts[kind] ?? 0;
    return [{
      kind, things: [...known.values()].slice(0, opened.has(kind) ? undefined : FEW), total: Math.max(known.size, counted), isMore: counted >= COUNTED,
    }];
  });
}
