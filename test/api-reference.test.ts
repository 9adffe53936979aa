import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '#/api/app.ts';
import type { Content, OpenApi, Operation } from '#/api/rest/openapi-document.ts';
import { ERRORS } from '#/domain/errors.ts';
import { UploadStore } from '#/storage/tus-store.ts';
import { startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
let document: OpenApi;
beforeAll(async () => {
  server = await startTestServer();
  const answer = await server.call('GET', '/api/v1/openapi.json', { key: null });
  expect(answer.status).toBe(200);
  document = answer.body as unknown as OpenApi;
});
afterAll(() => server[Symbol.asyncDispose]());

/** Every value below `root` that stands under this key. */
function valuesOf(root: unknown, key: string): unknown[] {
  if (typeof root !== 'object' || root === null) return [];
  return Object.entries(root).flatMap(([name, value]) => [
    ...(name === key ? [value] : []),
    ...valuesOf(value, key),
  ]);
}

/** Addresses that are not operations of the REST API. */
const NOT_REST = [
  /^\/api\/trpc\//, // the typed API describes itself
  /^\/docs/, // pages for people
  /^\/api\/session$/, // signs a browser in
  /^\/metrics$/, // for Prometheus, in its own format
  /^\/presenters\//, // pictures
  /^\/api\/v1\/openapi\.json$/, // this document
];

/** Middleware, and what every HTTP server says of itself. */
const NOT_OPERATIONS = ['ALL', 'OPTIONS'];

function operationsOf(api: OpenApi): Operation[] {
  return Object.values(api.paths).flatMap((methods) => Object.values(methods));
}

describe('the OpenAPI document', () => {
  test('is 3.1 and has every route of the table with its success and its errors', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const { addressOf, routes } = await import('#/api/rest/routes.ts');
    for (const route of routes) {
      const operation = document.paths[addressOf(route)]?.[route.method];
      expect(operation?.operationId).toBe(route.id);
      expect(operation?.responses[route.status]?.description).toEqual(expect.any(String));
      expect(operation?.responses['500']?.content).toHaveProperty(['application/problem+json']);
      const named = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const inPath = (operation?.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name }) => name)).toEqual(named);
      expect(inPath.every(({ required }) => required)).toBe(true);
    }
  });

  test('resolves every reference, and repeats no operation id', () => {
    const references = valuesOf(document, '$ref').map(String);
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1] ?? reference;
      expect(document.components.schemas).toHaveProperty(name);
    }
    expect(valuesOf(document, '$defs')).toEqual([]);
    const ids = valuesOf(document.paths, 'operationId');
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('passes a public linter with its recommended rules, without an exception', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const source = JSON.stringify(document);
    const problems = await lintFromString({ source, config, absoluteRef: '/openapi.json' });
    const said = problems.map(({ ruleId, message, location }) => [
      ruleId,
      message,
      location[0]?.pointer,
    ]);
    expect(said).toEqual([]);
  });

  test('gives every operation an example, an error of the caller and its security', () => {
    for (const operation of operationsOf(document)) {
      const { operationId, responses, requestBody, security, parameters = [] } = operation;
      expect(Array.isArray(security), operationId).toBe(true);
      expect(Object.keys(responses).some((status) => /^4/.test(status))).toBe(true);
      const all: { content?: Content }[] = [...Object.values(responses), requestBody ?? {}];
      const bodies = all
        .flatMap(({ content = {} }) => Object.entries(content))
        .filter(([type]) => /json/.test(type));
      for (const [, body] of bodies) expect(body, operationId).toHaveProperty('example');
      for (const parameter of parameters.filter(({ required }) => required)) {
        expect(parameter.example, `${operationId} ${parameter.name}`).toBeDefined();
      }
    }
  });

  test('has every address that the server answers at', () => {
    const api = { app: server.app, closing: new AbortController().signal };
    const { routes } = createApi(api, new UploadStore(server.app.paths.uploads, 1000));
    const served = routes
      .filter(({ method }) => !NOT_OPERATIONS.includes(method))
      .filter(({ path }) => !NOT_REST.some((known) => known.test(path)))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}')}`);
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(served.length).toBeGreaterThan(20);
    const asGet = (line: string) => line.replace(/^HEAD/, 'GET');
    expect(new Set(served.map(asGet))).toEqual(new Set(documented.map(asGet)));
  });

  test('uses only tags and security schemes that it declares', () => {
    const tags = new Set(document.tags.map(({ name }) => name));
    for (const used of valuesOf(document.paths, 'tags').flat()) expect(tags).toContain(used);
    for (const used of valuesOf(document.paths, 'security').flat()) {
      for (const name of Object.keys(used as object)) {
        expect(document.components.securitySchemes).toHaveProperty(name);
      }
    }
  });
});

