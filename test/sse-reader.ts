export type SentEvent = { name: string; id: string; data: Record<string, unknown> };

/** Reads server-sent events one by one; `close` hangs up. */
export async function openEvents(
  url: string,
  headers: Record<string, string>,
): Promise<{ next: () => Promise<SentEvent | null>; close: () => void; response: Response }> {
  const gone = new AbortController();
  const response = await fetch(url, { headers, signal: gone.signal });
  const events = readEvents(response);
  return {
    response,
    close: () => gone.abort(),
    async next() {
      const { value, done } = await events.next();
      return done ? null : value;
    },
  };
}

async function* readEvents(response: Response): AsyncGenerator<SentEvent> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = Object.fromEntries(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => line.split(/: ?(.*)/s)),
      );
      text = text.slice(end + 2);
      if (fields.data)
        yield {
          name: fields.event ?? 'message',
          id: fields.id ?? '',
          data: JSON.parse(fields.data),
        };
    }
  }
}
