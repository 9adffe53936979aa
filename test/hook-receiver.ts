import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import type { TaskMessage } from '#/domain/webhook.ts';

export type Received = {
  id: string;
  path: string;
  headers: Record<string, string>;
  raw: string;
  message: TaskMessage;
};

export type HookReceiver = AsyncDisposable & {
  url: string;
  received: Received[];
  /** What it answers; 204 unless a test says otherwise. */
  answer: (received: Received, response: ServerResponse) => void;
};

/** A server as people write them who want to hear of their tasks. */
export async function openHookReceiver(host = '127.0.0.1'): Promise<HookReceiver> {
  const server = createServer(async (request, response) => {
    const raw = await text(request);
    const headers = request.headers as Record<string, string>;
    const id = headers['webhook-id'] ?? '';
    const got = { id, path: request.url ?? '', headers, raw, message: JSON.parse(raw) };
    receiver.received.push(got);
    receiver.answer(got, response);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const receiver: HookReceiver = {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    received: [],
    answer: (_, response) => response.writeHead(204).end(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

/** What the reference library makes of it. */
export function isSignedWith(secret: string, { raw, headers }: Received): boolean {
  try {
    new Webhook(secret).verify(raw, headers);
    return true;
  } catch {
    return false;
  }
}
