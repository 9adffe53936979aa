import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '#/domain/errors.ts';

/**
 * A frozen convolutional network in the TensorFlow.js graph format, run node by node on the WASM backend.
 * Knows only the operators of the face networks; another operator is refused when the file is read.
 */
export type FrozenGraph = {
  /** Runs on one NHWC float32 image batch; returns every output in the file's order. */
  run(input: Float32Array, shape: [number, number, number, number]): FrozenOutput[];
  dispose(): void;
};

export type FrozenOutput = { shape: number[]; data: Float32Array };

type Attributes = {
  strides?: { list: { i: string[] } };
  ksize?: { list: { i: string[] } };
  padding?: { s: string };
  fused_ops?: { list: { s: string[] } };
};

type GraphNode = { name: string; op: string; input?: string[]; attr?: Attributes };

type GraphFile = {
  modelTopology: { node: GraphNode[] };
  weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
};

const CONSTANT_INPUTS = new Set(['Const', 'Placeholder']);

export async function loadFrozenGraph(path: string): Promise<FrozenGraph> {
  const file = JSON.parse(await readFile(path, 'utf8')) as GraphFile;
  const weights = await readWeights(file, dirname(path));
  const placeholder = file.modelTopology.node.find((node) => node.op === 'Placeholder');
  const steps = inOrder(file.modelTopology.node.filter((node) => !CONSTANT_INPUTS.has(node.op)));
  for (const step of steps) {
    if (!(step.op in OPERATORS)) {
      throw new AppError('internal', `The network uses the unknown operator ${step.op}.`);
    }
  }
  return {
    run: (input, shape) => {
      const outputs: FrozenOutput[] = [];
      // What a tidy returns is searched for tensors, value by value: the outputs stay outside.
      tf.tidy(() => {
        const values = new Map<string, tf.Tensor>(Object.entries(weights));
        values.set(placeholder?.name ?? 'input', tf.tensor4d(input, shape));
        for (const step of steps) {
          const inputs = (step.input ?? []).map((name) => getValue(values, name));
          const result = OPERATORS[step.op]?.(inputs, step.attr ?? {});
          if (!result) continue;
          values.set(step.name, result);
          if (step.op === 'Identity') {
            outputs.push({ shape: result.shape, data: result.dataSync<'float32'>() });
          }
        }
      });
      return outputs;
    },
    dispose: () => tf.dispose(weights),
  };
}

async function readWeights(file: GraphFile, folder: string): Promise<tf.NamedTensorMap> {
  const entries = file.weightsManifest.flatMap((group) => group.weights);
  const paths = file.weightsManifest.flatMap((group) => group.paths);
  const parts = await Promise.all(paths.map((path) => readFile(join(folder, path))));
  const bytes = Buffer.concat(parts);
  const buffer = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(buffer).set(bytes);
  return tf.io.decodeWeights(buffer, entries);
}

function inOrder(nodes: GraphNode[]): GraphNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const ordered: GraphNode[] = [];
  const seen = new Set<string>();
  const visit = (node: GraphNode) => {
    if (seen.has(node.name)) return;
    seen.add(node.name);
    for (const name of node.input ?? []) {
      const before = byName.get(plainName(name));
      if (before) visit(before);
    }
    ordered.push(node);
  };
  for (const node of nodes) visit(node);
  return ordered;
}

function plainName(input: string): string {
  return input.split(':')[0] ?? input;
}

function getValue(values: Map<string, tf.Tensor>, name: string): tf.Tensor {
  const value = values.get(plainName(name));
  if (!value) throw new AppError('internal', 'The network file is incomplete.');
  return value;
}

type Operator = (inputs: tf.Tensor[], attributes: Attributes) => tf.Tensor | null;

const OPERATORS: Record<string, Operator> = {
  _FusedConv2D: ([x, filter, bias, slope], attributes) => {
    if (!x || !filter) return null;
    const activation = attributes.fused_ops?.list.s.map(plainText)[1]?.toLowerCase();
    return tf.fused.conv2d({
      x: x as tf.Tensor4D,
      filter: filter as tf.Tensor4D,
      strides: pair(attributes.strides),
      pad: padding(attributes),
      ...(bias && { bias }),
      ...(activation && { activation: activation as 'relu' | 'prelu' }),
      ...(slope && { preluActivationWeights: slope }),
    });
  },
  DepthwiseConv2dNative: ([x, filter], attributes) =>
    x && filter
      ? tf.depthwiseConv2d(
          x as tf.Tensor4D,
          filter as tf.Tensor4D,
          pair(attributes.strides),
          padding(attributes),
        )
      : null,
  MaxPool: ([x], attributes) =>
    x
      ? tf.maxPool(
          x as tf.Tensor4D,
          pair(attributes.ksize),
          pair(attributes.strides),
          padding(attributes),
        )
      : null,
  AddV2: ([a, b]) => (a && b ? tf.add(a, b) : null),
  Relu: ([x]) => (x ? tf.relu(x) : null),
  Prelu: ([x, slope]) => (x && slope ? tf.prelu(x, slope) : null),
  Sigmoid: ([x]) => (x ? tf.sigmoid(x) : null),
  Identity: ([x]) => (x ? tf.clone(x) : null),
  Pad: ([x, amounts]) => (x && amounts ? tf.pad(x, padPairs(amounts)) : null),
  Reshape: ([x, shape]) => (x && shape ? tf.reshape(x, [...shape.dataSync()]) : null),
  ConcatV2: (inputs) => tf.concat(inputs.slice(0, -1), inputs.at(-1)?.dataSync()[0] ?? 0),
};

function plainText(base64: string): string {
  return Buffer.from(base64, 'base64').toString('latin1');
}

function padding(attributes: Attributes): 'same' | 'valid' {
  return plainText(attributes.padding?.s ?? '') === 'SAME' ? 'same' : 'valid';
}

function pair(list: { list: { i: string[] } } | undefined): [number, number] {
  return [Number(list?.list.i[1] ?? 1), Number(list?.list.i[2] ?? 1)];
}

function padPairs(amounts: tf.Tensor): [number, number][] {
  const flat = amounts.dataSync();
  return Array.from({ length: flat.length / 2 }, (_, i) => [
    flat[i * 2] ?? 0,
    flat[i * 2 + 1] ?? 0,
  ]);
}
