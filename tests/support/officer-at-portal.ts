/** An officer's browser at the portal's pages: keeps the cookie, sends the forms the pages give. */
export interface OfficerAt {
  open(path: string): Promise<string>;
  /** Chooses a file in a page's form and sends it; the page that answers. */
  sendFile(path: string, file: { readonly name: string; readonly bytes: Uint8Array }): Promise<string>;
  /** Sets the next status of a case, as its form does. */
  setStatus(
    filing: string,
    change: { from: number; to: number; due?: string; note?: string; way?: string },
  ): Promise<void>;
  /** Asks for corrections: what is written beside a field (`mark.question.…`) or paper (`mark.paper.…`) marks it. */
  mark(filing: string, from: number, notes: Readonly<Record<string, string>>): Promise<void>;
  /** Moves one result of a bundle. */
  moveResult(
    filing: string,
    move: { result: string; from: string; state: string; way?: string; delivery?: string; note?: string },
  ): Promise<void>;
  /** Sends a draft certificate, its words as an officer writes them. */
  sendDraft(filing: string, draft: { result: string; words: string; from?: number }): Promise<void>;
  /** Notes that this much has come for a case. */
  receiveMoney(filing: string, amount: number): Promise<void>;
}

export async function anOfficerAt(
  address: string,
  account: { readonly user: string; readonly password: string },
): Promise<OfficerAt> {
  let cookie = '';
  let csrf = '';
  async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; text: string }> {
    const response = await fetch(address + path, {
      redirect: 'manual',
      signal: AbortSignal.timeout(15_000),
      ...init,
      ...(cookie ? { headers: { cookie } } : {}),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const onwards = response.headers.get('location');
    if (onwards) return ask(onwards);
    const text = await response.text();
    csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? csrf;
    return { status: response.status, text };
  }
  const send = async (path: string, fields: Record<string, string>) => {
    const { status, text } = await ask(path, { method: 'POST', body: new URLSearchParams({ csrf, ...fields }) });
    if (status >= 400)
      throw new Error(`the portal answers ${status} to ${path}: ${text.replace(/<[^>]+>/g, ' ').slice(0, 300)}`);
  };
  await send('/officer/sign-in', { user: account.user, password: account.password });
  return {
    open: async (path) => (await ask(path)).text,
    sendFile: async (path, { name, bytes }) => {
      await ask(path);
      const form = new FormData();
      form.set('csrf', csrf);
      form.set('file', new Blob([Uint8Array.from(bytes)]), name);
      return (await ask(path, { method: 'POST', body: form })).text;
    },
    mark: async (filing, from, notes) => {
      await ask(`/officer/cases/${filing}`);
      await send(`/officer/cases/${filing}/correction`, { from: String(from), days: '5', ...notes });
    },
    setStatus: async (filing, { from, to, due, note, way }) => {
      await ask(`/officer/cases/${filing}`);
      await send(`/officer/cases/${filing}/status`, {
        from: String(from),
        to: String(to),
        ...(due ? { due } : {}),
        ...(note ? { note } : {}),
        ...(way ? { way } : {}),
      });
    },
    moveResult: async (filing, move) => {
      await ask(`/officer/cases/${filing}`);
      await send(`/officer/cases/${filing}/results`, move);
    },
    sendDraft: async (filing, { result, words, from = 4 }) => {
      await ask(`/officer/cases/${filing}`);
      await send(`/officer/cases/${filing}/drafts`, { from: String(from), result, words });
    },
    receiveMoney: async (filing, amount) => {
      await ask(`/officer/cases/${filing}`);
      await send(`/officer/cases/${filing}/payment`, { act: 'received', amount: String(amount), seen: 'yes' });
    },
  };
}
