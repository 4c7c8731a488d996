/** The attendants' page of the portal in somebody's browser: signed in, its stream of changes open. */
export interface AttendantAt {
  page(): Promise<string>;
  /** «Tôi đang tới» to the one call that rings. */
  come(): Promise<void>;
  /** The browser is closed: nobody hears the bell any more. */
  leave(): void;
}

export async function anAttendantAt(
  address: string,
  account: { readonly name: string; readonly pin: string },
): Promise<AttendantAt> {
  const signedIn = await fetch(`${address}/attendant/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ name: account.name, pin: account.pin }),
    signal: AbortSignal.timeout(15_000),
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0];
  if (signedIn.status !== 303 || !cookie) throw new Error(`the attendants' door answers ${signedIn.status}`);
  const closing = new AbortController();
  const events = await fetch(`${address}/attendant/events`, { headers: { cookie }, signal: closing.signal });
  if (!events.ok) throw new Error(`the stream of calls answers ${events.status}`);
  const page = async () => {
    const answer = await fetch(`${address}/attendant`, { headers: { cookie }, signal: AbortSignal.timeout(15_000) });
    return answer.text();
  };
  return {
    page,
    come: async () => {
      const text = await page();
      const csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
      const call = /data-call="([0-9a-f]{32})" data-state="ringing"/.exec(text)?.[1] ?? '';
      const answer = await fetch(`${address}/attendant/come`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie },
        body: new URLSearchParams({ csrf, call }),
        signal: AbortSignal.timeout(15_000),
      });
      if (answer.status !== 303) throw new Error(`«Tôi đang tới» is answered ${answer.status}`);
    },
    leave: () => closing.abort(),
  };
}
