/** A call as it is written down: what was typed of it, what was sent, and the bodies that say so. */

import type { LonLat } from "./geo";
import type { Priority } from "./messages";

/** Where a point comes from: the caller said it, or the operator set it on the map. */
export type PointSource = "said" | "map";

export interface Place {
  at: LonLat;
  name: string;
  source: PointSource;
}

/** What stands in the form now. */
export interface Written {
  number: string;
  channel: string;
  type: string;
  priority: Priority;
  title: string;
  description: string;
  address: string;
  region: string;
  place: Place | null;
}

/** What of a call may still be corrected when it has been taken down. */
export type CallFacts = Readonly<Record<"number" | "channel" | "address" | "location" | "location_source", unknown>>;

/** How far the sending of one call has come; it survives a reload. */
export interface Sending {
  /** One key for one call: what is sent again makes no second one. */
  key: string;
  /** When the form was opened. When the telephone rang, and when it was answered, nobody told us. */
  openedAt: number;
  /** The line as it was first sent: with the key it names the call. */
  source: string;
  /** What the server holds, as far as it was told. */
  facts: CallFacts | null;
  /** The call's id once it has been taken down. */
  call: string;
}

export function newSending(openedAt: number, key: string): Sending {
  return { key, openedAt, source: "", facts: null, call: "" };
}

function placeOf({ place }: Written): Pick<CallFacts, "location" | "location_source"> {
  return { location: place && { type: "Point", coordinates: [place.at[0], place.at[1]] }, location_source: place?.source ?? "" };
}

const regionOf = ({ region }: Written): object => (region ? { region } : {});

export function factsOf(written: Written): CallFacts {
  return { number: written.number.trim(), channel: written.channel, address: written.address.trim(), ...placeOf(written) };
}

/** The facts that differ from those that were sent. */
export function corrections(sent: CallFacts | null, now: CallFacts): Partial<CallFacts> {
  const differs = (name: string): boolean => JSON.stringify(sent?.[name as keyof CallFacts]) !== JSON.stringify(now[name as keyof CallFacts]);
  const names = new Set(Object.keys(now).filter(differs));
  // A point and where it comes from go together.
  if (names.has("location") || names.has("location_source")) names.add("location").add("location_source");
  return Object.fromEntries(Object.entries(now).filter(([name]) => names.has(name)));
}

/** The body of `calls/`: it rang at the latest when the form was opened; that it was answered then is not known. */
export function callBody(written: Written, sending: Sending): Record<string, unknown> {
  return {
    ...factsOf(written), ...regionOf(written), source: sending.source, source_ref: sending.key,
    rang_at: new Date(sending.openedAt).toISOString(),
  };
}

/** What the form says of the incident. */
function incidentFacts(written: Written, typeName: string): Record<string, unknown> {
  return {
    type: written.type, priority: written.priority, title: written.title.trim() || typeName, description: written.description.trim(),
    address: written.address.trim(), ...placeOf(written),
  };
}

export function incidentBody(written: Written, sending: Sending, typeName: string): Record<string, unknown> {
  return { ...incidentFacts(written, typeName), ...regionOf(written), source: sending.source, source_ref: sending.key };
}

/** What an incident that was reported before lacks of what stands in the form now; null when nothing. */
export function amendment(incident: Readonly<Record<string, unknown>>, written: Written, typeName: string): Record<string, unknown> | null {
  const changed = corrections(incident as CallFacts, incidentFacts(written, typeName) as unknown as CallFacts);
  return Object.keys(changed).length === 0 ? null : { ...changed, version: incident.version };
}
