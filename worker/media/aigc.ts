import { detectContainer } from './container.ts';
import { openMedia } from './open-media.ts';

/** The container field that says a file is synthetic, as the Chinese labelling rules of 2025 name and order it. */
export type AigcLabel = {
  /** "1": generated or synthesised. */
  Label: string;
  ContentProducer: string;
  ProduceID: string;
  ReservedCode1: string;
  ContentPropagator: string;
  PropagateID: string;
  ReservedCode2: string;
};

export const AIGC_FIELD = 'AIGC';

/** A label of content made here; the product is producer and first propagator. */
export function aigcLabel(content: { producer: string; produceId: string }): AigcLabel {
  return {
    Label: '1',
    ContentProducer: content.producer,
    ProduceID: content.produceId,
    ReservedCode1: '',
    ContentPropagator: content.producer,
    PropagateID: content.produceId,
    ReservedCode2: '',
  };
}

/**
 * The label a media file carries in its `AIGC` field (or, where a format has no such field, in its comment), or null.
 * @throws AppError `media_unreadable`, `media_unsupported`
 */
export function readAigcLabel(path: string): AigcLabel | null {
  const container = detectContainer(path);
  if (container.family === 'image') return null;
  using media = openMedia(path, container);
  const fields = media.format.metadata?.getAll() ?? {};
  for (const [name, value] of Object.entries(fields)) {
    const key = name.toUpperCase();
    if (key === AIGC_FIELD || key === 'COMMENT') {
      const label = parseAigcLabel(value);
      if (label) return label;
    }
  }
  return null;
}

function parseAigcLabel(text: string): AigcLabel | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const fields = asRecord(asRecord(value)?.[AIGC_FIELD]) ?? asRecord(value);
  if (typeof fields?.Label !== 'string') return null;
  const read = (name: keyof AigcLabel) => {
    const field = fields[name];
    return typeof field === 'string' ? field : '';
  };
  return {
    Label: fields.Label,
    ContentProducer: read('ContentProducer'),
    ProduceID: read('ProduceID'),
    ReservedCode1: read('ReservedCode1'),
    ContentPropagator: read('ContentPropagator'),
    PropagateID: read('PropagateID'),
    ReservedCode2: read('ReservedCode2'),
  };
}

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
