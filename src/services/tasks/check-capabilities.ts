import { AppError, type FieldError } from '../../domain/errors.ts';
import type { CreateTask } from '../../domain/task.ts';
import type { Capabilities, EngineCapability } from '../../domain/worker.ts';
import { requiredStages } from './required-stages.ts';

const ASKED_OF_ENGINES = new Set(['image', 'video', 'prompt']);

/** @throws AppError `unavailable`, or `unsupported_option` naming what no engine at hand would honour */
export function checkCapabilities(request: CreateTask, workers: Capabilities[]): void {
  const engines = workers.flatMap((worker) => worker.engines);
  const stages = requiredStages(request.type);
  const chosen = request.options.engine;
  if (engines.length === 0) {
    throw new AppError(
      'unavailable',
      'No worker is running: start one with `npm run worker`, then try again',
    );
  }
  const able = engines.filter((engine) => engine.stages.some((stage) => stages.includes(stage)));
  const candidates = chosen ? preferChosen(able, chosen) : able;
  if (!stages.every((stage) => candidates.some((engine) => engine.stages.includes(stage)))) {
    throw refuse(
      '/options/engine',
      `no running worker has ${chosen ? `an engine "${chosen}"` : 'an engine'} for this task`,
    );
  }
  const problems = [
    ...inputProblems(request, candidates),
    ...optionProblems(request, candidates, engines),
  ];
  if (problems.length > 0) {
    throw new AppError('unsupported_option', problems.map(({ detail }) => detail).join('; '), {
      fields: problems,
    });
  }
  checkVoice(request, workers);
}

/** The named engine takes its stages; other stages keep all their engines. */
function preferChosen(able: EngineCapability[], name: string): EngineCapability[] {
  const named = able.find((engine) => engine.name === name);
  if (!named) return [];
  return able.filter(
    (engine) =>
      engine.name === name || !engine.stages.some((stage) => named.stages.includes(stage)),
  );
}

function inputProblems(request: CreateTask, engines: EngineCapability[]): FieldError[] {
  return Object.entries(request.input)
    .filter(([field, value]) => ASKED_OF_ENGINES.has(field) && value !== undefined)
    .filter(([field]) => !engines.some((engine) => field in engine.inputs))
    .map(([field]) => ({
      pointer: `/input/${field}`,
      detail: `no engine here can use "${field}"`,
    }));
}

function optionProblems(
  request: CreateTask,
  candidates: EngineCapability[],
  all: EngineCapability[],
): FieldError[] {
  return Object.entries(request.options)
    .filter(([name, value]) => name !== 'engine' && value !== undefined)
    .filter(([name, value]) => !isAsItIs(request, name, value))
    .filter(
      ([name, value]) => !candidates.some((engine) => honours(engine, request, [name, value])),
    )
    .map(([name, value]) => {
      const others = [
        ...new Set(
          all.filter((engine) => honours(engine, request, [name, value])).map((e) => e.name),
        ),
      ];
      const hint = others.length > 0 ? `; these would take it: ${others.join(', ')}` : '';
      const shown = typeof value === 'object' ? name : `${name}: ${value}`;
      return {
        pointer: `/options/${name}`,
        detail: `no engine for this task honours "${shown}"${hint}`,
      };
    });
}

/** Footage moves as it was filmed: to ask for no motion of ours asks for nothing. */
function isAsItIs({ input }: CreateTask, name: string, value: unknown): boolean {
  return name === 'head_motion' && value === 0 && 'video' in input && input.video !== undefined;
}

function honours(
  engine: EngineCapability,
  request: CreateTask,
  [option, value]: [string, unknown],
): boolean {
  const given = Object.entries(request.input).filter(([, reference]) => reference !== undefined);
  const lists = [engine.options, ...given.map(([field]) => engine.inputs[field])];
  return lists.some((list) => {
    const allowed = list?.[option];
    return allowed === null || allowed?.some((known) => known === value);
  });
}

function checkVoice(request: CreateTask, workers: Capabilities[]): void {
  if (!('voice' in request.input) || !request.input.voice) return;
  const name = request.input.voice.slice('voice:'.length);
  if (workers.some((worker) => worker.voices.some((voice) => voice.name === name))) return;
  throw new AppError(
    'validation_failed',
    `There is no voice "${name}": GET /api/v1/voices lists them`,
    {
      fields: [{ pointer: '/input/voice', detail: 'is not the name of a voice' }],
    },
  );
}

function refuse(pointer: string, detail: string): AppError {
  return new AppError('unsupported_option', detail, { fields: [{ pointer, detail }] });
}
