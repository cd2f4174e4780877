/** What was typed and not yet sent: kept for this tab, so that no reload or ended session loses it. */

export type Draft = Readonly<Record<string, string>>;

export class Drafts {
  constructor(private readonly owner: string, private readonly storage: Storage) {}

  keep(form: string, draft: Draft): void {
    const filled = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== ""));
    try {
      if (Object.keys(filled).length === 0) this.storage.removeItem(this.key(form));
      else this.storage.setItem(this.key(form), JSON.stringify(filled));
    } catch {
      // A full or forbidden storage loses only the draft's survival of a reload.
    }
  }

  find(form: string): Draft | null {
    try {
      return JSON.parse(this.storage.getItem(this.key(form)) ?? "null") as Draft | null;
    } catch {
      return null;
    }
  }

  /** The drafts of one kind of form, by the name each was kept under. */
  all(prefix: string): [name: string, draft: Draft][] {
    const own = this.key(prefix);
    const names = Object.keys(this.storage).filter((key) => key.startsWith(own)).map((key) => prefix + key.slice(own.length));
    return names.flatMap((name) => { const draft = this.find(name); return draft ? [[name, draft]] : []; });
  }

  forget(form: string): void {
    this.storage.removeItem(this.key(form));
  }

  /** Who signs out leaves nothing behind on this machine. */
  forgetAll(): void {
    const mine = Object.keys(this.storage).filter((key) => key.startsWith(this.key("")));
    for (const key of mine) this.storage.removeItem(key);
  }

  private key(form: string): string {
    return `draft:${this.owner}:${form}`;
  }
}