test('the reference page explains every route and error, and loads nothing from elsewhere', async () => {
  const response = await fetch(`${server.url}/docs`);
  const page = await response.text();
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(response.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self';/,
  );
  for (const id of valuesOf(document.paths, 'operationId')) expect(page).toContain(`id="${id}"`);
  for (const code of Object.keys(ERRORS)) expect(page).toContain(`id="error-${code}"`);
  expect(page).not.toMatch(/\sstyle=|<style|\son\w+=|<script(?! src="\/docs\/)|@import/);
  const loaded = [...page.matchAll(/<(?:script|link|img)[^>]*?(?:src|href)="([^"]+)"/g)];
  expect(loaded.length).toBeGreaterThan(3);
  for (const [, address = ''] of loaded.filter(([, each]) => each?.startsWith('/docs'))) {
    const file = await fetch(server.url + address);
    expect([address, file.status, file.headers.get('content-type')]).toEqual([
      address,
      200,
      expect.stringMatching(/^text\/(css|javascript)/),
    ]);
  }
  expect(loaded.every(([, address]) => address?.startsWith('/'))).toBe(true);
});

test('every guide is there, and every link within the documentation leads somewhere', async () => {
  const read = async (path: string) => {
    const response = await fetch(server.url + path);
    expect([path, response.status]).toEqual([path, 200]);
    return response.text();
  };
  const pages = new Map<string, string>();
  const queue = ['/docs/guides'];
  for (const path of queue) {
    if (pages.has(path)) continue;
    pages.set(path, await read(path));
    const links = [...(pages.get(path) ?? '').matchAll(/href="(\/docs[^"#]*)[^"]*"/g)];
    queue.push(...links.map(([, link = '']) => link).filter((link) => !/\.(css|js)$/.test(link)));
  }
  const files = await readdir(join(import.meta.dirname, '../docs/guides'));
  expect([...pages.keys()].sort()).toEqual(
    ['/docs', '/docs/guides', ...files.map((name) => `/docs/guides/${name.slice(0, -3)}`)].sort(),
  );
  for (const [path, page] of pages) {
    for (const [, target = path, fragment = ''] of page.matchAll(/href="([^"#]*)#([^"]+)"/g)) {
      if (fragment === 'main') continue;
      expect(pages.get(target || path), `${path} → ${target}#${fragment}`).toContain(
        `id="${fragment}"`,
      );
    }
  }
  expect((await fetch(`${server.url}/docs/guides/none`)).status).toBe(404);
});

test('the built-in people can be seen from any page', async () => {
  const { body } = await server.call('GET', '/api/v1/portraits');
  const [portrait] = body.data as { url: string; cutout_url: string }[];
  for (const path of [portrait?.url, portrait?.cutout_url]) {
    const response = await fetch(server.url + path);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'image/svg+xml; charset=utf-8',
    ]);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    await response.body?.cancel();
  }
  const outside = await fetch(`${server.url}/presenters/..%2f..%2fpackage.json`);
  expect(outside.status).toBe(404);
});
