import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** A port that nobody listens on at this moment. */
export async function findFreePort(host: string): Promise<number> {
  return listenOnce(host, 0);
}

/** Whether the port could be listened on at this moment; an address that is not ours is an error. */
export async function isPortFree(host: string, port: number): Promise<boolean> {
  try {
    await listenOnce(host, port);
    return true;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') return false;
    throw new Error(`Can't listen on ${host}, port ${port}: ${message}`, { cause });
  }
}

async function listenOnce(host: string, port: number): Promise<number> {
  const probe = createServer().listen(port, host);
  await once(probe, 'listening');
  const address = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return address.port;
}
