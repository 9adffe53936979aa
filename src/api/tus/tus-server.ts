import { Server } from '@tus/server';
import type { Asset } from '../../domain/asset.ts';
import { AppError } from '../../domain/errors.ts';
import { abandonUpload } from '../../services/assets/abandon-upload.ts';
import { beginUpload, maxUploadBytes } from '../../services/assets/begin-upload.ts';
import { finishUpload } from '../../services/assets/finish-upload.ts';
import { getAsset } from '../../services/assets/get-asset.ts';
import { getAssetStatus } from '../../services/assets/get-asset-status.ts';
import { sha256OfFile } from '../../services/assets/sha256-of-file.ts';
import type { AppContext, CallContext } from '../../services/context.ts';
import { problemHeaders } from '../problem.ts';
import { receiveNodeBodies } from './receive-body.ts';
import { toTusError } from './tus-error.ts';

export const UPLOADS_PATH = '/api/v1/uploads';

type Datastore = ConstructorParameters<typeof Server>[0]['datastore'];
/** A store of partial uploads that says where their bytes lie, and their hash where it saw all of them pass. */
export type PartialUploads = Datastore & {
  pathOf(id: string): string;
  takeSha256(id: string, bytes: number): string | null;
};

/** Answers one tus request, made by `withNodeBody`, on behalf of a caller. */
export type TusHandler = (request: Request, ctx: CallContext) => Promise<Response>;

/** The tus 1.0 protocol over the upload use cases: the upload's id is the asset's. */
export function createTusHandler(app: AppContext, store: PartialUploads): TusHandler {
  const contexts = new WeakMap<object, CallContext>();
  const headersOf = new WeakMap<object, Record<string, string>>();
  const contextOf = (request: object): CallContext => {
    const ctx = contexts.get(request);
    if (!ctx) throw new Error('a tus request came without its caller');
    return ctx;
  };
  const finish = createFinisher(store);
  const server = new Server({
    path: UPLOADS_PATH,
    datastore: store,
    relativeLocation: true,
    maxSize: maxUploadBytes(app),
    async namingFunction(request, metadata) {
      const length = request.headers.get('upload-length');
      const begun = await beginUpload(contextOf(request), {
        filename: metadata?.filename ?? metadata?.name ?? '',
        bytes: length === null ? null : Number(length),
        sha256: metadata?.sha256 ?? undefined,
      });
      return begun.assetId;
    },
    onIncomingRequest: (request, id) =>
      admit(contextOf(request), request.method, { id, store, finish }),
    async onUploadFinish(request, upload) {
      const asset = await finish(contextOf(request), upload.id);
      return { headers: { 'Asset-Id': asset.id } };
    },
    onResponseError(request, error) {
      headersOf.set(request, problemHeaders(error));
      return toTusError(error, { app, aborted: request.signal.aborted });
    },
  });
  receiveNodeBodies(server);
  return async (request, ctx) => {
    contexts.set(request, ctx);
    const response = await server.handleWeb(request);
    // The library lets an error say its status and body only.
    for (const header of Object.entries(headersOf.get(request) ?? {}))
      response.headers.set(...header);
    return response;
  };
}

type Finisher = (ctx: CallContext, id: string) => Promise<Asset>;
type Addressed = { id: string; store: PartialUploads; finish: Finisher };

/** What belongs to another key does not exist; a finished upload can only be asked about. */
async function admit(
  ctx: CallContext,
  method: string,
  { id, store, finish }: Addressed,
): Promise<void> {
  const status = await getAssetStatus(ctx, { id });
  if (method === 'POST') return;
  if (status !== 'uploading') {
    if (method === 'HEAD') return;
    throw new AppError('conflict', `The upload has finished: see /api/v1/assets/${id}`);
  }
  if (method === 'DELETE') return abandonUpload(ctx, { assetId: id });
  if (method !== 'HEAD') return;
  // A process that died between the last byte and the end of the upload: whoever asks completes it.
  const upload = await store.getUpload(id);
  if (upload.size !== undefined && upload.offset === upload.size) await finish(ctx, id);
}

/** Ends an upload once, however many requests notice at the same time that its bytes are complete. */
function createFinisher(store: PartialUploads): Finisher {
  const running = new Map<string, Promise<Asset>>();
  const finish = async (ctx: CallContext, id: string): Promise<Asset> => {
    const present = await getAsset(ctx, { id });
    if (present.status !== 'uploading') return present;
    const path = store.pathOf(id);
    const { offset: bytes } = await store.getUpload(id);
    try {
      return await finishUpload(ctx, {
        assetId: id,
        path,
        bytes,
        sha256: store.takeSha256(id, bytes) ?? (await sha256OfFile(path)),
      });
    } catch (error) {
      if (error instanceof AppError) await store.remove(id);
      throw error;
    }
  };
  return (ctx, id) => {
    const done = running.get(id) ?? finish(ctx, id).finally(() => running.delete(id));
    running.set(id, done);
    return done;
  };
}
