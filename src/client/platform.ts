/** Something that is read piece by piece, and again from an earlier place when the connection broke. */
export type ByteSource = {
  filename: string;
  /** Null for a stream, whose length is known at its end. */
  bytes: number | null;
  /** At most these bytes; `done` when nothing comes after them. */
  slice(start: number, end: number): Promise<{ value: Uint8Array | Blob | null; done: boolean }>;
  close(): void;
};

/** Where a download goes. */
export type ByteSink = {
  /** Bytes that are there from an earlier time. */
  offset: number;
  write(chunk: Uint8Array): Promise<void>;
  /** All is there; `isGood` says whether it is what was promised. */
  close(isGood: boolean): Promise<void>;
  /** Broke off for good. */
  abort(reason: unknown): Promise<void>;
  /** Of everything that was written, in hex; null where this platform can't say. */
  sha256(): Promise<string | null>;
};

/** What differs between Node and a browser. */
export type Platform = {
  /** The origin of calls when no `url` is given. */
  origin: string;
  /** Bytes as this platform's HTTP takes them. */
  toBody(value: Uint8Array | Blob): Promise<Uint8Array | Blob>;
  openPath(path: string | URL): Promise<ByteSource>;
  savePath(path: string | URL, name: string): Promise<ByteSink>;
  createHash(): { update(chunk: Uint8Array): void; digest(): string } | null;
};
