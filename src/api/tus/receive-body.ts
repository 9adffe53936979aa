import type { IncomingMessage } from 'node:http';
import { ERRORS, type Server, StreamLimiter } from '@tus/server';

/**
 * Node's own stream in the place of a request's body. Through streams of the web, which the protocol library would make of
 * it and back again, a gigabyte takes twice the time and twenty uploads three times the memory.
 */
type NodeBody = { incoming: IncomingMessage };

/** A request whose body is read by `receiveNodeBodies` only. */
export function withNodeBody(request: Request, incoming: IncomingMessage): Request {
  return Object.defineProperty(request, 'body', { value: { incoming } satisfies NodeBody });
}

/** As the protocol library passes them. */
type WriteArguments = [
  body: NodeBody,
  upload: { id: string; offset: number },
  mostBytes: number,
  cancellation: { signal: AbortSignal },
];

/** Makes the handlers of the protocol take what comes in from Node's stream. */
export function receiveNodeBodies(server: Server): void {
  const writeToStore = async (...args: WriteArguments) => {
    const [{ incoming }, upload, mostBytes, { signal }] = args;
    const isGone = incoming.destroyed && !incoming.complete;
    if (signal.aborted || isGone) throw ERRORS.ABORTED;
    const body = new StreamLimiter(mostBytes);
    const hungUp = () => body.destroy(new Aborted());
    // Another request that goes on with this upload has this one end where it is.
    const giveWay = () => {
      incoming.unpipe(body);
      body.end();
    };
    incoming.once('error', hungUp);
    signal.addEventListener('abort', giveWay, { once: true });
    try {
      return await server.datastore.write(incoming.pipe(body), upload.id, upload.offset);
    } catch (error) {
      throw error instanceof Aborted ? ERRORS.ABORTED : error;
    } finally {
      incoming.unpipe(body);
      incoming.off('error', hungUp);
      signal.removeEventListener('abort', giveWay);
    }
  };
  for (const handler of [server.handlers.POST, server.handlers.PATCH])
    Object.assign(handler, { writeToStore });
}

class Aborted extends Error {}
