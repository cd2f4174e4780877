/** Sends one call: takes it down once, corrects what was sent, and says what it became; never twice, never stuck. */

import { amendment, callBody, corrections, factsOf, incidentBody, type Sending, type Written } from "../model/call";
import { ApiError } from "./api";
import type { Portal } from "./portal";

type Raw = Record<string, unknown>;
export type CallPortal = Pick<Portal, "answerCall" | "editCall" | "attachCall" | "call" | "incident" | "place">;

export class CallSender {
  constructor(private readonly portal: CallPortal, readonly sending: Sending, private readonly kept: () => void) {}

  /** The id of the incident that the call became. */
  async report(written: Written, typeName: string): Promise<string> {
    const { call, wasThere } = await this.become(written, () => ({ incident: incidentBody(written, this.sending, typeName) }));
    const id = String(call.incident ?? "");
    if (wasThere && id) await this.amend(id, written, typeName);
    return id;
  }

  /** The id of the incident that the call belongs to: this one, or the one it became by a sending whose answer was lost. */
  async attach(written: Written, incident: string): Promise<string> {
    const { call } = await this.become(written, () => ({ incident }));
    return String(call.incident ?? "");
  }

  /** The call became no incident; answers the one that it became after all. */
  async end(written: Written, outcome: string): Promise<string> {
    const { call } = await this.become(written, () => ({ outcome }));
    return String(call.incident ?? "");
  }

  /** The call first; then what it became. If it became something by a sending whose answer was lost, that is what it is. */
  private async become(written: Written, body: () => Raw): Promise<{ call: Raw; wasThere: boolean }> {
    const id = await this.takeDown(written);
    try {
      return { call: await this.portal.attachCall(id, body()), wasThere: false };
    } catch (error) {
      if (!(error instanceof ApiError && error.isConflict)) throw error;
      const call = await this.portal.call(id);
      if (!call.outcome) throw error;
      return { call, wasThere: true };
    }
  }

  private async takeDown(written: Written): Promise<string> {
    const facts = factsOf(written);
    if (!this.sending.call) await this.first(written);
    const changed = corrections(this.sending.facts, facts);
    if (Object.keys(changed).length > 0) {
      await this.portal.editCall(this.sending.call, changed);
      this.note({ facts });
    }
    return this.sending.call;
  }

  private async first(written: Written): Promise<void> {
    const before = this.sending.facts;
    if (!before) this.note({ facts: factsOf(written), source: written.channel });
    try {
      const answer = await this.portal.answerCall(callBody(written, this.sending));
      this.note({ call: String(answer.id) });
    } catch (error) {
      // What was refused is not there; what was not answered may be.
      if (!before && !(error instanceof ApiError && error.isUnknown)) this.note({ facts: null, source: "" });
      throw error;
    }
  }

  private async amend(id: string, written: Written, typeName: string): Promise<void> {
    const changes = amendment(await this.portal.incident(id), written, typeName);
    if (changes) await this.portal.place(id, changes);
  }

  private note(change: Partial<Sending>): void {
    Object.assign(this.sending, change);
    this.kept();
  }
}
