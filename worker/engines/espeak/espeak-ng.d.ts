declare module '@echogarden/espeak-ng-emscripten' {
  export type EspeakEvent = {
    type: string;
    /** 1-based, in code points of the text handed in. */
    text_position: number;
    word_length: number;
    /** ms from the start of the call. */
    audio_position: number;
    id: string | number | undefined;
  };

  export type EspeakWorker = {
    /** 0 when found; any other value leaves the previous voice in place. */
    set_voice(name: string): number;
    set_rate(wordsPerMinute: number): void;
    set_pitch(pitch: number): void;
    set_range(range: number): void;
    get_samplerate(): number;
    /** Synchronous; the callback stops the synthesis by returning true. */
    synthesize(
      text: string,
      onSound: (samples: Int16Array, events: EspeakEvent[]) => boolean,
    ): void;
  };

  export type EspeakModule = { eSpeakNGWorker: new () => EspeakWorker };

  const load: (options?: {
    print?: (line: string) => void;
    printErr?: (line: string) => void;
  }) => Promise<EspeakModule>;

  // biome-ignore lint/style/noDefaultExport: the package has only this export.
  export { load as default };
}
